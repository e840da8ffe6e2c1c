import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onPage } from "../src/on-page";
import { installPopup } from "../src/popup";
import { setPopupChoice } from "../src/popup-choice";
import { SETTLE_MS } from "../src/settling";
import type { Call } from "../src/model";
import { FakeConnection, aCall, aLine, aMessage, drawn, find, only, served, text } from "./world";

let server: FakeConnection;
let toggled: boolean[];

const incoming = (...ids: string[]) => ({
  calls: ids.map((call_id) => ({ line: aLine(), call: aCall({ call_id, name: call_id }) })),
});

const popup = (): HTMLElement => document.querySelector("telephony-popup") as HTMLElement;
const names = (): string[] => find(popup(), ".name").map(text);

const hear = async (message: object): Promise<void> => {
  server.push(message, "telephony/subscribe_incoming");
  await drawn(popup());
};

beforeEach(async () => {
  server = new FakeConnection();
  toggled = [];
  Object.assign(window, { hassConnection: Promise.resolve({ conn: server }) });
  HTMLElement.prototype.togglePopover = (force) => {
    toggled.push(Boolean(force));
    return Boolean(force);
  };
  installPopup();
  await vi.waitFor(() => expect(server.of("telephony/subscribe_incoming")).toHaveLength(1));
  await drawn(popup());
});

afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
  vi.useRealTimers();
});

test("there is one pop-up, however often the module is loaded", () => {
  installPopup();
  expect(document.querySelectorAll("telephony-popup")).toHaveLength(1);
});

test("an incoming call pops up and is gone when it rings no more", async () => {
  await hear(incoming("Anna"));
  expect(names()).toEqual(["Anna"]);
  await hear(incoming());
  expect(names()).toEqual([]);
  expect(toggled).toEqual([true, false]);
});

test("a ring is English until its language is here, and then all of it is told in that", async () => {
  let arrive = (_: Response): void => undefined;
  vi.mocked(fetch).mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  document.documentElement.lang = "fr";
  await hear(incoming("Anna"));
  const answer = only(popup(), '[data-action="answer"]');
  await vi.waitFor(() => expect(answer.getAttribute("aria-disabled")).not.toBe("true"));
  expect(text(answer)).toBe("Answer");
  arrive(new Response(JSON.stringify(served("fr"))));
  await vi.waitFor(() => expect(text(only(popup(), '[data-action="answer"]'))).toBe("Répondre"));
  expect(text(only(popup(), '[data-action="hide"]'))).toContain("Masquer");
  document.documentElement.lang = "";
});

test("of many calls only what changes is told, and the oldest stays the first", async () => {
  const call = (call_id: string, second: number, name = call_id) => ({
    line: aLine(),
    call: aCall({ call_id, name, started_at: `2026-01-01T00:00:0${second}Z` }),
  });
  await hear({ calls: [call("Boris", 2)] });
  await hear({ calls: [call("Anna", 1)], removed: [] });
  expect(names()).toEqual(["Anna", "Boris"]);
  await hear({ calls: [call("Boris", 2, "Doris"), call("Clara", 3)], removed: ["Anna"] });
  expect(names()).toEqual(["Doris", "Clara"]);
  await hear({ calls: [], removed: ["Boris", "Clara"] });
  expect(names()).toEqual([]);
});

test("several calls stand below each other", async () => {
  await hear(incoming("Anna", "Boris"));
  expect(names()).toEqual(["Anna", "Boris"]);
});

test("a call that is hidden here stays hidden, and a new one is shown", async () => {
  await hear(incoming("Anna"));
  only(popup(), '[data-action="hide"]').click();
  await drawn(popup());
  expect(names()).toEqual([]);
  await hear(incoming("Anna", "Boris"));
  expect(names()).toEqual(["Boris"]);
});

test("nothing pops up in a browser that chose so, whatever the connection wishes", async () => {
  setPopupChoice("off");
  await hear(incoming("Anna"));
  expect(names()).toEqual([]);
  setPopupChoice("on");
  await drawn(popup());
  expect(names()).toEqual(["Anna"]);
});

test("others' lines pop up only where that is asked for", async () => {
  const mine = { line: aLine({ mine: true }), call: aCall({ call_id: "1", name: "Anna" }) };
  const other = { line: aLine({ mine: false }), call: aCall({ call_id: "2", name: "Boris" }) };
  await hear({ calls: [mine, other] });
  expect(names()).toEqual(["Anna"]);
  setPopupChoice("all");
  await drawn(popup());
  expect(names()).toEqual(["Anna", "Boris"]);
});

test("what a card on the page shows already does not pop up until it is scrolled away", async () => {
  vi.useFakeTimers();
  let shown = true;
  const forget = onPage((id) => shown && id === "Anna");
  server.push(incoming("Anna", "Boris"), "telephony/subscribe_incoming");
  await vi.advanceTimersByTimeAsync(100);
  await drawn(popup());
  expect(names()).toEqual(["Boris"]);
  shown = false;
  await vi.advanceTimersByTimeAsync(500);
  await drawn(popup());
  expect(names()).toEqual(["Anna", "Boris"]);
  forget();
});

test("without a choice of the browser the connection's wish counts", async () => {
  await hear({ calls: [{ line: aLine({ popup: false }), call: aCall() }] });
  expect(names()).toEqual([]);
});

test("answering carries the call's id, once the buttons stand still", async () => {
  vi.useFakeTimers();
  await hear(incoming("Anna"));
  only(popup(), '[data-action="answer"]').click();
  expect(server.of("call_service")).toEqual([]);
  vi.advanceTimersByTime(SETTLE_MS);
  await drawn(popup());
  only(popup(), '[data-action="answer"]').click();
  expect(server.of("call_service")).toMatchObject([
    { service: "answer", service_data: { call_id: "Anna" }, target: { device_id: "device-725" } },
  ]);
});

test("a module that is loaded before the page's connection waits for it", async () => {
  document.body.replaceChildren();
  const late = new FakeConnection();
  Object.assign(window, { hassConnection: undefined });
  installPopup();
  await drawn(popup());
  Object.assign(window, { hassConnection: Promise.resolve({ conn: late }) });
  await vi.waitFor(() => expect(late.of("telephony/subscribe_incoming")).toHaveLength(1));
});

test("a pop-up that is taken away ends its subscription", () => {
  popup().remove();
  expect(server.ended).toBe(1);
});

test("what rang is hidden when the page loses the server", async () => {
  await hear(incoming("Anna"));
  server.lose();
  await drawn(popup());
  expect(names()).toEqual([]);
  expect(toggled).toEqual([true, false]);
});

test("of many calls two are shown, the others at a touch; hiding stands beside it always", async () => {
  await hear(incoming("Anna", "Boris", "Chen", "Dora", "Emil"));
  expect(names()).toEqual(["Anna", "Boris"]);
  expect(text(only(popup(), '[data-action="more"]'))).toBe("+3 more");
  expect(text(only(popup(), '[data-action="hide"]'))).toBe("Hide on this device");
  only(popup(), '[data-action="more"]').click();
  await drawn(popup());
  expect(names()).toHaveLength(5);
  await hear(incoming("Anna"));
  expect(find(popup(), '[data-action="more"]')).toEqual([]);
});

const onTheLine = (...calls: Call[]) => aMessage(aLine({ calls, actions: ["make_call"] }));
const talk = (changes = {}) =>
  aCall({
    call_id: "Anna",
    name: "Anna",
    state: "connected",
    answered_at: "2026-11-22T10:00:10+00:00",
    actions: ["hangup", "hold", "transfer"],
    ...changes,
  });
const follow = async (...calls: Call[]): Promise<void> => {
  server.push(onTheLine(...calls), "telephony/subscribe");
  await drawn(popup());
};
const settled = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(SETTLE_MS);
  await drawn(popup());
};

test("a call that is answered here stays, with all that can be done with it, until it is over", async () => {
  vi.useFakeTimers();
  await hear(incoming("Anna"));
  expect(server.of("telephony/subscribe")).toMatchObject([{ device_ids: ["device-725"] }]);
  await settled();
  only(popup(), '[data-action="answer"]').click();
  await follow(talk());
  await hear({ calls: [], removed: ["Anna"] });
  expect(names().slice(-1)).toEqual(["Anna"]);
  expect(only(popup(), '[role="dialog"]').getAttribute("aria-label")).toBe("Current calls");
  expect(find(popup(), '[data-action="hold"]')).toHaveLength(1);
  expect(find(popup(), "telephony-pill")).toEqual([]);
  only(popup(), '[data-action="minimize"]').click();
  await drawn(popup());
  expect(find(popup(), '[data-action="hold"]')).toEqual([]);
  only(popup(), "telephony-pill").click();
  await drawn(popup());
  expect(find(popup(), '[data-action="hold"]')).toHaveLength(1);
  await follow();
  expect(find(popup(), '[data-action="hold"]')).toEqual([]);
  expect(toggled.at(-1)).toBe(false);
});

test("a call that is answered at the phone itself is small in the corner", async () => {
  await hear(incoming("Anna"));
  await follow(talk());
  await hear({ calls: [], removed: ["Anna"] });
  expect(toggled.at(-1)).toBe(false);
  expect(text(only(popup(), "telephony-pill button"))).toContain("Anna");
  await follow(talk(), talk({ call_id: "b", name: "Boris", state: "held" }));
  expect(text(only(popup(), "telephony-pill button"))).toMatch(/Anna.*\+1/u);
  await follow();
  expect(find(popup(), "telephony-pill button")).toEqual([]);
});

test("whatever is done on one's own line is followed, though nothing rang there", async () => {
  await hear({ calls: [], own: ["device-725"] });
  const call = talk({ direction: "outgoing" });
  server.push(aMessage(aLine({ mine: true, calls: [call] })), "telephony/subscribe");
  await drawn(popup());
  expect(text(only(popup(), "telephony-pill button"))).toContain("Anna");
});

test("calls of a line that neither rang here nor is one's own are left out", async () => {
  await hear({ calls: [], own: ["device-725"] });
  await follow(talk());
  expect(find(popup(), "telephony-pill button")).toEqual([]);
});

test("keys hold, and end, a call that goes on", async () => {
  vi.useFakeTimers();
  await hear(incoming("Anna"));
  await follow(talk());
  await hear({ calls: [], removed: ["Anna"] });
  await settled();
  for (const key of ["h", "e"]) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }
  expect(server.of("call_service")).toMatchObject([{ service: "hold" }, { service: "hangup" }]);
});

test("a tab in the background says who calls, and then what it said before", async () => {
  document.title = "Overview";
  await hear(incoming("Anna"));
  expect(document.title).toBe("\u260e Anna \u00b7 Overview");
  document.title = "Map";
  await hear(incoming("Anna", "Boris"));
  expect(document.title).toBe("\u260e Anna \u00b7 Map");
  await hear(incoming());
  expect(document.title).toBe("Map");
});

test("a key answers what has rung longest, and nothing while somebody types", async () => {
  vi.useFakeTimers();
  await hear(incoming("Anna"));
  vi.advanceTimersByTime(SETTLE_MS);
  await drawn(popup());
  const field = document.body.appendChild(document.createElement("input"));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true, composed: true }));
  expect(server.of("call_service")).toEqual([]);
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  expect(server.of("call_service")).toMatchObject([
    { service: "answer", service_data: { call_id: "Anna" } },
  ]);
});
