import { expect, test } from "vitest";
import { EMPTY, apply } from "../src/store";
import { aCall, aLine, aLogEntry, aMessage } from "./world";

const NOW = "2026-11-22T10:00:00.000Z";
const two = apply(EMPTY, aMessage(aLine(), aLine({ device_id: "device-722", line: "722" })));

test("a change of one line leaves the other line the same object", () => {
  const calls = [aCall()];
  const after = apply(two, { now: NOW, lines: { "device-725/725": { calls, state: "ringing" } } });
  expect(after.lines.get("device-725/725")).toEqual(aLine({ calls, state: "ringing" }));
  expect(after.lines.get("device-722/722")).toBe(two.lines.get("device-722/722"));
});

test("what did not change at all stays the same map", () => {
  const lamp = { "device-1/1": { state: "ringing" as const } };
  const after = apply(two, { now: NOW, lamps: lamp });
  expect(after.lines).toBe(two.lines);
  expect(after.lamps).not.toBe(two.lamps);
});

test("a snapshot forgets lines that are gone", () => {
  expect([...apply(two, aMessage(aLine())).lines.keys()]).toEqual(["device-725/725"]);
});

test("a removed line is gone and the others stay in their order", () => {
  const after = apply(two, { now: NOW, removed: ["device-725/725"] });
  expect([...after.lines.keys()]).toEqual(["device-722/722"]);
});

test("the server's clock is compared with the browser's", () => {
  expect(apply(EMPTY, { now: NOW }, Date.parse(NOW) - 4000).skew).toBe(4000);
});

test("how long a message took isn't taken for another clock: each call would be drawn again", () => {
  const at = Date.parse(NOW) - 4000;
  const first = apply(EMPTY, { now: NOW }, at);
  expect(apply(first, { now: NOW }, at + 200).skew).toBe(4000);
  expect(apply(first, { now: NOW }, at + 3000).skew).toBe(1000);
});

test("a new finished call goes before the others, and the oldest falls out", () => {
  const entry = (call_id: string) => aLogEntry({ call_id });
  const full = apply(EMPTY, aMessage(aLine({ log: [entry("2"), entry("1")] })));
  const change = { log_added: [entry("3")], log_length: 2, missed: 1 };
  const line = apply(full, { now: NOW, lines: { "device-725/725": change } }).lines.get("device-725/725");
  expect(line).toEqual(aLine({ log: [entry("3"), entry("2")], missed: 1 }));
});

test("a call that changes keeps what is not told of it, and the other call stays the same object", () => {
  const [one, other] = [aCall({ call_id: "1", picture: "/a.png" }), aCall({ call_id: "2" })];
  const before = apply(EMPTY, aMessage(aLine({ calls: [one, other] })));
  const calls_changed = { "1": { state: "connected" as const, picture: null } };
  const line = apply(before, { now: NOW, lines: { "device-725/725": { calls_changed } } }).lines.get("device-725/725");
  expect(line?.calls).toEqual([{ ...one, state: "connected", picture: null }, other]);
  expect(line?.calls[1]).toBe(other);
});
