/** Notifications of the system while the page is hidden, where this browser was told to. */

import type { IncomingCall } from "./model";
import { partyName } from "./format";
import { localize } from "./localize";

const KEY = "telephony-notices";

/** Browsers know them on encrypted pages only; iPads, and web views of apps, don't at all. */
export const canNotify = (): boolean => "Notification" in window && isSecureContext;

export const isDenied = (): boolean => Notification.permission === "denied";

export const notifies = (): boolean =>
  canNotify() && Notification.permission === "granted" && localStorage.getItem(KEY) === "on";

/** Choose, by a touch: only then does the browser ask. Safari 14 answers by a call alone. */
export const setNotifies = async (wanted: boolean, language: string): Promise<void> => {
  localStorage.setItem(KEY, "off");
  if (!wanted) return;
  const answer = await new Promise<string>((resolve) => {
    void (Notification.requestPermission(resolve) as Promise<string> | undefined)?.then(resolve);
  });
  if (answer !== "granted") return;
  try {
    new Notification(localize(language, "card.name"), { body: localize(language, "notices.wish") });
    localStorage.setItem(KEY, "on");
  } catch {
    // Chrome for Android has the name and no such thing: Home Assistant's app notifies there.
  }
};

const shown = new Map<string, Notification>();

/** Show what rings while nobody sees the page; what is over or seen is gone. */
export const showNotices = (ringing: readonly IncomingCall[], language: string): void => {
  const wanted = document.hidden && notifies() ? ringing : [];
  for (const [id, notice] of shown) {
    if (wanted.some(({ call }) => call.call_id === id)) continue;
    notice.close();
    shown.delete(id);
  }
  for (const { call, line } of wanted) {
    if (shown.has(call.call_id)) continue;
    const notice = new Notification(partyName(call, language), {
      body: `${localize(language, "direction.incoming")} \u00b7 ${line.name}`,
      tag: call.call_id,
      requireInteraction: true,
      ...(call.picture && { icon: call.picture }),
    });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
    shown.set(call.call_id, notice);
  }
};
