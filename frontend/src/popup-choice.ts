/** Which calls pop up in this browser: its own choice, or none and the connection's wish counts. */

import type { CalledLine } from "./model";

const KEY = "telephony-popup";
const CHANGED = "telephony-popup-choice";

/** `on` are those on one's own lines, and all for somebody who has none. */
export type PopupChoice = "on" | "all" | "off";

export const popupChoice = (): PopupChoice | undefined => {
  const stored = localStorage.getItem(KEY);
  return stored === "on" || stored === "all" || stored === "off" ? stored : undefined;
};

export const setPopupChoice = (choice: PopupChoice): void => {
  localStorage.setItem(KEY, choice);
  window.dispatchEvent(new Event(CHANGED));
};

/** Whether a line's calls pop up here: others' lines only where that is asked for. */
export const popsUp = ({ popup, mine }: Pick<CalledLine, "popup" | "mine">): boolean => {
  const choice = popupChoice() ?? (popup ? "on" : "off");
  return choice === "all" || (choice === "on" && mine !== false);
};

/** What the button of the pop-up goes through; who has no lines of their own needs no `all`. */
export const nextChoice = (choice: PopupChoice, hasOwn: boolean): PopupChoice => {
  if (choice === "off") return "on";
  return choice === "on" && hasOwn ? "all" : "off";
};

/** Hear of a change, made in this tab or in another one; returns what ends it. */
export const onPopupChoice = (callback: () => void): (() => void) => {
  window.addEventListener(CHANGED, callback);
  window.addEventListener("storage", callback);
  return () => {
    window.removeEventListener(CHANGED, callback);
    window.removeEventListener("storage", callback);
  };
};
