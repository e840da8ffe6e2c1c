/** The few parts of Home Assistant's objects that the card stands on. */

import type { Registries } from "./connections";

export interface Connection {
  subscribeMessage<T>(
    callback: (message: T) => void,
    request: { type: string; [key: string]: unknown },
  ): Promise<() => Promise<void> | void>;
  sendMessagePromise<T>(request: { type: string; [key: string]: unknown }): Promise<T>;
  addEventListener(type: "disconnected", listener: () => void): void;
  removeEventListener(type: "disconnected", listener: () => void): void;
}

export interface Hass extends Registries {
  connection: Connection;
  language: string;
  locale?: { language: string; time_format?: string };
}

const CLOCKS: Record<string, string> = { "12": "-u-hc-h12", "24": "-u-hc-h23" };

/** The user's language, with the user's clock where it is not the language's own. */
export const languageOf = ({ language, locale }: Hass): string =>
  (locale?.language ?? language) + (CLOCKS[locale?.time_format ?? ""] ?? "");

const RETRY_MS = 50;

/** The page's connection, for what lives outside of every dashboard; we may be loaded before it. */
export const pageConnection = async (): Promise<Connection> => {
  const page = window as unknown as { hassConnection?: Promise<{ conn: Connection }> };
  while (!page.hassConnection) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  return (await page.hassConnection).conn;
};

/** The language of the page, for what is given no `hass`. */
export const pageLanguage = (): string => document.documentElement.lang || "en";
