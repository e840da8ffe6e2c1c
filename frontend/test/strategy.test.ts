import { beforeEach, expect, test } from "vitest";
import { TelephonyDashboardStrategy, TelephonyViewStrategy } from "../src/strategy";
import { FakeConnection } from "./world";

interface View {
  sections?: { cards: Record<string, unknown>[] }[];
  cards?: Record<string, unknown>[];
}

let server: FakeConnection;

const device = (line: string | null, entities: Record<string, string> = {}) => ({
  device_id: `device-${line}`,
  line,
  name: `Line ${line}`,
  connection: "entry",
  connection_name: "office",
  entities,
});

const generate = async (lines: object[], config = {}): Promise<View[]> => {
  server.answers["telephony/lines"] = { lines };
  const hass = { connection: server, language: "en" };
  const made = await TelephonyDashboardStrategy.generate(config, hass);
  return (made as { views: View[] }).views;
};

const cards = (view?: View): Record<string, unknown>[] =>
  view?.sections?.flatMap((section) => section.cards) ?? [];

beforeEach(() => {
  server = new FakeConnection();
});

test("each line gets a card of its own", async () => {
  const [calls] = await generate([device("725"), device("722")]);
  expect(cards(calls)).toMatchObject([
    { type: "custom:telephony-card", title: "Line 725", devices: ["device-725"] },
    { type: "custom:telephony-card", title: "Line 722", devices: ["device-722"] },
  ]);
});

test("many lines share one card", async () => {
  const lines = Array.from({ length: 20 }, (_, index) => device(String(700 + index)));
  const [calls] = await generate(lines);
  expect(cards(calls)).toHaveLength(1);
  expect(cards(calls)[0]?.devices).toHaveLength(20);
});

test("the history shows only what there is", async () => {
  const entities = { state: "sensor.state", call: "event.call", calls_in: "sensor.in" };
  const [, history] = await generate([device("725", entities)]);
  expect(cards(history).map(({ type }) => type)).toEqual([
    "heading",
    "history-graph",
    "logbook",
    "heading",
    "statistics-graph",
  ]);
});

test("the dashboard can be for some devices only", async () => {
  const [calls] = await generate([device("725"), device("722")], { devices: ["device-722"] });
  expect(cards(calls)).toHaveLength(1);
});

test("without lines the dashboard says how to get some", async () => {
  const [only] = await generate([]);
  expect(only?.cards?.[0]?.content).toContain("Add lines");
});

test("the same is to be had as one view", async () => {
  server.answers["telephony/lines"] = { lines: [device("725")] };
  const hass = { connection: server, language: "de" };
  expect(await TelephonyViewStrategy.generate({}, hass)).toMatchObject({
    title: "Anrufe",
    type: "sections",
  });
});
