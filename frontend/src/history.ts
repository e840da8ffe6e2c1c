import type { Line, LogEntry } from "./model";

/** A finished call, and the line that it was on, where the card shows that. */
export interface Finished {
  entry: LogEntry;
  connection: string;
  number: string;
  line?: Line;
}

/** What is one row: a call, the same again and again, or a call between two lines of the house. */
export interface Row extends Finished {
  times: number;
  /** Who called whom, where both are lines here. */
  between?: { from: string; to: string };
}

export interface Day {
  date: Date;
  rows: readonly Row[];
}

/** Milliseconds within which both ends of a call begin. */
const SAME_MS = 10_000;

const newestFirst = (one: Finished, other: Finished): number =>
  one.entry.started_at < other.entry.started_at ? 1 : -1;

/** The calls that the card has been told of anyway. */
export const finishedOf = (lines: readonly Line[]): Finished[] =>
  lines
    .flatMap((line) =>
      line.log.map((entry) => ({ entry, line, connection: line.connection, number: line.line })),
    )
    .sort(newestFirst);

/** Whether the far end is a line of the house; an account has another name than its number. */
const isAt = (entry: LogEntry, { number, line }: Finished): boolean =>
  entry.number === number || (entry.name_source === "line" && entry.name === line?.name);

/** A call between two lines stands in the logs of both: once is enough, as it went where it rang. */
const joined = (calls: readonly Finished[]): Row[] => {
  const outgoing = calls.filter(({ entry }) => entry.direction === "outgoing");
  const dropped = new Set<Finished>();
  const rows = calls.map((call): Row => {
    if (call.entry.direction !== "incoming") return { ...call, times: 1 };
    const start = Date.parse(call.entry.started_at);
    const other = outgoing.find(
      (each) =>
        !dropped.has(each) &&
        each.connection === call.connection &&
        isAt(call.entry, each) &&
        isAt(each.entry, call) &&
        Math.abs(Date.parse(each.entry.started_at) - start) <= SAME_MS,
    );
    if (!other) return { ...call, times: 1 };
    dropped.add(other);
    const nameOf = ({ line, number }: Finished): string => line?.name ?? number;
    return { ...call, times: 1, between: { from: nameOf(other), to: nameOf(call) } };
  });
  return rows.filter((_, at) => !dropped.has(calls[at] as Finished));
};

const dayOf = ({ entry }: Finished): string => new Date(entry.started_at).toDateString();

/** What is the same for calls that stand in one row. */
const sameness = (row: Row): string => {
  const { entry, connection, number, between } = row;
  const party = entry.number ?? entry.name;
  // Nobody knows that two callers who hide are one.
  if (!party) return entry.call_id;
  return JSON.stringify([
    dayOf(row),
    connection,
    number,
    party,
    entry.direction,
    entry.outcome,
    between,
  ]);
};

/** Calls under their days, newest first, with repeats in one row. */
export const daysOf = (calls: readonly Finished[]): Day[] => {
  const days: { date: Date; rows: Row[] }[] = [];
  for (const row of joined([...calls].sort(newestFirst))) {
    const day = days[days.length - 1];
    if (!day || day.date.toDateString() !== dayOf(row)) {
      days.push({ date: new Date(row.entry.started_at), rows: [row] });
      continue;
    }
    const before = day.rows[day.rows.length - 1];
    if (before && sameness(before) === sameness(row)) before.times++;
    else day.rows.push(row);
  }
  return days;
};

/** A day as people say it: today, yesterday, or its date. */
export const dayName = (date: Date, language: string, now = new Date()): string => {
  const midnight = (of: Date): number => new Date(of).setHours(12, 0, 0, 0);
  const ago = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  const name =
    ago === 0 || ago === -1
      ? new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(ago, "day")
      : new Intl.DateTimeFormat(language, {
          weekday: "long",
          day: "numeric",
          month: "long",
          ...(date.getFullYear() !== now.getFullYear() && { year: "numeric" }),
        }).format(date);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
};
