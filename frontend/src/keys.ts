/** One key for what is done with a call, as long as nobody types. */

import type { Call, CallState, CalledLine } from "./model";

/** What each key does; of several actions the first that a call offers. */
const KEYS: Record<string, readonly string[]> = {
  a: ["answer"],
  h: ["hold", "retrieve"],
  t: ["transfer"],
  e: ["hangup"],
};

/** Which of several calls is meant. */
const ORDER: readonly CallState[] = ["connected", "dialing", "ringing", "held"];

/** What a key means: the first of its actions that any call offers, and that call. */
export interface Wish<L> {
  action: string;
  line: L;
  call: Call;
}

/** The call that an action means, and the first of the actions that any call offers. */
export const callFor = <L extends CalledLine & { calls: readonly Call[] }>(
  lines: readonly L[],
  actions: readonly string[],
): Wish<L> | undefined => {
  const calls = lines
    .filter(({ can_control }) => can_control)
    .flatMap((line) => line.calls.map((call) => ({ line, call })))
    .sort(
      ({ call: one }, { call: other }) =>
        ORDER.indexOf(one.state) - ORDER.indexOf(other.state) ||
        (one.started_at < other.started_at ? -1 : 1),
    );
  for (const action of actions) {
    const found = calls.find(
      // Whoever wants Home Assistant's E as somebody rings must not decline that call, and whoever
      // answers means a call that was announced.
      ({ call: { actions: can, state, blocked } }) =>
        can.includes(action) && !(state === "ringing" && (action === "hangup" || blocked)),
    );
    if (found) return { action, ...found };
  }
  return undefined;
};

const TYPED_INTO = "input, textarea, select, [contenteditable=''], [contenteditable='true']";
const TEXT_ROLES = new Set(["textbox", "combobox", "searchbox", "spinbutton"]);

/** Whether a key belongs to something that takes text; what is inside of it is seen through. */
export const isTyping = (event: Event): boolean =>
  event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement &&
        (target.matches(TYPED_INTO) ||
          target.isContentEditable ||
          TEXT_ROLES.has(target.getAttribute("role") ?? "")),
    );

/** Each user may turn Home Assistant's own keys off, and means ours too. */
const wanted = (): boolean => localStorage.getItem("enableShortcuts") !== "false";

/**
 * Hear the keys of calls before Home Assistant does, which has others for A and E; `act` says
 * whether there was anything to do. Returns what ends it.
 */
export const onKeys = (act: (actions: readonly string[]) => boolean): (() => void) => {
  const hear = (event: KeyboardEvent): void => {
    const actions = KEYS[event.key.toLowerCase()];
    if (!actions || event.repeat || event.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (isTyping(event) || !wanted() || !act(actions)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", hear, true);
  return () => window.removeEventListener("keydown", hear, true);
};
