import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/card";
import type { TelephonyCard } from "../src/card";
import { Connections } from "../src/connections";
import type { Hass } from "../src/hass";
import { FakeConnection, aLine, aMessage, drawn, find, mount, only, text } from "./world";

let server: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T18:00:00") });
  server = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const states = (state: string, reason?: string): Hass["states"] => ({
  "binary_sensor.office_connected": {
    state,
    last_changed: new Date("2026-11-22T16:34:00").toISOString(),
    attributes: reason ? { reason } : {},
  },
  "light.kitchen": { state: "on", last_changed: "", attributes: {} },
});

const aHass = (changes: Partial<Hass> = {}): Hass => ({
  connection: server,
  language: "en",
  locale: { language: "en", time_format: "24" },
  entities: {
    "binary_sensor.office_connected": {
      platform: "telephony",
      translation_key: "connected",
      device_id: "office",
    },
    "binary_sensor.router": { platform: "other", translation_key: "connected", device_id: "r" },
  },
  devices: {
    office: { config_entry_id: "entry", name: "Office", name_by_user: null },
    "device-725": { config_entry_id: "entry", name: "Line 725" },
    "device-9": { config_entry_id: "elsewhere", name: "Line 9" },
  },
  states: states("off", "cannot_connect"),
  formatEntityAttributeValue: () => "Cannot be reached",
  user: { is_admin: true },
  ...changes,
});

const show = async (hass: Hass, config: object = {}, ...lines: ReturnType<typeof aLine>[]) => {
  const card = document.createElement("telephony-card") as TelephonyCard;
  card.setConfig({ type: "custom:telephony-card", ...config });
  card.hass = hass;
  document.body.append(card);
  await drawn(card);
  server.push(aMessage(...lines));
  await drawn(card);
  await drawn(card);
  return card;
};

test("a connection that is down says why, since when, and leads to its repair", async () => {
  server.answers["repairs/list_issues"] = {
    issues: [{ domain: "telephony", issue_id: "csta_unreachable_entry" }],
  };
  const card = await show(aHass(), {}, aLine({ available: false }));
  const banner = only(card, "telephony-banner");
  expect(text(only(banner, "p"))).toBe("Office: Cannot be reached. Since 16:34 Repair");
  expect(only<HTMLAnchorElement>(banner, "a").getAttribute("href")).toBe("/config/repairs");
});

test("without an issue it leads to the connection, and nobody but administrators", async () => {
  const card = await show(aHass(), {}, aLine({ available: false }));
  const [link] = find<HTMLAnchorElement>(card, "telephony-banner a");
  expect(link?.getAttribute("href")).toBe(
    "/config/integrations/integration/telephony#config_entry=entry",
  );
  card.remove();
  const reader = await show(aHass({ user: { is_admin: false } }), {}, aLine());
  expect(find(reader, "telephony-banner a")).toEqual([]);
  expect(find(reader, "telephony-banner")).toHaveLength(1);
});

test("one that isn't loaded is named instead of a riddle, and no other", async () => {
  const card = await show(aHass({ states: states("unavailable") }), { devices: ["device-725"] });
  expect(text(only(only(card, "telephony-banner"), "p"))).toContain(
    "Office: No connection. Since 16:34",
  );
  expect(text(only(card, ".body"))).not.toContain("No line to show");
  card.remove();
  const other = await show(aHass(), { devices: ["device-9"] });
  expect(find(other, "telephony-banner")).toEqual([]);
});

test("the banner goes as the connection comes back, and a card with only a log has none", async () => {
  const card = await show(aHass(), {}, aLine());
  card.hass = aHass({ states: states("on") });
  await drawn(card);
  expect(find(card, "telephony-banner")).toEqual([]);
  const log = await show(aHass(), { sections: ["log"] }, aLine());
  expect(find(log, "telephony-banner")).toEqual([]);
});

test("a change of another entity costs nothing", () => {
  const connections = new Connections();
  const hass = aHass();
  expect(connections.update(hass)).toBe(true);
  const { down } = connections;
  expect(connections.update({ ...hass, states: { ...hass.states, "light.kitchen": undefined } })).toBe(
    false,
  );
  expect(connections.down).toBe(down);
});

test("an account that isn't registered says so, and what it does goes before", async () => {
  const line = await mount("telephony-line", { line: aLine({ trouble: "not_registered" }) } as object);
  expect(text(only(line, ".word"))).toBe("Not registered");
  const busy = await mount("telephony-line", {
    line: aLine({ trouble: "out_of_service", state: "connected" }),
  } as object);
  expect(text(only(busy, ".word"))).toBe("Connected");
});

test("of several cards one says it, and the next does when that one goes", async () => {
  const one = await show(aHass(), {}, aLine());
  const other = await show(aHass(), { sections: ["lamps"] }, aLine());
  const told = (card: Element): number => find(card, "telephony-banner p").length;
  expect([one, other].map(told)).toEqual([1, 0]);
  one.remove();
  await drawn(other);
  expect(told(other)).toBe(1);
  document.body.append(one);
  await drawn(one);
  expect([one, other].map(told)).toEqual([0, 1]);
});
