/** Buttons of one's own and a camera beside a call: as a card has them, and where calls pop up too. */

import type { Addressed, Line } from "./model";

/** A button with any action that Home Assistant's own cards have. */
export interface OwnButton {
  name: string;
  icon?: string;
  tap_action: { action: string; [key: string]: unknown };
}

export interface Extras {
  camera?: string;
  buttons?: readonly OwnButton[];
}

type Known = Record<string, Extras>;

const KEY = "telephony-extras";

/** A line, whether it is addressed by its own device or a group's. */
const keyOf = ({ connection, line }: Pick<Line, "connection"> & Addressed): string =>
  `${connection}/${line}`;

const known = (): Known => {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? "{}") as Known | null) ?? {};
  } catch {
    return {};
  }
};

/** What the pop-up shows beside the calls of lines, as the last card had it in this browser. */
export const remember = (lines: readonly Line[], extras?: Extras): void => {
  const all = known();
  for (const line of lines) {
    if (extras) all[keyOf(line)] = extras;
    else delete all[keyOf(line)];
  }
  localStorage.setItem(KEY, JSON.stringify(all));
};

export const extrasOf = (line: Pick<Line, "connection"> & Addressed): Extras | undefined =>
  known()[keyOf(line)];

/** The page's app does it, with its questions and its words for what goes wrong. */
export const pressed = (
  from: HTMLElement,
  config: Pick<OwnButton, "tap_action"> & { entity?: string },
): void => {
  from.dispatchEvent(new Event("telephony-own", { bubbles: true, composed: true }));
  document
    .querySelector("home-assistant, hc-main")
    ?.dispatchEvent(new CustomEvent("hass-action", { detail: { config, action: "tap" } }));
};
