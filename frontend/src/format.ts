import type { LogEntry, Party } from "./model";
import { html, type TemplateResult } from "lit";
import { localize } from "./localize";

/** A number as people read it. */
export const readable = (party: Pick<Party, "number" | "formatted_number">): string =>
  party.formatted_number ?? party.number ?? "";

/** A number that keeps its plus in front where the page is written from right to left. */
export const digits = (number: string): TemplateResult => html`<bdi dir="ltr">${number}</bdi>`;

/**
 * What a far end is called where there is room for one word. A name that only the caller has sent
 * stands in quotation marks: it proves nothing, and never looks like a contact's.
 */
export const partyName = (party: Party, language: string): string => {
  if (party.name) {
    return party.name_source === "network"
      ? `\u201c${party.name.replace(/["\u201c-\u201f]/gu, "\u2019")}\u201d`
      : party.name;
  }
  if (party.number) return readable(party);
  return localize(
    language,
    party.presentation === "restricted" ? "party.anonymous" : "party.unknown",
  );
};

/** The same to look at: whatever somebody is called, nothing around it changes its order. */
export const shownParty = (party: Party, language: string): TemplateResult =>
  party.name || !party.number
    ? html`<bdi>${partyName(party, language)}</bdi>`
    : digits(readable(party));

/** Up to two initials of a name that is known; nothing for a bare number, or what a caller sends. */
export const initials = (party: Party): string => {
  if (party.name_source === "network") return "";
  const words = (party.name ?? "").split(/[\s,.-]+/u).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase()).join("");
};

/** A country by its two letters; nothing where there is none, or the browser knows no names. */
export const countryName = (region: string, language: string): string | undefined =>
  /^[A-Z]{2}$/u.test(region) && "DisplayNames" in Intl
    ? new Intl.DisplayNames([language], { type: "region" }).of(region)
    : undefined;

/** Seconds as m:ss, or h:mm:ss. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
};

/** The time of a finished call: the clock today, the day before. */
export const moment = (
  entry: Pick<LogEntry, "started_at">,
  language: string,
  now = new Date(),
): string => {
  const started = new Date(entry.started_at);
  const today = started.toDateString() === now.toDateString();
  const look: Intl.DateTimeFormatOptions = today
    ? { timeStyle: "short" }
    : { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(language, look).format(started);
};
