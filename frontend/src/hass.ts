/** The few parts of Home Assistant's objects that the card stands on. */

export interface Connection {
  subscribeMessage<T>(
    callback: (message: T) => void,
    request: { type: string; [key: string]: unknown },
  ): Promise<() => Promise<void> | void>;
  sendMessagePromise<T>(request: { type: string; [key: string]: unknown }): Promise<T>;
}

export interface Hass {
  connection: Connection;
  language: string;
  locale?: { language: string };
}

/** A connection by itself, for what lives outside of every dashboard. */
export const pageConnection = async (): Promise<Connection> => {
  const page = window as unknown as { hassConnection: Promise<{ conn: Connection }> };
  return (await page.hassConnection).conn;
};

/** The language of the page, for what is given no `hass`. */
export const pageLanguage = (): string => document.documentElement.lang || "en";
