import { afterEach, beforeEach, expect, test } from "vitest";
import "../src/card";
import type { TelephonyCard } from "../src/card";
import { checked } from "../src/config";
import { extrasOf } from "../src/own-buttons";
import { FakeConnection, aCall, aLine, aMessage, drawn, find, mount, only, text } from "./world";

const GATE = { name: "Open the gate", icon: "mdi:gate", tap_action: { action: "toggle" } };
const WITH = { camera: "camera.door", buttons: [GATE] };

let server: FakeConnection;
let pressed: object[];

const show = async (config: object, ...lines: Parameters<typeof aMessage>): Promise<TelephonyCard> => {
  const card = await mount<TelephonyCard>("telephony-card");
  card.setConfig({ type: "custom:telephony-card", sections: ["calls"], ...config });
  card.hass = { connection: server, language: "en" } as never;
  await drawn(card);
  server.push(aMessage(...lines), "telephony/subscribe");
  await drawn(card);
  await drawn(card);
  return card;
};

beforeEach(() => {
  server = new FakeConnection();
  server.answers["auth/sign_path"] = { path: "/signed" };
  pressed = [];
  const app = document.createElement("home-assistant");
  app.addEventListener("hass-action", (event) => pressed.push((event as CustomEvent<object>).detail));
  document.body.append(app);
});

afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
});

const ringing = () => aLine({ calls: [aCall()], state: "ringing" });

test("buttons of one's own and the camera stand beside a call, and nowhere without one", async () => {
  const card = await show(WITH, aLine(), ringing());
  expect(find(card, "telephony-extras")).toHaveLength(1);
  expect(only<HTMLImageElement>(card, "telephony-extras img").getAttribute("src")).toBe("/signed");
  expect(server.of("auth/sign_path")[0]?.path).toBe("/api/camera_proxy_stream/camera.door");
  expect(text(only(card, "telephony-extras .push"))).toBe("Open the gate");
});

test("Home Assistant does what a button says, and opens the camera that is touched", async () => {
  const card = await show(WITH, ringing());
  only(card, "telephony-extras .push").click();
  only(card, "telephony-extras .view").click();
  expect(pressed).toEqual([
    { config: GATE, action: "tap" },
    { config: { entity: "camera.door", tap_action: { action: "more-info" } }, action: "tap" },
  ]);
});

test("a button that has just moved opens no gate", async () => {
  const card = await show(WITH, ringing());
  const other = aCall({ call_id: "c2" });
  const lines = { "device-725/725": { calls: [aCall(), other] } };
  server.push({ now: new Date().toISOString(), lines }, "telephony/subscribe");
  await drawn(card);
  only(card, "telephony-extras .push").click();
  expect(pressed).toEqual([]);
});

test("a camera that can't be shown leaves the buttons alone", async () => {
  server.answers["auth/sign_path"] = undefined;
  const card = await show(WITH, ringing());
  expect(find(card, "telephony-extras img")).toEqual([]);
  expect(find(card, "telephony-extras .push")).toHaveLength(1);
});

test("the pop-up knows what the last card has had, until that has it no longer", async () => {
  const card = await show(WITH, aLine());
  const inGroup = aLine({ device_id: "group", in_group: true });
  expect(extrasOf(inGroup)).toEqual(WITH);
  card.setConfig({ type: "custom:telephony-card", sections: ["calls"] });
  await drawn(card);
  expect(extrasOf(inGroup)).toBeUndefined();
});

test("what is no button or camera is refused in words", () => {
  const card = { type: "custom:telephony-card" };
  expect(() => checked({ ...card, camera: "light.door" })).toThrow("camera");
  for (const buttons of [{}, [null], [{ name: "Gate" }], [{ tap_action: { action: "toggle" } }]]) {
    expect(() => checked({ ...card, buttons } as never)).toThrow("buttons must be a list");
  }
  expect(checked({ ...card, ...WITH })).toMatchObject(WITH);
});
