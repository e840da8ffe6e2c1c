import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/dial";
import type { TelephonyDial } from "../src/dial";
import { drawn, find, mount, only, text } from "./world";

const known = [
  { name: "Anna", number: "731" },
  { name: "Boris", number: "+4930123456" },
  { name: "Anna at home", number: "731" },
];

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const show = async (changes: Partial<TelephonyDial> = {}) => {
  const element = await mount<TelephonyDial>("telephony-dial", { known, ...changes });
  const numbers: string[] = [];
  element.addEventListener("telephony-number", (event) =>
    numbers.push((event as CustomEvent<string>).detail),
  );
  return { element, numbers, input: only<HTMLInputElement>(element, "input") };
};

const type = async (element: Element, input: HTMLInputElement, value: string): Promise<void> => {
  input.value = value;
  input.dispatchEvent(new Event("input"));
  await drawn(element);
};

const press = async (element: Element, input: HTMLInputElement, key: string): Promise<void> => {
  input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  await drawn(element);
};

const offered = (element: Element): string[] => find(element, "li").map(text);

test("the last numbers are offered once each, before anything is typed", async () => {
  const { element, input } = await show();
  input.dispatchEvent(new Event("focus"));
  await drawn(element);
  expect(offered(element)).toEqual(["Anna 731", "Boris +4930123456"]);
});

test("a name is found among the last numbers and in the phone book", async () => {
  const search = vi.fn(async () => [{ name: "Annemarie", number: "740" }]);
  const { element, input } = await show({ search });
  await type(element, input, "an");
  await vi.advanceTimersByTimeAsync(150);
  await drawn(element);
  expect(search).toHaveBeenCalledExactlyOnceWith("an");
  expect(offered(element)).toEqual(["Annemarie 740", "Anna 731"]);
});

test("an answer that comes late does not replace a newer one", async () => {
  let late: (found: readonly (typeof known)[number][]) => void = () => {};
  const search = (query: string): Promise<readonly (typeof known)[number][]> =>
    query === "x"
      ? new Promise((resolve) => (late = resolve))
      : Promise.resolve([{ name: "Xenia", number: "1" }]);
  const { element, input } = await show({ search });
  await type(element, input, "x");
  await vi.advanceTimersByTimeAsync(150);
  await type(element, input, "xe");
  await vi.advanceTimersByTimeAsync(150);
  late([{ name: "Max", number: "2" }]);
  await vi.advanceTimersByTimeAsync(0);
  await drawn(element);
  expect(offered(element)).toEqual(["Xenia 1"]);
});

test("with the keyboard alone one picks a name, and dials by a second enter", async () => {
  const { element, input, numbers } = await show();
  input.dispatchEvent(new Event("focus"));
  await press(element, input, "ArrowDown");
  await press(element, input, "ArrowDown");
  expect(only(element, '[aria-selected="true"]').id).toBe("suggestion-1");
  await press(element, input, "Enter");
  expect(input.value).toBe("+4930123456");
  expect(numbers).toEqual([]);
  expect(offered(element)).toEqual([]);
  only(element, "form").dispatchEvent(new Event("submit"));
  expect(numbers).toEqual(["+4930123456"]);
});

test("escape closes the list and leaves the text", async () => {
  const { element, input } = await show();
  await type(element, input, "an");
  await press(element, input, "Escape");
  expect(offered(element)).toEqual([]);
  expect(input.value).toBe("an");
});

test("the keypad types digits, which can be taken back", async () => {
  const { element, input } = await show();
  only(element, ".round").click();
  await drawn(element);
  only(element, '[data-digit="7"]').click();
  only(element, '[data-digit="0"]').click();
  await drawn(element);
  expect(input.value).toBe("70");
  only(element, ".round").click();
  await drawn(element);
  expect(input.value).toBe("7");
});

test("nothing is dialled where no line can call", async () => {
  const { element, input, numbers } = await show({ disabled: true });
  await type(element, input, "731");
  only(element, "form").dispatchEvent(new Event("submit"));
  expect(numbers).toEqual([]);
});
