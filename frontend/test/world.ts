import { readFileSync } from "node:fs";
import { vi } from "vitest";
import type { Command } from "../src/command";
import type { Connection } from "../src/hass";
import type { Call, Line, LogEntry, Message } from "../src/model";

export const FOLDER = "src/translations";

/** A language's file, as Home Assistant serves it. */
export const served = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(`${FOLDER}/${language}.json`, "utf8")) as Record<string, string>;

vi.stubGlobal(
  "fetch",
  vi.fn(async (address: string) => {
    const language = /\/texts\/(\w+)\.json\?/u.exec(address)?.[1] ?? "";
    return new Response(JSON.stringify(served(language)));
  }),
);

type Request = { type: string; [key: string]: unknown };

/** What a card asks for besides. */
const FAVORITES = "telephony/subscribe_favorites";

/** A server that remembers what it was asked and says what a test wants. */
export class FakeConnection implements Connection {
  requests: Request[] = [];
  ended = 0;
  answers: Record<string, unknown> = {};
  failure?: Error;
  readonly lost = new Set<() => void>();
  private subscribed: { type: string; callback: (message: unknown) => void }[] = [];

  async subscribeMessage<T>(callback: (message: T) => void, request: Request) {
    this.requests.push(request);
    if (this.failure) throw this.failure;
    const { type } = request;
    this.subscribed.push({ type, callback: callback as (message: unknown) => void });
    return () => {
      if (request.type !== FAVORITES) this.ended++;
    };
  }

  async sendMessagePromise<T>(request: Request): Promise<T> {
    this.requests.push(request);
    if (this.failure) throw this.failure;
    return (this.answers[request.type] ?? {}) as T;
  }

  addEventListener(_: "disconnected", listener: () => void): void {
    this.lost.add(listener);
  }

  removeEventListener(_: "disconnected", listener: () => void): void {
    this.lost.delete(listener);
  }

  /** The page loses the server. */
  lose(): void {
    for (const listener of this.lost) listener();
  }

  /** Tell the newest subscription, or the newest of a type. */
  push(message: unknown, type?: string): void {
    this.subscribed
      .filter((each) => (type ? each.type === type : each.type !== FAVORITES))
      .at(-1)
      ?.callback(message);
  }

  of(type: string): Request[] {
    return this.requests.filter((request) => request.type === type);
  }
}

export const aCall = (changes: Partial<Call> = {}): Call => ({
  call_id: "c1",
  state: "ringing",
  direction: "incoming",
  number: "+4930123456",
  name: "Anna Kuznetsova",
  name_source: "phone_book",
  presentation: "allowed",
  called_number: "725",
  picture: null,
  blocked: false,
  started_at: "2026-11-22T10:00:00+00:00",
  answered_at: null,
  actions: ["answer", "hangup"],
  ...changes,
});

export const aLogEntry = (changes: Partial<LogEntry> = {}): LogEntry => ({
  call_id: "l1",
  direction: "incoming",
  number: "+4930123456",
  name: "Anna Kuznetsova",
  name_source: "phone_book",
  presentation: "allowed",
  outcome: "answered",
  started_at: "2026-11-22T09:00:00+00:00",
  talk_seconds: 75,
  ...changes,
});

export const aLine = (changes: Partial<Line> = {}): Line => ({
  device_id: "device-725",
  line: "725",
  in_group: false,
  name: "Line 725",
  connection: "entry",
  popup: true,
  can_control: true,
  available: true,
  state: "idle",
  actions: ["make_call"],
  calls: [],
  missed: 0,
  log: [],
  ...changes,
});

export const aMessage = (...lines: Line[]): Message => ({
  snapshot: true,
  now: new Date().toISOString(),
  lines: Object.fromEntries(lines.map((line) => [`${line.device_id}/${line.line}`, line])),
  lamps: {},
});

type Updating = HTMLElement & { updateComplete: Promise<boolean> };

/** Put an element with these properties on the page and wait until it is drawn. */
export const mount = async <T extends HTMLElement>(
  tag: string,
  properties: Partial<T> = {},
): Promise<T> => {
  const element = Object.assign(document.createElement(tag), properties) as unknown as T;
  document.body.append(element);
  await drawn(element);
  return element;
};

/** Wait until an element and everything inside it is drawn. */
export const drawn = async (element: Element): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    await (element as Updating).updateComplete;
    const inner = element.shadowRoot?.querySelectorAll("*") ?? [];
    await Promise.all([...inner].map((each) => (each as Updating).updateComplete));
  }
};

/** Find through shadow roots, as a person sees the page. */
export const find = <T extends Element = HTMLElement>(
  root: Element | ShadowRoot,
  selector: string,
): T[] => {
  const scope = root instanceof Element ? (root.shadowRoot ?? root) : root;
  const inner = [...scope.querySelectorAll("*")].filter((each) => each.shadowRoot);
  return [
    ...scope.querySelectorAll<T>(selector),
    ...inner.flatMap((each) => find<T>(each, selector)),
  ];
};

export const only = <T extends Element = HTMLElement>(root: Element, selector: string): T => {
  const found = find<T>(root, selector);
  if (found.length !== 1) throw new Error(`${found.length} elements are ${selector}`);
  return found[0] as T;
};

export const text = (element: Element): string =>
  (element.textContent ?? "").replace(/\s+/gu, " ").trim();

/** The commands that come out of an element. */
export const commandsOf = (element: HTMLElement): Command[] => {
  const commands: Command[] = [];
  element.addEventListener("telephony-command", (event) =>
    commands.push((event as CustomEvent<Command>).detail),
  );
  return commands;
};
