import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/card";
import type { TelephonyCard } from "../src/card";
import { learn } from "../src/localize";
import type { TelephonyLine } from "../src/line";
import { FakeConnection, aCall, aLine, aLogEntry, aMessage, drawn, find, mount, only, text } from "./world";

const workshop = aLine({ device_id: "device-722", line: "722", name: "Workshop" });
let server: FakeConnection;

beforeEach(() => {
  server = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
});

const show = async (config: object = {}, ...lines: ReturnType<typeof aLine>[]) => {
  const card = document.createElement("telephony-card") as TelephonyCard;
  card.setConfig({ type: "custom:telephony-card", ...config });
  card.hass = { connection: server, language: "en" };
  document.body.append(card);
  await drawn(card);
  if (lines.length) {
    server.push(aMessage(...lines));
    await drawn(card);
  }
  return card;
};

test("one card makes one subscription, however often Home Assistant's state changes", async () => {
  const card = await show({ devices: ["device-725"] }, aLine());
  card.hass = { connection: server, language: "en" };
  await drawn(card);
  expect(server.of("telephony/subscribe")).toEqual([
    { type: "telephony/subscribe", device_ids: ["device-725"], log_limit: 10 },
  ]);
});

test("a card in another language shows nothing until its words are here", async () => {
  let arrive = (): void => undefined;
  const line = new Promise<void>((resolve) => (arrive = resolve));
  const answer = vi.mocked(fetch).getMockImplementation() as typeof fetch;
  vi.mocked(fetch).mockImplementationOnce((address) => line.then(() => answer(address)));
  const card = document.createElement("telephony-card") as TelephonyCard;
  card.setConfig({ type: "custom:telephony-card", sections: ["dial"] });
  card.hass = { connection: server, language: "fr" };
  document.body.append(card);
  await drawn(card);
  expect(find(card, "ha-card")).toEqual([]);
  arrive();
  await learn("fr");
  await drawn(card);
  expect(find(card, "input")[0]?.getAttribute("aria-label")).toBe("Nom ou numéro");
});

test("a card that is taken away ends its subscription, put back it makes a new one", async () => {
  const card = await show({}, aLine());
  card.remove();
  expect(server.ended).toBe(1);
  document.body.append(card);
  await drawn(card);
  expect(server.of("telephony/subscribe")).toHaveLength(2);
});

test("a change of one line draws that line and no other", async () => {
  const card = await show({}, aLine(), workshop);
  const [first, second] = find<TelephonyLine>(card, "telephony-line");
  const drawnFirst = vi.spyOn(first as TelephonyLine, "render");
  const drawnSecond = vi.spyOn(second as TelephonyLine, "render");
  const now = new Date(Date.now()).toISOString();
  server.push({ now, lines: { "device-722/722": { state: "ringing", calls: [aCall()] } } });
  await drawn(card);
  expect(drawnSecond).toHaveBeenCalledOnce();
  expect(drawnFirst.mock.calls.length).toBeLessThanOrEqual(1);
  expect(find(second as Element, "telephony-call")).toHaveLength(1);
});

test("a button becomes an action on the line's device with the call's id", async () => {
  const card = await show({}, aLine({ state: "ringing", calls: [aCall()] }));
  only(card, '[data-action="answer"]').click();
  expect(server.of("call_service")).toEqual([
    {
      type: "call_service",
      domain: "telephony",
      service: "answer",
      service_data: { call_id: "c1" },
      target: { device_id: "device-725" },
    },
  ]);
});

test("a line of a group is named along with the group's device", async () => {
  const card = await show({}, aLine({ in_group: true, calls: [aCall()] }));
  only(card, '[data-action="answer"]').click();
  expect(server.of("call_service")).toMatchObject([
    { service_data: { call_id: "c1", line: "725" }, target: { device_id: "device-725" } },
  ]);
});

test("what the server refuses is shown in its words until it is closed", async () => {
  const card = await show({}, aLine({ calls: [aCall()] }));
  server.failure = new Error("This call is over");
  only(card, '[data-action="answer"]').click();
  await drawn(card);
  const alert = only(card, '[role="alert"]');
  expect(text(alert)).toBe("This call is over");
  find(alert, "button")[0]?.click();
  await drawn(card);
  expect(text(alert)).toBe("");
});

test("an incoming call is announced to those who cannot see it", async () => {
  const card = await show({}, aLine());
  expect(text(only(card, "[aria-live=assertive]"))).toBe("");
  server.push(aMessage(aLine({ state: "ringing", calls: [aCall()] })));
  await drawn(card);
  expect(text(only(card, "[aria-live=assertive]"))).toBe(
    "Incoming call from Anna Kuznetsova on Line 725",
  );
});

test("the sections stand as configured", async () => {
  const card = await show({ sections: ["log", "calls"] }, aLine({ log: [aLogEntry()] }));
  const tags = [...only(card, ".body").children].map(({ localName }) => localName);
  expect(tags.slice(0, 2)).toEqual(["telephony-log", "telephony-lines"]);
  expect(find(card, "telephony-dial-section")).toEqual([]);
});

test("without a line that the user may see the card says so", async () => {
  const card = await show();
  server.push(aMessage());
  await drawn(card);
  expect(text(only(card, ".body p"))).toContain("No line to show");
});

test("a refused subscription says why", async () => {
  server.failure = new Error("Unknown command");
  const card = await show();
  expect(text(only(card, '[role="alert"]'))).toContain("Unknown command");
});

test("who has lines of their own chooses between these, all and none", async () => {
  const card = await show({}, aLine({ popup: true, mine: true }));
  const bell = only(card, '[title="Calls on your lines pop up in this browser"]');
  for (const [choice, title] of [
    ["all", "All calls pop up in this browser"],
    ["off", "Calls don’t pop up in this browser"],
    ["on", "Calls on your lines pop up in this browser"],
  ]) {
    bell.click();
    await drawn(card);
    expect(localStorage.getItem("telephony-popup")).toBe(choice);
    expect(bell.title).toBe(title);
  }
});

test("the bell shows the connection's wish until this browser chooses", async () => {
  const card = await show({}, aLine({ popup: true }));
  const bell = only(card, '[role="switch"]');
  expect(bell.getAttribute("aria-checked")).toBe("true");
  bell.click();
  await drawn(card);
  expect(bell.getAttribute("aria-checked")).toBe("false");
  expect(localStorage.getItem("telephony-popup")).toBe("off");
});

test("the number of a colleague is dialled only after a question", async () => {
  const card = await show({}, aLine());
  const lamp = { ...workshop, line: "722" };
  server.push({ ...aMessage(aLine()), lamps: { "device-722/722": lamp } });
  await drawn(card);
  only(only(card, "telephony-lamps"), "button").click();
  await drawn(card);
  expect(server.of("call_service")).toEqual([]);
  only(only(card, "telephony-choice"), '[data-action="make_call"]').click();
  await drawn(card);
  expect(server.of("telephony/check_number")).toMatchObject([{ number: "722" }]);
  expect(server.of("call_service")).toMatchObject([
    { service: "make_call", service_data: { number: "722" } },
  ]);
});

test("the card fills a row of the sections view as high as it needs to be", async () => {
  const card = await mount<TelephonyCard>("telephony-card");
  expect(card.getGridOptions()).toMatchObject({ columns: 12, rows: "auto" });
});

test("nothing lives on a line that is unavailable, and what rings is there again with it", async () => {
  const card = await show({}, aLine({ state: "ringing", calls: [aCall()] }));
  expect(find(card, "telephony-call")).toHaveLength(1);
  const now = new Date().toISOString();
  server.push({ now, lines: { "device-725/725": { available: false } } });
  await drawn(card);
  expect(find(card, "telephony-call, telephony-duration")).toEqual([]);
  expect(text(only(card, ".line"))).toContain("Unavailable");
  expect(text(only(card, "[aria-live=assertive]"))).toBe("");
  server.push({ now, lines: { "device-725/725": { available: true } } });
  await drawn(card);
  expect(find(card, "telephony-call")).toHaveLength(1);
});

test("when the page loses the server, no line and no lamp goes on living", async () => {
  const card = await show({}, aLine({ state: "connected", calls: [aCall({ state: "connected" })] }));
  server.push({
    now: new Date().toISOString(),
    lamps: { "device-722/722": { ...workshop, state: "ringing" } },
  });
  await drawn(card);
  server.lose();
  await drawn(card);
  expect(find(card, "telephony-call, telephony-duration")).toEqual([]);
  expect(find(card, ".word").map(text)).toEqual(["Unavailable", "Unavailable"]);
});

test("a card for the moment has only lines with calls, what rings longest first", async () => {
  const at = (second: number): string => `2026-11-22T10:00:0${second}+00:00`;
  const talk = aCall({ call_id: "talk", state: "connected", started_at: at(0) });
  const card = await show(
    { busy_only: true },
    aLine({ device_id: "a", name: "Talks", calls: [talk] }),
    aLine({ device_id: "b", name: "Idle" }),
    aLine({ device_id: "c", name: "Rings later", calls: [aCall({ call_id: "2", started_at: at(5) })] }),
    aLine({ device_id: "d", name: "Rings", calls: [aCall({ call_id: "1", started_at: at(3) })] }),
    aLine({ device_id: "e", name: "Gone", available: false, calls: [aCall({ call_id: "3" })] }),
  );
  expect(find(card, "telephony-line .line .name").map(text)).toEqual([
    "Rings",
    "Rings later",
    "Talks",
  ]);
  server.push(aMessage(aLine()));
  await drawn(card);
  expect(text(only(card, ".lines"))).toBe("No calls now");
});
