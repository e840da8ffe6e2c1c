import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/card";
import type { TelephonyCard } from "../src/card";
import { SETTLE_MS } from "../src/settling";
import { FakeConnection, aCall, aLine, aMessage, drawn, find, only, text } from "./world";

let server: FakeConnection;
let now = 0;

beforeEach(() => {
  server = new FakeConnection();
  now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});

afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
  history.replaceState(null, "", "/");
  vi.restoreAllMocks();
});

const show = async (...lines: ReturnType<typeof aLine>[]): Promise<TelephonyCard> => {
  const card = document.createElement("telephony-card") as TelephonyCard;
  card.setConfig({ type: "custom:telephony-card" });
  card.hass = { connection: server, language: "en" };
  document.body.append(card);
  await drawn(card);
  server.push(aMessage(...lines));
  await drawn(card);
  await drawn(card);
  now += SETTLE_MS;
  return card;
};

const press = (key: string, where: EventTarget = document.body, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", {
    key,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...more,
  });
  where.dispatchEvent(event);
  return event.defaultPrevented;
};

const done = () =>
  server.of("call_service").map(({ service, service_data }) => [
    service,
    (service_data as { call_id: string }).call_id,
  ]);

const ringing = aCall({ call_id: "new", started_at: "2026-11-22T10:00:09+00:00" });
const older = aCall({ call_id: "old", started_at: "2026-11-22T10:00:01+00:00" });
const talk = aCall({
  call_id: "talk",
  state: "connected",
  actions: ["hangup", "hold", "transfer"],
});

test("A answers what has rung longest, E ends the talk, H holds it", async () => {
  await show(aLine({ calls: [ringing, older, talk] }));
  expect([press("a"), press("E"), press("h")]).toEqual([true, true, true]);
  expect(done()).toEqual([
    ["answer", "old"],
    ["hangup", "talk"],
    ["hold", "talk"],
  ]);
});

test("H takes a held call back, T asks whom to transfer to", async () => {
  const held = aCall({ call_id: "held", state: "held", actions: ["retrieve", "hangup"] });
  await show(aLine({ calls: [held] }));
  press("h");
  expect(done()).toEqual([["retrieve", "held"]]);
  document.body.replaceChildren();
  const card = await show(aLine({ calls: [talk] }));
  press("t");
  await drawn(card);
  expect(text(only(only(card, "telephony-ask"), "h3"))).toBe("Transfer");
});

test("keys mean nothing while somebody types, with others, or where Home Assistant's are off", async () => {
  const card = await show(aLine({ calls: [talk] }));
  const [field] = find<HTMLInputElement>(card, "input");
  const note = document.createElement("div");
  note.setAttribute("contenteditable", "true");
  const box = document.createElement("div");
  box.setAttribute("role", "textbox");
  document.body.append(note, box, document.createElement("textarea"));
  const typed = [field, note, box, document.querySelector("textarea")].map((where) =>
    press("e", where ?? undefined),
  );
  expect(typed).toEqual([false, false, false, false]);
  expect(press("e", document.body, { ctrlKey: true })).toBe(false);
  expect(press("e", document.body, { repeat: true })).toBe(false);
  localStorage.setItem("enableShortcuts", "false");
  expect(press("e")).toBe(false);
  expect(done()).toEqual([]);
});

test("E never declines what rings", async () => {
  await show(aLine({ calls: [ringing] }));
  expect(press("e")).toBe(false);
  expect(done()).toEqual([]);
});

test("without a call that fits a key is Home Assistant's, and a call that just came takes none", async () => {
  await show(aLine());
  expect(press("a")).toBe(false);
  server.push({ now: new Date().toISOString(), lines: { "device-725/725": { calls: [ringing] } } });
  expect(press("a")).toBe(true);
  expect(done()).toEqual([]);
});

test("who may only read does nothing by keys, nor does a card that is gone", async () => {
  const card = await show(aLine({ calls: [talk], can_control: false }));
  expect(press("e")).toBe(false);
  card.remove();
  await show(aLine({ calls: [talk] }));
  document.body.replaceChildren();
  expect(press("e")).toBe(false);
});

test.each([
  ["?call=%2B441632960150", "+441632960150"],
  ["?call=+441632960150&edit=1", "+441632960150"],
  ["?call=tel:112", "112"],
])("a link with %s asks what to do with that number, once, and dials nothing", async (search, number) => {
  history.replaceState(null, "", `/lovelace/0${search}#top`);
  const card = await show(aLine());
  expect(text(only(only(card, "telephony-choice"), "h3"))).toBe(number);
  expect(server.of("call_service")).toEqual([]);
  expect(window.location.search).toBe(search.includes("edit") ? "?edit=1" : "");
  expect(window.location.hash).toBe("#top");
});

test("a link with something else asks for nothing", async () => {
  history.replaceState(null, "", "/lovelace/0?call=<b>x</b>");
  const card = await show(aLine());
  expect(find(card, "telephony-choice h3")).toEqual([]);
});
