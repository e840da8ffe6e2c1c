/** A link to a dashboard that brings a number along: `/lovelace?call=+441632960150`. */

const NUMBER = /^\+?[\d*#\s().\-/]{1,40}$/u;

/** Take the number out of the page's address, so that going back or reloading asks for nothing. */
export const takeNumber = (): string | undefined => {
  const { pathname, search, hash } = window.location;
  const wanted = new URLSearchParams(search);
  const text = wanted.get("call");
  if (text === null) return undefined;
  wanted.delete("call");
  const rest = wanted.toString();
  history.replaceState(history.state, "", `${pathname}${rest && `?${rest}`}${hash}`);
  // A plus that nobody has encoded comes as a space.
  const number = text.replace(/^tel:/iu, "").replace(/^ (?=\d)/u, "+").trim();
  return NUMBER.test(number) ? number : undefined;
};

/** Only desktops' browsers let pages open links, and only over an encrypted connection. */
export const canTakeLinks = (): boolean =>
  isSecureContext && "registerProtocolHandler" in navigator;

/** Let this page open `tel:` links, as far as the user lets it. */
export const takeLinks = (): void =>
  navigator.registerProtocolHandler("tel", `${location.origin}${location.pathname}?call=%s`);
