import { afterEach, expect, test, vi } from "vitest";
import type { TelephonyAsk } from "../src/ask";
import "../src/ask";
import type { TelephonyChoice } from "../src/choice";
import "../src/choice";
import type { Line } from "../src/model";
import { aCall, aLine, commandsOf, drawn, find, mount, only, text } from "./world";

const talking = aCall({ state: "connected", actions: ["hangup", "transfer", "consult"] });
const busy = aLine({ calls: [talking], actions: ["make_call", "pick_up"] });
const workshop = aLine({ device_id: "device-722", line: "722", name: "Workshop" });

afterEach(() => document.body.replaceChildren());

const choice = async (lines: readonly Line[], ringing = false) => {
  const element = await mount<TelephonyChoice>("telephony-choice", { lines });
  await element.open({ name: "Anna", number: "731", ringing });
  await drawn(element);
  return { element, commands: commandsOf(element) };
};

const options = (element: Element) => find(element, "button").map((each) => each.dataset.action);

test("a number from a list is dialled from the chosen line, and only then", async () => {
  const { element, commands } = await choice([aLine(), workshop]);
  const select = only<HTMLSelectElement>(element, "select");
  select.value = "722";
  select.dispatchEvent(new Event("change"));
  expect(commands).toEqual([]);
  only(element, '[data-action="make_call"]').click();
  await drawn(element);
  expect(commands).toMatchObject([
    { action: "make_call", line: { line: "722" }, data: { number: "731" } },
  ]);
});

test("one calls from one's own line unless another one is chosen", async () => {
  const { element, commands } = await choice([aLine({ mine: false }), { ...workshop, mine: true }]);
  expect(find(element, "option")[0]?.textContent).toBe("Workshop");
  only(element, '[data-action="make_call"]').click();
  await drawn(element);
  expect(commands).toMatchObject([{ line: { line: "722" } }]);
});

test("who may saves whose number it is; a name that is known is not asked for", async () => {
  const saved: string[][] = [];
  const element = await mount<TelephonyChoice>("telephony-choice", { lines: [busy] });
  await element.open({ name: "“Ada”", number: "731", from: busy, unknown: true });
  await drawn(element);
  expect(options(element)).not.toContain("save_contact");
  element.save = async ({ device_id }, number, name) => {
    saved.push([device_id, number, name]);
    return true;
  };
  await drawn(element);
  only(element, '[data-action="save_contact"]').click();
  await drawn(element);
  const input = only<HTMLInputElement>(element, "input");
  expect(input.value).toBe("Ada");
  input.value = " Ada Lovelace ";
  only(element, "form").dispatchEvent(new Event("submit"));
  await vi.waitFor(() => expect(only<HTMLDialogElement>(element, "dialog").open).toBe(false));
  expect(saved).toEqual([["device-725", "731", "Ada Lovelace"]]);
  await element.open({ name: "Ada", number: "731", from: busy, unknown: false });
  await drawn(element);
  expect(options(element)).not.toContain("save_contact");
});

test("a caller whom nobody knows is blocked by what there is of a name, and one is told how to undo it", async () => {
  const saved: unknown[][] = [];
  let works = false;
  const element = await mount<TelephonyChoice>("telephony-choice", { lines: [busy] });
  element.save = async (_, ...what) => {
    saved.push(what);
    return works;
  };
  const block = async (name: string | null): Promise<void> => {
    await element.open({ name, number: "731", formatted_number: "7 31", from: busy, unknown: true });
    await drawn(element);
    only(element, '[data-action="block"]').click();
    await Promise.resolve();
    await drawn(element);
  };
  await block("“Pest”");
  expect(only<HTMLDialogElement>(element, "dialog").open).toBe(false);
  works = true;
  await block(null);
  expect(text(only(element, '[role="status"]'))).toContain("remove it from the phone book");
  expect(options(element)).toEqual(["cancel"]);
  expect(saved).toEqual([
    ["731", "Pest", true],
    ["731", "7 31", true],
  ]);
  await element.open({ name: "Ada", number: "731", from: busy, unknown: false });
  await drawn(element);
  expect(options(element)).not.toContain("block");
});

test("during a call a colleague is also a target for it", async () => {
  const { element, commands } = await choice([busy]);
  expect(options(element)).toEqual(["transfer", "consult", "make_call", "copy", "cancel"]);
  only(element, '[data-action="transfer"]').click();
  await drawn(element);
  expect(commands).toMatchObject([
    { action: "transfer", data: { number: "731", call_id: "c1" } },
  ]);
});

test.each(["make_call", "transfer"])(
  "a new number abroad is asked for once more before %s",
  async (action) => {
    const { element, commands } = await choice([busy]);
    element.newAbroad = async () => "PL";
    only(element, `[data-action="${action}"]`).click();
    await drawn(element);
    expect(commands).toEqual([]);
    expect(only(element, '[role="alert"]').textContent).toContain("Poland");
    expect(options(element)).toEqual([action, "cancel"]);
    only(element, `[data-action="${action}"]`).click();
    expect(commands).toMatchObject([{ action, data: { number: "731" } }]);
    expect(only<HTMLDialogElement>(element, "dialog").open).toBe(false);
  },
);

test("a dialog that was closed meanwhile sends nothing", async () => {
  const { element, commands } = await choice([busy]);
  let answer: (country: null) => void = () => {};
  element.newAbroad = () => new Promise((resolve) => (answer = resolve));
  only(element, '[data-action="make_call"]').click();
  only(element, '[data-action="cancel"]').click();
  await drawn(element);
  answer(null);
  await drawn(element);
  expect(commands).toEqual([]);
});

test("a transfer is no longer offered once the call is over", async () => {
  const { element } = await choice([busy]);
  element.lines = [aLine()];
  await drawn(element);
  expect(options(element)).toEqual(["make_call", "copy", "cancel"]);
});

test("what rings at a colleague's can be picked up", async () => {
  const { element, commands } = await choice([busy], true);
  only(element, '[data-action="pick_up"]').click();
  expect(commands).toMatchObject([{ action: "pick_up", data: { number: "731" } }]);
});

test("without a line that may call there is nothing to press but cancel", async () => {
  const { element } = await choice([aLine({ can_control: false })]);
  expect(options(element)).toEqual(["copy", "cancel"]);
});

const ask = async (action: string) => {
  const element = await mount<TelephonyAsk>("telephony-ask", { lines: [busy] });
  await element.open({ action, line: busy, call: talking });
  await drawn(element);
  return { element, commands: commandsOf(element) };
};

test("the number that was asked for goes with the call's id", async () => {
  const { element, commands } = await ask("transfer");
  const input = only<HTMLInputElement>(element, "input");
  input.value = "731";
  input.dispatchEvent(new Event("input"));
  await drawn(element);
  only<HTMLFormElement>(element, "form").dispatchEvent(new Event("submit"));
  expect(commands).toMatchObject([
    { action: "transfer", data: { number: "731", call_id: "c1" } },
  ]);
  expect(only<HTMLDialogElement>(element, "dialog").open).toBe(false);
});

test("each key of the keypad is sent at once", async () => {
  const { element, commands } = await ask("send_digits");
  element.lines = [aLine({ calls: [{ ...talking, actions: ["send_digits"] }] })];
  await drawn(element);
  only(element, '[data-digit="4"]').click();
  only(element, '[data-digit="#"]').click();
  expect(commands.map(({ data }) => data)).toEqual([
    { digits: "4", call_id: "c1" },
    { digits: "#", call_id: "c1" },
  ]);
});

test("the dialog closes by itself when its call ends", async () => {
  const { element } = await ask("transfer");
  element.lines = [aLine()];
  await drawn(element);
  expect(only<HTMLDialogElement>(element, "dialog").open).toBe(false);
});
