import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/card";
import type { TelephonyCard } from "../src/card";
import { UNDO_MS } from "../src/toast";
import { FakeConnection, aCall, aLine, aLogEntry, aMessage, drawn, find, only, text } from "./world";

let server: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  server = new FakeConnection();
  server.answers["telephony/call_log"] = {
    calls: [
      { ...aLogEntry({ call_id: "l2", outcome: "missed", name: null }), line: "725" },
      { ...aLogEntry({ call_id: "l3", outcome: "missed" }), line: "726" },
    ],
  };
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const line = aLine({ missed: 1 });

const open = async (...lines: ReturnType<typeof aLine>[]): Promise<TelephonyCard> => {
  const card = document.createElement("telephony-card") as TelephonyCard;
  card.setConfig({ type: "custom:telephony-card" });
  card.hass = { connection: server, language: "en" };
  document.body.append(card);
  await drawn(card);
  server.push(aMessage(...lines));
  await drawn(card);
  only(card, "button.missed").click();
  await drawn(card);
  await drawn(card);
  return card;
};

const markedRead = () =>
  server.of("call_service").filter(({ service }) => service === "mark_missed_read");

test("the list has the line's unread calls, each can be called back", async () => {
  const card = await open(line);
  expect(server.of("telephony/call_log")).toMatchObject([
    { device_id: "device-725", unread: true },
  ]);
  const list = only(card, "telephony-missed");
  expect(find(list, "li .name").map(text)).toEqual(["+4930123456"]);
  only(list, "li button").click();
  await drawn(card);
  expect(text(only(only(card, "telephony-choice"), "h3"))).toBe("+4930123456");
});

test("marking all as read can be undone, else it is done a little later", async () => {
  const card = await open(line);
  only(card, '[data-action="mark_missed_read"]').click();
  await drawn(card);
  expect(find(card, "button.missed")).toEqual([]);
  expect(markedRead()).toEqual([]);
  only(card, '[data-action="undo"]').click();
  await drawn(card);
  expect(find(card, "button.missed")).toHaveLength(1);
  vi.advanceTimersByTime(UNDO_MS);
  expect(markedRead()).toEqual([]);

  only(card, "button.missed").click();
  await drawn(card);
  only(card, '[data-action="mark_missed_read"]').click();
  vi.advanceTimersByTime(UNDO_MS);
  expect(markedRead()).toMatchObject([{ target: { device_id: "device-725" } }]);
});

test("it is done at once where the card goes", async () => {
  const card = await open(line);
  only(card, '[data-action="mark_missed_read"]').click();
  card.remove();
  expect(markedRead()).toHaveLength(1);
});

test("a call that is missed meanwhile is not marked along", async () => {
  const card = await open(line);
  only(card, '[data-action="mark_missed_read"]').click();
  await drawn(card);
  server.push({ now: new Date().toISOString(), lines: { "device-725/725": { missed: 2 } } });
  await drawn(card);
  vi.advanceTimersByTime(UNDO_MS);
  expect(markedRead()).toEqual([]);
  expect(text(only(card, "button.missed"))).toBe("2");
});

test("who may only read sees the list and marks nothing", async () => {
  const card = await open(aLine({ missed: 1, can_control: false }));
  const list = only(card, "telephony-missed");
  expect(find(list, "li")).toHaveLength(1);
  expect(find(list, '[data-action="mark_missed_read"], li button')).toEqual([]);
});

test("rows that somebody has set for the card stay, and its content scrolls inside", async () => {
  const card = await open(aLine({ missed: 1, calls: [aCall()] }));
  expect(find(card, "ha-card.rows")).toEqual([]);
  card.setConfig({ type: "custom:telephony-card", grid_options: { rows: 3 } });
  await drawn(card);
  expect(find(card, "ha-card.rows")).toHaveLength(1);
});
