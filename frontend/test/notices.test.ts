import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/bell";
import type { TelephonyBell } from "../src/bell";
import { showNotices } from "../src/notices";
import { aCall, aLine, drawn, find, mount, only } from "./world";

/** The browser's own, as far as we use it. */
class FakeNotification {
  static permission = "default";
  static answer = "granted";
  static open: FakeNotification[] = [];
  static asked = 0;
  onclick?: () => void;

  constructor(
    readonly title: string,
    readonly options: { body: string; tag?: string },
  ) {
    FakeNotification.open.push(this);
  }

  /** As old Safari does: the answer comes by a call alone. */
  static requestPermission(callback: (answer: string) => void): void {
    this.asked++;
    this.permission = this.answer;
    callback(this.answer);
  }

  close(): void {
    FakeNotification.open = FakeNotification.open.filter((each) => each !== this);
  }
}

let isHidden = true;
const ringing = (...ids: string[]) =>
  ids.map((call_id) => ({ line: aLine(), call: aCall({ call_id, name: call_id }) }));
const open = (): string[] => FakeNotification.open.map(({ title }) => title);

const press = async (): Promise<HTMLElement> => {
  const bell = await mount<TelephonyBell>("telephony-bell", { lines: [aLine()] });
  only(bell, '[data-action="notices"]').click();
  await Promise.resolve();
  await drawn(bell);
  await drawn(bell);
  return only(bell, '[data-action="notices"]');
};

beforeEach(() => {
  Object.assign(FakeNotification, { permission: "default", answer: "granted", open: [], asked: 0 });
  vi.stubGlobal("Notification", FakeNotification);
  vi.stubGlobal("isSecureContext", true);
  isHidden = true;
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
});

afterEach(() => {
  showNotices([], "en");
  document.body.replaceChildren();
  localStorage.clear();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, "hidden");
});

test("nobody is asked before the button is touched, and then is shown what it is like", async () => {
  showNotices(ringing("Anna"), "en");
  const bell = await mount<TelephonyBell>("telephony-bell", { lines: [aLine()] });
  expect(FakeNotification.asked).toBe(0);
  bell.remove();
  const button = await press();
  expect(button.getAttribute("aria-checked")).toBe("true");
  expect(FakeNotification.open[0]?.options.body).toContain("while this page is hidden");
});

test("a call that rings while the page is hidden is told once, until it is over or seen", async () => {
  await press();
  FakeNotification.open = [];
  showNotices(ringing("Anna"), "en");
  showNotices(ringing("Anna", "Boris"), "en");
  expect(open()).toEqual(["Anna", "Boris"]);
  expect(FakeNotification.open[0]?.options).toMatchObject({ body: "Incoming call · Line 725", tag: "Anna" });
  showNotices(ringing("Boris"), "en");
  expect(open()).toEqual(["Boris"]);
  isHidden = false;
  showNotices(ringing("Boris"), "en");
  expect(open()).toEqual([]);
});

test("touching it opens the page", async () => {
  await press();
  FakeNotification.open = [];
  const focus = vi.spyOn(window, "focus").mockImplementation(() => undefined);
  showNotices(ringing("Anna"), "en");
  FakeNotification.open[0]?.onclick?.();
  expect(focus).toHaveBeenCalled();
  expect(open()).toEqual([]);
});

test("a browser that was told no says where it can be allowed, and nothing is shown", async () => {
  FakeNotification.answer = "denied";
  const button = await press();
  expect(button.getAttribute("aria-checked")).toBe("false");
  expect(button.title).toContain("blocks notifications");
  showNotices(ringing("Anna"), "en");
  expect(open()).toEqual([]);
});

test("where the system has none, the choice stays off", async () => {
  class Illegal extends FakeNotification {
    constructor(...args: ConstructorParameters<typeof FakeNotification>) {
      super(...args);
      throw new TypeError("Illegal constructor");
    }
  }
  vi.stubGlobal("Notification", Illegal);
  expect((await press()).getAttribute("aria-checked")).toBe("false");
});

test("a page that isn't encrypted, and calls that don't pop up, have no such button", async () => {
  vi.stubGlobal("isSecureContext", false);
  const bell = await mount<TelephonyBell>("telephony-bell", { lines: [aLine()] });
  expect(find(bell, '[data-action="notices"]')).toHaveLength(0);
  vi.stubGlobal("isSecureContext", true);
  bell.lines = [aLine({ popup: false })];
  await drawn(bell);
  expect(find(bell, '[data-action="notices"]')).toHaveLength(0);
});
