import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/call";
import "../src/line";
import type { TelephonyLine } from "../src/line";
import { SETTLE_MS } from "../src/settling";
import type { Line } from "../src/model";
import { aCall, aLine, commandsOf, drawn, find, mount, only, text } from "./world";

const first = aCall({ state: "connected", actions: ["hangup"] });
const second = aCall({ call_id: "c2", name: "Boris" });

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const settled = async (element: Element): Promise<void> => {
  vi.advanceTimersByTime(SETTLE_MS);
  await drawn(element);
};

test("a second call does not hide the first", async () => {
  const line = aLine({ calls: [first, second], state: "ringing" });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  expect(find(element, ".name").map(text)).toEqual(["Line 725", "Anna Kuznetsova", "Boris"]);
});

test("a tap meant for a call that just ended does not hit the call that took its place", async () => {
  const line = aLine({ calls: [first, second] });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  const commands = commandsOf(element);
  element.line = aLine({ calls: [second] });
  await drawn(element);
  only(element, '[data-action="hangup"]').click();
  expect(commands).toEqual([]);
  await settled(element);
  only(element, '[data-action="hangup"]').click();
  expect(commands).toMatchObject([{ action: "hangup", data: { call_id: "c2" } }]);
});

test("the second tap of a double tap on answer does not hang up", async () => {
  const line = aLine({ calls: [aCall({ actions: ["answer"] })] });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  const commands = commandsOf(element);
  element.line = aLine({ calls: [first] });
  await drawn(element);
  only(element, '[data-action="hangup"]').click();
  expect(commands).toEqual([]);
});

test("news that move no button do not hold taps up", async () => {
  const line = aLine({ calls: [first] });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  const commands = commandsOf(element);
  element.line = aLine({ calls: [{ ...first, name: "Anna" }] });
  await drawn(element);
  only(element, '[data-action="hangup"]').click();
  expect(commands).toHaveLength(1);
});

test("missed calls are counted, and a touch asks for the list of them", async () => {
  const element = await mount<TelephonyLine>("telephony-line", { line: aLine({ missed: 3 }) });
  const asked: string[] = [];
  element.addEventListener("telephony-missed", (event) =>
    asked.push((event as CustomEvent<Line>).detail.line),
  );
  const badge = only(element, ".missed");
  expect(text(badge)).toBe("3");
  expect(badge.getAttribute("aria-label")).toContain("3 missed");
  badge.click();
  expect(asked).toEqual(["725"]);
});

test("a held and an active call can be joined", async () => {
  const line = aLine({ calls: [first, second], actions: ["complete_transfer", "conference"] });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  const commands = commandsOf(element);
  only(element, '[data-action="conference"]').click();
  expect(commands).toMatchObject([{ action: "conference" }]);
});

test("a line that cannot be watched says so whatever its last state was", async () => {
  const line = aLine({ available: false, state: "ringing" });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  expect(text(only(element, ".word"))).toBe("Unavailable");
});
