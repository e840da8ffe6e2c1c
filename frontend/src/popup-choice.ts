/** Whether calls pop up in this browser: its own choice, or none and the connection's wish counts. */

const KEY = "telephony-popup";
const CHANGED = "telephony-popup-choice";

export const popupChoice = (): boolean | undefined => {
  const stored = localStorage.getItem(KEY);
  return stored === null ? undefined : stored === "on";
};

export const setPopupChoice = (on: boolean): void => {
  localStorage.setItem(KEY, on ? "on" : "off");
  window.dispatchEvent(new Event(CHANGED));
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
