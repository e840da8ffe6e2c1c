import { afterEach, expect, test } from "vitest";
import type { Choice } from "../src/choice";
import "../src/log";
import type { TelephonyLog } from "../src/log";
import { aLine, aLogEntry, commandsOf, drawn, find, mount, only, text } from "./world";

const entries = [
  aLogEntry({ call_id: "l3", name: "Boris", outcome: "missed", talk_seconds: 0 }),
  aLogEntry({ call_id: "l1", started_at: "2026-11-22T07:00:00+00:00" }),
];
const other = aLine({
  device_id: "device-722",
  line: "722",
  name: "Workshop",
  log: [
    aLogEntry({
      call_id: "l2",
      name: null,
      number: null,
      presentation: "restricted",
      started_at: "2026-11-22T08:00:00+00:00",
    }),
  ],
});

afterEach(() => document.body.replaceChildren());

const show = () =>
  mount<TelephonyLog>("telephony-log", { lines: [aLine({ log: entries }), other] });

test("the calls of all lines stand together, newest first", async () => {
  const element = await show();
  expect(find(element, "li .name").map(text)).toEqual(["Boris", "Anonymous", "Anna Kuznetsova"]);
});

test("each call tells its outcome, its line and how long one talked", async () => {
  const element = await show();
  const facts = find(element, ".facts").map(text);
  expect(facts[0]).toBe("Incoming call, Missed · Line 725");
  expect(facts[2]).toBe("Incoming call, Answered · Line 725 · 1:15");
});

test("a call that an automation sent here names it", async () => {
  const log = [aLogEntry({ routed_by: "Night service" })];
  const element = await mount<TelephonyLog>("telephony-log", { lines: [aLine({ log })] });
  expect(text(only(element, ".facts"))).toBe("Incoming call, Answered · sent by Night service · 1:15");
});

test("the missed calls can be seen by themselves", async () => {
  const element = await show();
  find(element, ".chip")[1]?.click();
  await drawn(element);
  expect(find(element, "li .name").map(text)).toEqual(["Boris"]);
});

test("calling back asks before it dials", async () => {
  const element = await show();
  const commands = commandsOf(element);
  const choices: Choice[] = [];
  element.addEventListener("telephony-choose", (event) =>
    choices.push((event as CustomEvent<Choice>).detail),
  );
  find(element, "li button")[0]?.click();
  expect(commands).toEqual([]);
  expect(choices).toMatchObject([{ name: "Boris", number: "+4930123456", from: { line: "725" } }]);
});

test("who hid the number cannot be called back", async () => {
  const element = await show();
  expect(find(element, "li button")).toHaveLength(2);
});

test("an empty log says so", async () => {
  const element = await mount<TelephonyLog>("telephony-log", { lines: [aLine()] });
  expect(text(only(element, "p"))).toBe("No calls yet");
});
