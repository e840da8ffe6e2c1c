/** What the websocket commands of the integration send, in its own words. */

export type LineState = "idle" | "dialing" | "ringing" | "connected" | "held";
export type CallState = Exclude<LineState, "idle">;
export type Direction = "incoming" | "outgoing";
export type Presentation = "allowed" | "restricted" | "unavailable";
export type Outcome =
  | "answered"
  | "missed"
  | "rejected"
  | "unanswered"
  | "busy"
  | "failed"
  | "diverted"
  | "answered_elsewhere"
  | "unknown";

/** The far end, as calls and log entries carry it. */
export interface Party {
  number?: string | null;
  /** The number as people in the house's country read it, where that is another way. */
  formatted_number?: string | null;
  name?: string | null;
  /** Who says the name; what the network says, any caller may have written. */
  name_source?: "phone_book" | "line" | "network" | null;
  /** Allowed where nothing is said. */
  presentation?: Presentation;
}

/** Whether nobody has saved whose number it is. */
export const isUnknown = ({ number, name_source }: Party): boolean =>
  Boolean(number) && name_source !== "phone_book" && name_source !== "line";

/** A call now; `actions` are what can be asked of it at this moment. */
export interface Call extends Party {
  call_id: string;
  state: CallState;
  direction?: Direction | null;
  called_number?: string | null;
  /** The picture of the person that the phone book knows the far end to be. */
  picture?: string | null;
  /** Whether nobody wants to hear of it: it is shown, and not announced. */
  blocked?: boolean;
  started_at: string;
  answered_at?: string | null;
  actions: readonly string[];
  /** What somebody has written about it, or about the one before it. */
  note?: string | null;
  last_note?: string | null;
}

/** A finished call. */
export interface LogEntry extends Party {
  call_id: string;
  direction?: Direction | null;
  outcome: Outcome;
  started_at: string;
  talk_seconds: number | null;
  /** What somebody has written about it. */
  note?: string | null;
  /** The automation that sent the call to this line. */
  routed_by?: string | null;
}

/** What addresses a line: its device, or a group's device together with the line. */
export interface Addressed {
  device_id: string;
  line: string;
  in_group: boolean;
}

/** Another line's lamp: what it does, not with whom. */
export interface Lamp extends Addressed {
  name: string;
  available: boolean;
  state: LineState;
  /** Why nobody can be reached there, although the line itself is watched. */
  trouble?: "not_registered" | "out_of_service" | null;
}

/** What a lamp or a line says in a word: of one that does nothing, why it can't do anything. */
export const wordOf = ({ available, state, trouble }: Lamp): string => {
  if (!available) return "unavailable";
  return (state === "idle" && trouble) || state;
};

/** When the oldest call that rings has begun to, else the oldest call: the lower, the more urgent. */
export const urgency = ({ calls }: Line): string => {
  const oldest = (some: readonly Call[]): string =>
    some.reduce((first, { started_at: at }) => (first && first < at ? first : at), "");
  const ringing = calls.filter(({ state }) => state === "ringing");
  return ringing.length ? `0${oldest(ringing)}` : `1${oldest(calls)}`;
};

/** A line of the card. */
export interface Line extends Lamp {
  connection: string;
  /** Whether the connection wishes that its calls pop up. */
  popup: boolean;
  /** Whether the user may act on the line. */
  can_control: boolean;
  /** Whether it is the user's own line, where the user has any. */
  mine?: boolean;
  actions: readonly string[];
  calls: readonly Call[];
  missed: number;
  log: readonly LogEntry[];
}

/** A line's name among all others, as messages have it. */
export const keyOf = ({ device_id, line }: Addressed): string => `${device_id}/${line}`;

/** Whether a fact of each line is what it was. */
export const areSame = (
  now: readonly Line[],
  before: readonly Line[] = [],
  fact: (line: Line) => unknown,
): boolean =>
  now.length === before.length &&
  now.every((line, at) => {
    const then = before[at] as Line;
    return line === then || fact(line) === fact(then);
  });

/** What changed of a line; finished calls that are new go before those that are known. */
export interface LineChange extends Partial<Line> {
  /** What changed of calls, by their IDs, where they are the same ones; null is what is gone. */
  calls_changed?: Record<string, Partial<Call>>;
  log_added?: readonly LogEntry[];
  /** How many finished calls there are then. */
  log_length?: number;
}

/** One message of a subscription: everything at first, then only what changed. */
export interface Message {
  snapshot?: boolean;
  now: string;
  lines?: Record<string, LineChange>;
  lamps?: Record<string, Partial<Lamp>>;
  removed?: readonly string[];
}

/** What the pop-up hears of a line: how it is called, and what the user may do. */
export type CalledLine = Addressed & Pick<Line, "name" | "connection" | "popup" | "can_control" | "mine">;

/** A call that rings, as the pop-up hears of it. */
export interface IncomingCall {
  line: CalledLine;
  call: Call;
}

/** All calls that ring or, where calls that are gone are named too, those that are new or different. */
export interface IncomingMessage {
  calls: readonly IncomingCall[];
  removed?: readonly string[];
  /** The devices of the user's own lines, where they are others than before. */
  own?: readonly string[];
}

/** The device of a line or, without one, of a group. */
export interface DeviceInfo {
  device_id: string;
  line: string | null;
  name: string;
  connection: string;
  connection_name: string;
  mine?: boolean;
  entities: Record<string, string>;
}

export interface Contact {
  name: string;
  number: string;
  formatted_number?: string | null;
}

/** A number that the user calls often, and who that is now. */
export interface Favorite extends Pick<Party, "number" | "formatted_number" | "name"> {
  connection: string;
  number: string;
  /** The line that it is, where it is one. */
  device_id: string | null;
}

/** Lines with the user's own first. */
export const ownFirst = <T extends { mine?: boolean }>(lines: readonly T[]): T[] => [
  ...lines.filter(({ mine }) => mine),
  ...lines.filter(({ mine }) => !mine),
];

/** What belongs to each connection, in its order. */
export const byConnection = <T extends { connection: string }>(
  all: readonly T[],
): Map<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const each of all) {
    const others = found.get(each.connection);
    if (others) others.push(each);
    else found.set(each.connection, [each]);
  }
  return found;
};
