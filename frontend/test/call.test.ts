import { afterEach, expect, test, vi } from "vitest";
import "../src/call";
import type { Ask, TelephonyCall } from "../src/call";
import { aCall, aLine, commandsOf, drawn, find, mount, only, text } from "./world";

const show = (call = aCall(), changes: Partial<TelephonyCall> = {}) =>
  mount<TelephonyCall>("telephony-call", { call, line: aLine(), ...changes });

const actions = (element: Element): (string | undefined)[] =>
  find(element, "button").map((button) => button.dataset.action);

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

test("the caller's name stands in large letters with the number below", async () => {
  const element = await show();
  expect(text(only(element, ".name"))).toBe("Anna Kuznetsova");
  expect(text(only(element, ".number"))).toContain("+4930123456");
});

test("a face is the person's picture, else the initials", async () => {
  const element = await show();
  expect(text(only(element, ".face"))).toBe("AK");
  element.call = aCall({ picture: "/api/image/anna" });
  await drawn(element);
  expect(only(element, ".face img").getAttribute("src")).toBe("/api/image/anna");
  only(element, ".face img").dispatchEvent(new Event("error"));
  await drawn(element);
  expect(text(only(element, ".face"))).toBe("AK");
});

test("a blocked call is marked, and doesn't draw the eye as others do", async () => {
  const element = await show(aCall({ blocked: true }));
  expect(text(only(element, ".number"))).toContain("Blocked");
  expect(only(element, "section").classList).toContain("blocked");
  element.call = aCall();
  await drawn(element);
  expect(text(only(element, ".number"))).not.toContain("Blocked");
  expect(only(element, "section").classList).not.toContain("blocked");
});

test("there is a button for each thing that is possible now, and no other", async () => {
  const element = await show(aCall({ actions: ["hangup", "hold", "send_digits", "unheard_of"] }));
  expect(actions(element)).toEqual(["hangup", "hold", "send_digits"]);
});

test("hanging up is called declining while the call rings", async () => {
  const element = await show(aCall({ actions: ["hangup"] }));
  expect(text(only(element, `[data-action="hangup"]`))).toBe("Decline");
  element.call = aCall({ state: "connected", actions: ["hangup"] });
  await drawn(element);
  expect(text(only(element, `[data-action="hangup"]`))).toBe("Hang up");
});

test("who may only look sees no buttons", async () => {
  const element = await show(aCall(), { line: aLine({ can_control: false }) });
  expect(actions(element)).toEqual([]);
});

test("a tap carries the id of the call that was tapped", async () => {
  const element = await show(aCall({ call_id: "c7" }));
  const commands = commandsOf(element);
  only(element, '[data-action="answer"]').click();
  expect(commands).toMatchObject([{ action: "answer", data: { call_id: "c7" } }]);
});

test("a tap on a button that has just moved does nothing", async () => {
  const element = await show(aCall(), { settling: true });
  const commands = commandsOf(element);
  only(element, '[data-action="answer"]').click();
  expect(commands).toEqual([]);
  expect(only(element, '[data-action="answer"]').getAttribute("aria-disabled")).toBe("true");
});

test("a button never turns into another, and who pressed it stays at the call", async () => {
  const element = await show(aCall({ actions: ["answer"] }));
  const answer = only(element, '[data-action="answer"]');
  answer.focus();
  element.call = aCall({ state: "connected", actions: ["hangup"] });
  await drawn(element);
  expect(only(element, '[data-action="hangup"]')).not.toBe(answer);
  expect(element.shadowRoot?.activeElement).toBe(only(element, "section"));
});

test("a transfer asks for a number first", async () => {
  const element = await show(aCall({ state: "connected", actions: ["transfer"] }));
  const commands = commandsOf(element);
  const asked: Ask[] = [];
  element.addEventListener("telephony-ask", (event) =>
    asked.push((event as CustomEvent<Ask>).detail),
  );
  only(element, '[data-action="transfer"]').click();
  expect(commands).toEqual([]);
  expect(asked).toMatchObject([{ action: "transfer", call: { call_id: "c1" } }]);
});

test("the duration is counted here, by the server's clock", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-22T10:01:00Z") });
  const element = await show(
    aCall({ state: "connected", answered_at: "2026-11-22T10:00:00+00:00" }),
    { skew: -5000 },
  );
  expect(text(only(element, '[role="timer"]'))).toBe("0:55");
  vi.advanceTimersByTime(3000);
  await drawn(only(element, "telephony-duration"));
  expect(text(only(element, '[role="timer"]'))).toBe("0:58");
});
