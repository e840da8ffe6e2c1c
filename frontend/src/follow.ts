import type { ReactiveControllerHost } from "lit";
import type { Connection } from "./hass";
import { keyOf, type Addressed, type IncomingCall, type Line } from "./model";
import { living } from "./store";
import { Watched } from "./watched";

/** Milliseconds in which a call begins that was asked for. */
const FRESH_MS = 10_000;
const KEY = "telephony-calls";

/** What this tab has followed before it was loaded again. */
const remembered = (): Map<string, string> => {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as [string, string][]);
  } catch {
    return new Map();
  }
};

/** Follows the lines that ring here, and the user's own, until their calls are over. */
export class Followed {
  /** The calls that don't ring anymore, or never have here, by line. */
  lines: readonly Line[] = [];
  private connection?: Connection;
  private own: readonly string[] = [];
  /** Lines that have rung here and still have calls, with the device that addresses them. */
  private readonly rung = remembered();
  /** When those of them were named that have no call yet. */
  private readonly fresh = new Map<string, number>();
  private readonly watched: Watched;

  constructor(
    host: ReactiveControllerHost & { isConnected: boolean },
    private readonly changed: () => void,
  ) {
    this.watched = new Watched(host, (isLost) => {
      this.show();
      if (!isLost) this.prune();
    });
  }

  /** Milliseconds by which the server's clock is ahead of the browser's. */
  get skew(): number {
    return this.watched.skew;
  }

  /** Whether a line that is followed has a call, ringing or not. */
  get isBusy(): boolean {
    return [...this.watched.snapshot.lines].some(
      ([key, line]) => this.follows(key, line) && living(line).calls.length > 0,
    );
  }

  /** Follow these calls beyond their ring, and whatever happens on the user's own lines. */
  ring(connection: Connection, ringing: readonly IncomingCall[], own: readonly string[]): void {
    this.connection = connection;
    this.own = own;
    for (const { line } of ringing) this.rung.set(keyOf(line), line.device_id);
    this.listen();
  }

  /** Follow a line whose call is about to begin. */
  keep(connection: Connection, line: Addressed): void {
    this.connection = connection;
    this.fresh.set(keyOf(line), Date.now());
    this.rung.set(keyOf(line), line.device_id);
    this.listen();
  }

  private listen(): void {
    sessionStorage.setItem(KEY, JSON.stringify([...this.rung]));
    const device_ids = [...new Set([...this.own, ...this.rung.values()])].sort();
    if (!this.connection || (!device_ids.length && !this.watched.snapshot.lines.size)) return;
    this.watched.set(this.connection, device_ids);
  }

  /** Forget the lines whose calls are over. */
  private prune(): void {
    const before = this.rung.size;
    for (const key of this.rung.keys()) {
      if (this.watched.snapshot.lines.get(key)?.calls.length) this.fresh.delete(key);
      else if (Date.now() - (this.fresh.get(key) ?? 0) > FRESH_MS) this.rung.delete(key);
    }
    if (this.rung.size !== before) this.listen();
  }

  private show(): void {
    this.lines = [...this.watched.snapshot.lines].flatMap(([key, line]) => {
      if (!this.follows(key, line)) return [];
      const calls = living(line).calls.filter(({ state, blocked }) => state !== "ringing" && !blocked);
      return calls.length ? [{ ...living(line), missed: 0, calls }] : [];
    });
    this.changed();
  }

  private follows(key: string, { mine }: Line): boolean {
    return mine === true || this.rung.has(key);
  }
}
