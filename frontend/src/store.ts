import type { IncomingCall, IncomingMessage, Lamp, Line, LineChange, Message } from "./model";

/** What a card knows; an object that did not change stays the same object. */
export interface Snapshot {
  lines: ReadonlyMap<string, Line>;
  lamps: ReadonlyMap<string, Lamp>;
  /** Milliseconds by which the server's clock is ahead of the browser's. */
  skew: number;
}

export const EMPTY: Snapshot = { lines: new Map(), lamps: new Map(), skew: 0 };

/** Milliseconds within which two looks at the server's clock differ by how long messages took. */
const SAME_CLOCK_MS = 500;

const changedLine = (
  before: Line | undefined,
  { calls_changed, log_added, log_length, ...change }: LineChange,
): Line => {
  const line = { ...before, ...change } as Line;
  if (calls_changed) {
    line.calls = line.calls.map((call) => {
      const news = calls_changed[call.call_id];
      return news ? { ...call, ...news } : call;
    });
  }
  if (log_added) line.log = [...log_added, ...(before?.log ?? [])].slice(0, log_length);
  return line;
};

const changedLamp = (before: Lamp | undefined, change: Partial<Lamp>): Lamp =>
  ({ ...before, ...change }) as Lamp;

const merged = <T, C>(
  before: ReadonlyMap<string, T>,
  changes: Record<string, C> | undefined,
  removed: readonly string[],
  changed: (before: T | undefined, change: C) => T,
): ReadonlyMap<string, T> => {
  if (!changes && !removed.some((key) => before.has(key))) return before;
  const after = new Map(before);
  for (const key of removed) after.delete(key);
  for (const [key, change] of Object.entries(changes ?? {})) {
    after.set(key, changed(after.get(key), change));
  }
  return after;
};

/** Take a message over. */
export const apply = (before: Snapshot, message: Message, now = Date.now()): Snapshot => {
  const base = message.snapshot ? EMPTY : before;
  const removed = message.removed ?? [];
  const skew = Date.parse(message.now) - now;
  return {
    lines: merged(base.lines, message.lines, removed, changedLine),
    lamps: merged(base.lamps, message.lamps, removed, changedLamp),
    // Each call counts its seconds by it, and is drawn again when it is another.
    skew: Math.abs(skew - base.skew) < SAME_CLOCK_MS ? base.skew : skew,
  };
};

/** The calls that ring after a message, oldest first. */
export const ringing = (
  before: readonly IncomingCall[],
  { calls, removed }: IncomingMessage,
): readonly IncomingCall[] => {
  if (!removed) return calls;
  const gone = new Set([...removed, ...calls.map(({ call }) => call.call_id)]);
  return [...before.filter(({ call }) => !gone.has(call.call_id)), ...calls].sort((one, other) =>
    one.call.started_at < other.call.started_at ? -1 : 1,
  );
};

/** What is left when the server is lost: the same lines and lamps, and none is reached. */
export const lost = ({ lines, lamps, skew }: Snapshot): Snapshot => ({
  lines: new Map([...lines].map(([key, line]) => [key, { ...line, available: false }])),
  lamps: new Map([...lamps].map(([key, lamp]) => [key, { ...lamp, available: false }])),
  skew,
});

const silenced = new WeakMap<Line, Line>();

/** A line as it may be shown: nothing is known to live on one that is unavailable. */
export const living = (line: Line): Line => {
  if (line.available) return line;
  const known = silenced.get(line);
  if (known) return known;
  const silent: Line = { ...line, state: "idle", actions: [], calls: [] };
  silenced.set(line, silent);
  return silent;
};
