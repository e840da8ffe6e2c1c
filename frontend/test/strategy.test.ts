import { beforeEach, expect, test } from "vitest";
import { TelephonyDashboardStrategy, TelephonyViewStrategy } from "../src/strategy";
import { FakeConnection } from "./world";

interface View {
  sections?: { cards: Record<string, unknown>[] }[];
  cards?: Record<string, unknown>[];
}

let server: FakeConnection;

const device = (
  line: string | null,
  entities: Record<string, string> = {},
  connection = "entry",
) => ({
  device_id: `device-${line}`,
  line,
  name: `Line ${line}`,
  connection,
  connection_name: `at ${connection}`,
  entities,
});

const generate = async (lines: object[], config = {}, entities = {}): Promise<View[]> => {
  server.answers["telephony/lines"] = { lines };
  const hass = { connection: server, language: "en", entities };
  const made = await TelephonyDashboardStrategy.generate(config, hass);
  return (made as { views: View[] }).views;
};

const cards = (view?: View): Record<string, unknown>[] =>
  view?.sections?.flatMap((section) => section.cards) ?? [];

beforeEach(() => {
  server = new FakeConnection();
});

test("the first view is for the moment: who calls, whom to call, who has called", async () => {
  const [now] = await generate([device("725"), device("5", {}, "other")]);
  const devices = ["device-725", "device-5"];
  expect(now).toMatchObject({ title: "Now", path: "now" });
  expect(cards(now)).toMatchObject([
    { devices, sections: ["calls", "dial"], busy_only: true },
    { devices, lamps: devices, sections: ["lamps"] },
    { devices, sections: ["log"] },
  ]);
});

test("the lines of whoever is logged in come first", async () => {
  const [now] = await generate([device("725"), { ...device("722"), mine: true }]);
  expect(cards(now)[0]).toMatchObject({ devices: ["device-722", "device-725"] });
});

test("each connection gets a card with its lines, and all share a log", async () => {
  const [, calls] = await generate([device("725"), device("722"), device("5", {}, "other")]);
  expect(cards(calls)).toMatchObject([
    { title: "at entry", devices: ["device-725", "device-722"], sections: ["calls", "dial"] },
    { title: "at other", devices: ["device-5"] },
    { devices: ["device-725", "device-722", "device-5"], sections: ["log"] },
  ]);
});

test("the history shows only what there is", async () => {
  const own = { state: "sensor.state", call: "event.call" };
  const [, , history] = await generate([device("725", own)], {}, {
    "sensor.calls_in": { platform: "telephony", translation_key: "calls_in" },
    "sensor.other_calls_in": { platform: "other", translation_key: "calls_in" },
  });
  expect(cards(history).at(-1)?.entities).toEqual(["sensor.calls_in"]);
  expect(cards(history).map(({ type }) => type)).toEqual([
    "heading",
    "history-graph",
    "heading",
    "logbook",
    "heading",
    "statistics-graph",
  ]);
});

test("the dashboard can be for some devices only", async () => {
  const [, calls] = await generate([device("725"), device("722")], { devices: ["device-722"] });
  expect(cards(calls).map(({ devices }) => devices)).toEqual([["device-722"], ["device-722"]]);
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

test("a hundred lines fill eight columns, and the widest section comes last", async () => {
  const lines = Array.from({ length: 100 }, (_, at) => device(String(700 + at)));
  const [now, calls] = (await generate(lines)) as { max_columns?: number; sections?: { column_span: number }[] }[];
  expect(now?.max_columns).toBe(8);
  expect(now?.sections?.map(({ column_span }) => column_span)).toEqual([1, 1, 6]);
  expect(calls?.sections?.map(({ column_span }) => column_span)).toEqual([8, 1]);
});

test("missed calls are shown only where there are any, and counters are offered to those who may", async () => {
  server.answers["telephony/lines"] = { lines: [device("725", { missed_calls: "sensor.missed" })] };
  const hass = { connection: server, language: "en", user: { is_admin: true } };
  const { views } = (await TelephonyDashboardStrategy.generate({}, hass)) as { views: View[] };
  const [, tile, , button] = cards(views[2]);
  const condition = { condition: "numeric_state", entity: "sensor.missed", above: 0 };
  expect(tile).toMatchObject({ type: "tile", visibility: [condition] });
  expect(views[2]?.sections?.[0]).toMatchObject({
    visibility: [{ condition: "or", conditions: [condition] }],
  });
  expect(button).toMatchObject({ type: "button", name: "Turn on counters" });
});
