import type { Lamp, Line, Message } from "./model";

/** What a card knows; an object that did not change stays the same object. */
export interface Snapshot {
  lines: ReadonlyMap<string, Line>;
  lamps: ReadonlyMap<string, Lamp>;
  /** Milliseconds by which the server's clock is ahead of the browser's. */
  skew: number;
}

export const EMPTY: Snapshot = { lines: new Map(), lamps: new Map(), skew: 0 };

const merged = <T>(
  before: ReadonlyMap<string, T>,
  changes: Record<string, Partial<T>> | undefined,
  removed: readonly string[],
): ReadonlyMap<string, T> => {
  if (!changes && !removed.some((key) => before.has(key))) return before;
  const after = new Map(before);
  for (const key of removed) after.delete(key);
  for (const [key, change] of Object.entries(changes ?? {})) {
    after.set(key, { ...after.get(key), ...change } as T);
  }
  return after;
};

/** Take a message over. */
export const apply = (before: Snapshot, message: Message, now = Date.now()): Snapshot => {
  const base = message.snapshot ? EMPTY : before;
  const removed = message.removed ?? [];
  return {
    lines: merged(base.lines, message.lines, removed),
    lamps: merged(base.lamps, message.lamps, removed),
    skew: Date.parse(message.now) - now,
  };
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
