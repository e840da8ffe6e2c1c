import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TelephonyAsk } from "../src/ask";
import "../src/ask";
import "../src/line";
import { RETURN_MS, followSent, type TelephonySent } from "../src/sent";
import type { TelephonyLine } from "../src/line";
import { HOLD_MS } from "../src/targets";
import type { Lamp } from "../src/model";
import { FakeConnection, aCall, aLine, commandsOf, drawn, find, mount, only, text } from "./world";

const talk = aCall({
  state: "connected",
  number: "722",
  actions: ["hangup", "transfer", "consult"],
});
const mine = aLine({ calls: [talk], actions: ["make_call", "pick_up"] });

const lamp = (line: string, name: string, changes: Partial<Lamp> = {}): Lamp => ({
  device_id: `device-${line}`,
  line,
  in_group: false,
  name,
  available: true,
  state: "idle",
  ...changes,
});

const told = (...lamps: Lamp[]) => ({
  snapshot: true,
  now: new Date().toISOString(),
  lines: { "device-725/725": mine },
  lamps: Object.fromEntries(lamps.map((each) => [`${each.device_id}/${each.line}`, each])),
});

let server: FakeConnection;

beforeEach(() => {
  server = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const ask = async (action = "transfer", call = talk) => {
  const element = await mount<TelephonyAsk>("telephony-ask", { lines: [mine], server });
  await element.open({ action, line: mine, call });
  await drawn(element);
  server.push(
    told(
      lamp("722", "Workshop"),
      lamp("723", "Kitchen", { state: "connected" }),
      lamp("724", "Studio"),
      lamp("726", "Cellar", { available: false }),
    ),
    "telephony/subscribe",
  );
  server.push(
    {
      favorites: [
        { connection: "entry", number: "+49301", name: "Ada", device_id: null },
        { connection: "other", number: "5", name: "Elsewhere", device_id: null },
      ],
    },
    "telephony/subscribe_favorites",
  );
  await drawn(element);
  return { element, commands: commandsOf(element) };
};

const names = (element: Element): string[] => find(element, "li .name").map(text);
const who = (element: Element, name: string): HTMLButtonElement =>
  find<HTMLButtonElement>(element, ".who").find((each) => text(each).includes(name)) as HTMLButtonElement;

test("favorites come first, then who is free; the party itself isn't offered", async () => {
  const { element } = await ask();
  expect(names(element)).toEqual(["Ada", "Studio", "Kitchen", "Cellar"]);
  expect(text(who(element, "Kitchen"))).toContain("Connected");
  expect(who(element, "Cellar").disabled).toBe(true);
});

test("nothing moves from under a finger when somebody hangs up", async () => {
  const { element } = await ask();
  server.push(told(lamp("724", "Studio", { state: "connected" }), lamp("723", "Kitchen")), "telephony/subscribe");
  await drawn(element);
  expect(names(element)).toEqual(["Ada", "Studio", "Kitchen"]);
});

test("a touch asks first, and the arrow sends", async () => {
  const { element, commands } = await ask();
  who(element, "Studio").click();
  await drawn(element);
  expect(commands).toMatchObject([{ action: "consult", data: { number: "724", call_id: "c1" } }]);
  await element.open({ action: "transfer", line: mine, call: talk });
  await drawn(element);
  server.push(told(lamp("724", "Studio")), "telephony/subscribe");
  await drawn(element);
  find(element, '[data-action="send"]').at(-1)?.click();
  expect(commands[1]).toMatchObject({ action: "transfer", data: { number: "724" } });
});

test("a name that is held sends, and one that is let go in time asks first", async () => {
  const { element, commands } = await ask();
  vi.useFakeTimers();
  const press = (event: string) => who(element, "Studio").dispatchEvent(new Event(event));
  press("pointerdown");
  vi.advanceTimersByTime(HOLD_MS - 1);
  press("pointercancel");
  vi.advanceTimersByTime(HOLD_MS);
  expect(commands).toEqual([]);
  press("pointerdown");
  vi.advanceTimersByTime(HOLD_MS);
  press("pointerup");
  expect(commands).toMatchObject([{ action: "transfer", data: { number: "724" } }]);
});

test("a finger that is lifted from somebody busy has held enough, and asks for nothing more", async () => {
  const { element, commands } = await ask();
  vi.useFakeTimers();
  const kitchen = who(element, "Kitchen");
  kitchen.dispatchEvent(new Event("pointerdown"));
  vi.advanceTimersByTime(HOLD_MS);
  kitchen.dispatchEvent(new Event("pointerup"));
  kitchen.click();
  await drawn(element);
  only(element, '[data-action="anyway"]').click();
  expect(commands).toMatchObject([{ action: "transfer", data: { number: "723" } }]);
});

test("a call that rings is diverted at one touch", async () => {
  const { element, commands } = await ask("deflect", aCall({ actions: ["deflect"] }));
  expect(find(element, '[data-action="send"]')).toEqual([]);
  who(element, "Studio").click();
  expect(commands).toMatchObject([{ action: "deflect", data: { number: "724" } }]);
});

test("who is busy can be waited for, and the call is sent once they are free", async () => {
  const bar = await mount<TelephonySent>("telephony-sent", { server });
  const { element, commands } = await ask();
  who(element, "Kitchen").click();
  await drawn(element);
  expect(text(only(element, `[role="alert"]`))).toBe("Kitchen is busy.");
  expect(find(element, '[data-action="wait"]')).toHaveLength(1);
  only(element, '[data-action="wait"]').click();
  await drawn(bar);
  expect(commands).toEqual([]);
  server.push(told(lamp("723", "Kitchen", { state: "connected" })), "telephony/subscribe");
  await drawn(bar);
  expect(text(bar.shadowRoot?.querySelector(".what") as Element)).toBe("Waiting until Kitchen is free");
  server.push(told(lamp("723", "Kitchen")), "telephony/subscribe");
  expect(server.of("call_service")).toMatchObject([
    { service: "transfer", service_data: { number: "723", call_id: "c1" } },
  ]);
});

const sent = async () => {
  vi.useFakeTimers();
  const bar = await mount<TelephonySent>("telephony-sent", { server });
  followSent({
    ask: { action: "transfer", line: mine, call: talk },
    target: { name: "Kitchen", number: "723", device_id: "device-723", action: "transfer" },
  });
  await drawn(bar);
  server.push(told(lamp("723", "Kitchen", { state: "ringing" })), "telephony/subscribe");
  await drawn(bar);
  return bar;
};

test("a call that was sent can be taken back while it rings", async () => {
  const bar = await sent();
  expect(text(only(bar, "p"))).toContain("Ringing at Kitchen");
  only(bar, '[data-action="take_back"]').click();
  expect(server.of("call_service")).toMatchObject([
    { service: "pick_up", service_data: { number: "723" }, target: { device_id: "device-725" } },
  ]);
});

test("a call that nobody answers comes back by itself", async () => {
  await sent();
  await vi.advanceTimersByTimeAsync(RETURN_MS - 1);
  expect(server.of("call_service")).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(server.of("call_service")).toMatchObject([{ service: "pick_up" }]);
});

test("a call that is answered is said to be, and stays there", async () => {
  const bar = await sent();
  server.push(told(lamp("723", "Kitchen", { state: "connected" })), "telephony/subscribe");
  await drawn(bar);
  expect(text(only(bar, "p"))).toContain("Kitchen has answered");
  await vi.advanceTimersByTimeAsync(RETURN_MS);
  await drawn(bar);
  expect(find(bar, "p")).toEqual([]);
  expect(server.of("call_service")).toEqual([]);
});

test("a consultation is two faces and three buttons", async () => {
  const line = aLine({
    actions: ["complete_transfer"],
    calls: [
      aCall({ state: "held", actions: ["hangup", "switch_call"] }),
      aCall({ call_id: "c2", name: "Boris", state: "connected", actions: ["hangup", "hold"] }),
    ],
  });
  const element = await mount<TelephonyLine>("telephony-line", { line });
  const commands = commandsOf(element);
  const buttons = find(element, "button");
  expect(buttons.map(({ dataset }) => dataset.action)).toEqual([
    "complete_transfer",
    "switch_call",
    "hangup",
  ]);
  for (const button of buttons) button.click();
  expect(commands).toMatchObject([
    { action: "complete_transfer" },
    { action: "switch_call", data: { call_id: "c1" } },
    { action: "hangup", data: { call_id: "c2" } },
  ]);
});
