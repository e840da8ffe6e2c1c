import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { OTHERS, learn, localize, speaks } from "../src/localize";
import en from "../src/translations/en.json";
import { FOLDER, served } from "./world";

const placeholders = (value: string): string[] => (value.match(/\{\w+\}/gu) ?? []).toSorted();

test.each(OTHERS)("%s has every text with its placeholders", async (language) => {
  const texts = served(language);
  expect(Object.keys(texts).toSorted()).toEqual(Object.keys(en).toSorted());
  for (const [key, value] of Object.entries(texts)) {
    expect(value.trim(), key).toBe(value);
    expect(value, key).not.toBe("");
    expect(placeholders(value), key).toEqual(placeholders(en[key as keyof typeof en]));
  }
});

test("these are all the languages that there are files of", () => {
  const files = readdirSync(FOLDER).map((name) => name.replace(".json", ""));
  expect(files.toSorted()).toEqual(["en", ...OTHERS].toSorted());
});

test("a language is fetched once, by an address that changes with the texts", async () => {
  const told = vi.fn();
  expect(speaks("de-CH", told)).toBe(false);
  expect(speaks("de", told)).toBe(false);
  expect(localize("de", "action.answer")).toBe("Answer");
  await learn("de");
  expect(told).toHaveBeenCalledTimes(2);
  const asked = vi.mocked(fetch).mock.calls.map(([address]) => String(address));
  expect(asked).toEqual([expect.stringMatching(/\/texts\/de\.json\?v=[0-9a-f]{8}$/u)]);
  expect(speaks("de-u-hc-h12", told)).toBe(true);
  expect(localize("de-CH", "action.answer")).toBe("Annehmen");
});

test("an unknown language is English, and nothing is fetched", () => {
  vi.mocked(fetch).mockClear();
  expect(speaks("nl", () => undefined)).toBe(true);
  expect(localize("nl", "action.answer")).toBe("Answer");
  expect(fetch).not.toHaveBeenCalled();
});

test("where the texts can't be had, or some are missing, it's English", async () => {
  vi.mocked(fetch).mockRejectedValueOnce(new TypeError("offline"));
  await learn("ru");
  expect(speaks("ru", () => undefined)).toBe(true);
  expect(localize("ru", "action.answer")).toBe("Answer");
  vi.mocked(fetch).mockResolvedValueOnce(new Response('{"action.answer": "Contestar"}'));
  await learn("es");
  expect(localize("es", "action.answer")).toBe("Contestar");
  expect(localize("es", "action.hangup")).toBe("Hang up");
});

test("a caller's name is put in as it is, whatever it looks like", () => {
  expect(localize("en", "action.call_party", { party: "{line} $& <b>" })).toBe(
    "Call {line} $& <b>",
  );
});
