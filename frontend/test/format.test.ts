import { render } from "lit";
import { expect, test } from "vitest";
import { duration, initials, moment, partyName, shownParty } from "../src/format";
import { languageOf, type Connection } from "../src/hass";
import { learn } from "../src/localize";
import { aCall, aLogEntry } from "./world";

const nobody = { number: null, name: null };

test("a far end is named by its name, else its number, else why it has none", async () => {
  await learn("ru");
  expect(partyName(aCall(), "en")).toBe("Anna Kuznetsova");
  expect(partyName(aCall({ name: null }), "en")).toBe("+4930123456");
  expect(partyName(aCall({ ...nobody, presentation: "restricted" }), "en")).toBe("Anonymous");
  expect(partyName(aCall({ ...nobody, presentation: "unavailable" }), "ru")).toBe("Неизвестный");
});

test("a name that only the caller has sent never looks like a contact's", () => {
  const stranger = aCall({ name: "Anna Kuznetsova", name_source: "network" });
  expect(partyName(stranger, "en")).toBe("“Anna Kuznetsova”");
  expect(initials(stranger)).toBe("");
  const breaksOut = aCall({ name: "Anna” +4930111, “x", name_source: "network" });
  expect(partyName(breaksOut, "en")).toBe("“Anna’ +4930111, ’x”");
  expect(partyName(aCall({ name_source: "line" }), "en")).toBe("Anna Kuznetsova");
});

test.each([
  ["Anna Kuznetsova", "AK"],
  ["Юрий", "Ю"],
  ["Dr. Maximilian von Habsburg-Lothringen", "DL"],
  ["+49 30 1", ""],
  ["", ""],
])("the initials of %o are %o", (name, expected) => {
  expect(initials(aCall({ name }))).toBe(expected);
});

test.each([
  [-3, "0:00"],
  [59.9, "0:59"],
  [75, "1:15"],
  [3725, "1:02:05"],
])("%d seconds are shown as %o", (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});

test("a call of today is told by the clock, an older one by its day too", () => {
  const at = (day: number) => new Date(2026, 10, day, 9, 5).toISOString();
  const now = new Date(2026, 10, 22, 12);
  expect(moment(aLogEntry({ started_at: at(22) }), "de", now)).toBe("09:05");
  expect(moment(aLogEntry({ started_at: at(20) }), "de", now)).toContain("20. Nov");
});

test("the user's own clock goes before the language's", () => {
  const connection = {} as Connection;
  const locale = { language: "en", time_format: "24" };
  const started_at = new Date(2026, 10, 22, 21, 5).toISOString();
  const language = languageOf({ connection, language: "en", locale });
  expect(moment(aLogEntry({ started_at }), language, new Date(started_at))).toBe("21:05");
});

test("a number is shown as people read it, and from left to right whatever the page does", async () => {
  const formatted_number = "+44 1632 960150";
  const party = aCall({ name: null, number: "+441632960150", formatted_number });
  expect(partyName(party, "en")).toBe("+44 1632 960150");
  const box = document.createElement("div");
  render(shownParty(party, "en"), box);
  expect(box.querySelector("bdi")?.getAttribute("dir")).toBe("ltr");
  expect(box.textContent).toBe("+44 1632 960150");
});
