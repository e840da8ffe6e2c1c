import type { ReactiveControllerHost } from "lit";
import { errorText } from "./command";
import type { Finished } from "./history";
import type { Connection } from "./hass";
import { byConnection, type Line, type LogEntry } from "./model";

/** Calls that are asked for at once. */
const PAGE = 50;
/** Milliseconds between two looks at today's figures. */
const FIGURES_MS = 5_000;

export interface Wish {
  query: string;
  directions: readonly string[];
  outcomes: readonly string[];
  /** Only these lines. */
  lines: readonly Line[];
}

/** What there was today; the longest wait in seconds. */
export interface Figures {
  in: number;
  out: number;
  missed: number;
  longest_wait: number;
}

interface Answer {
  calls: readonly (LogEntry & { line: string })[];
  next: string | null;
  today?: Figures;
}

const NONE: Figures = { in: 0, out: 0, missed: 0, longest_wait: 0 };

/** Pages through the whole log of some lines, which the server keeps. */
export class LogPages {
  /** What has been found so far; nothing where nothing was asked for. */
  found?: readonly Finished[];
  figures?: Figures;
  error = "";
  /** Whether there is more than the first page. */
  isPaged = false;
  private server?: Connection;
  private generation = 0;
  private readonly next = new Map<string, string | null>();
  private timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    // Whatever is wanted is asked for when it is drawn.
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  set(server: Connection | undefined): void {
    this.server = server;
  }

  get hasMore(): boolean {
    return [...this.next.values()].some((next) => next !== null);
  }

  /** Nothing is asked for anymore. */
  forget(): void {
    this.generation++;
    this.found = undefined;
    this.isPaged = false;
    this.next.clear();
  }

  /** Ask for calls, or for those that came before what was found. */
  async find({ lines, ...wish }: Wish, more = false): Promise<void> {
    const generation = ++this.generation;
    if (!more) this.next.clear();
    this.isPaged = more;
    const pages = [...byConnection(lines)]
      .filter(([connection]) => !more || this.next.get(connection))
      .map(async ([connection, own]) => {
        const before = more && this.next.get(connection);
        const { calls, next } = await this.ask(own, {
          ...wish,
          limit: PAGE,
          ...(before && { before }),
        });
        return { connection, own, calls, next };
      });
    try {
      const answers = await Promise.all(pages);
      if (generation !== this.generation) return;
      const found = answers.flatMap(({ connection, own, calls, next }) => {
        this.next.set(connection, next);
        return calls.map((entry) => ({
          entry,
          connection,
          number: entry.line,
          line: own.find(({ line }) => line === entry.line),
        }));
      });
      this.found = more ? [...(this.found ?? []), ...found] : found;
      this.error = "";
    } catch (error) {
      if (generation === this.generation) this.error = errorText(error);
    }
    this.host.requestUpdate();
  }

  /** Count what there was today, soon: many calls may end at once. */
  count(lines: readonly Line[]): void {
    if (!this.server || this.timer || !lines.length) return;
    const look = async (): Promise<void> => {
      const answers = await Promise.all(
        [...byConnection(lines).values()].map((own) => this.ask(own, { limit: 1, today: true })),
      );
      this.figures = answers.reduce(
        (sum, { today = NONE }) => ({
          in: sum.in + today.in,
          out: sum.out + today.out,
          missed: sum.missed + today.missed,
          longest_wait: Math.max(sum.longest_wait, today.longest_wait),
        }),
        NONE,
      );
      this.host.requestUpdate();
    };
    const wait = this.figures ? FIGURES_MS : 0;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      look().catch(() => undefined);
    }, wait);
  }

  private async ask(own: readonly Line[], wish: object): Promise<Answer> {
    const device_id = [...new Set(own.map((line) => line.device_id))];
    if (!this.server) return { calls: [], next: null };
    return this.server.sendMessagePromise<Answer>({
      type: "telephony/call_log",
      device_id,
      ...wish,
    });
  }
}
