import { expect, test } from "vitest";
import { LANGUAGES, localize } from "../src/localize";

const placeholders = (value: string): string[] => (value.match(/\{\w+\}/gu) ?? []).toSorted();

test.each(Object.entries(LANGUAGES))("%s has every text with its placeholders", (_, texts) => {
  const english = LANGUAGES.en ?? {};
  expect(Object.keys(texts).toSorted()).toEqual(Object.keys(english).toSorted());
  for (const [key, value] of Object.entries(texts)) {
    expect(value.trim(), key).toBe(value);
    expect(value, key).not.toBe("");
    expect(placeholders(value), key).toEqual(placeholders(english[key as keyof typeof english] ?? ""));
  }
});

test("a regional language is its language, an unknown one is English", () => {
  expect(localize("de-CH", "action.answer")).toBe("Annehmen");
  expect(localize("nl", "action.answer")).toBe("Answer");
});

test("a caller's name is put in as it is, whatever it looks like", () => {
  expect(localize("en", "action.call_party", { party: "{line} $& <b>" })).toBe(
    "Call {line} $& <b>",
  );
});
