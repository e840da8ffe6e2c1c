import type { Connection } from "./hass";
import { learn, localize } from "./localize";
import { byConnection, ownFirst, type DeviceInfo } from "./model";

interface StrategyHass {
  connection: Connection;
  language: string;
  entities?: Record<string, { platform?: string; translation_key?: string }>;
  user?: { is_admin?: boolean };
}

interface StrategyConfig {
  /** Devices of lines and groups; without them all that the user may read. */
  devices?: readonly string[];
}

type Card = Record<string, unknown>;

const COUNTERS = ["calls_in", "calls_out", "calls_answered", "calls_missed"] as const;
const MOST_LOGGED = 20;
/** Columns of a wide screen, and lines that one of them has room for. */
const MOST_COLUMNS = 8;
const LAMPS_A_COLUMN = 16;
const LINES_A_COLUMN = 6;

const devicesFor = async (
  { devices }: StrategyConfig,
  { connection, language }: StrategyHass,
): Promise<DeviceInfo[]> => {
  const [{ lines }] = await Promise.all([
    connection.sendMessagePromise<{ lines: DeviceInfo[] }>({ type: "telephony/lines" }),
    learn(language),
  ]);
  return ownFirst(
    devices ? lines.filter(({ device_id }) => devices.includes(device_id)) : lines,
  );
};

const idsOf = (devices: readonly DeviceInfo[]): string[] =>
  devices.map(({ device_id }) => device_id);

/** An entity of each device that has it, under the device's name. */
const entities = (
  devices: readonly DeviceInfo[],
  key: string,
): { entity: string; name: string }[] =>
  devices.flatMap(({ entities: { [key]: entity }, name }) => (entity ? [{ entity, name }] : []));

const section = (title: string, cards: readonly Card[], look: object = {}): object[] =>
  cards.length
    ? [{ type: "grid", cards: [{ type: "heading", heading: title }, ...cards], ...look }]
    : [];

/** As many columns as something needs, and the others leave. */
const span = (count: number, each: number, most = MOST_COLUMNS): number =>
  Math.min(most, Math.ceil(count / each));

const card = (config: Card): Card => ({
  type: "custom:telephony-card",
  grid_options: { columns: "full" },
  ...config,
});

/** A section for each card, but what comes last stands below the last of several, where it is seen. */
const columns = (cards: readonly Card[], last: Card): object[] => {
  const sections = cards.map((own) => [own]);
  if (sections.length > 1) sections[sections.length - 1]?.push(last);
  else sections.push([last]);
  return sections.map((own) => ({
    type: "grid",
    column_span:
      own[0] === last ? 1 : span((own[0]?.devices as readonly string[]).length, LINES_A_COLUMN),
    cards: own,
  }));
};

/** The view in which one calls: a card for each connection, and the log of all. */
const callsView = (devices: readonly DeviceInfo[], language: string): object => {
  const connections = [...byConnection(devices).values()].map((own) =>
    card({
      title: own[0]?.connection_name,
      devices: idsOf(own),
      sections: ["calls", "dial"],
    }),
  );
  const log = card({ devices: idsOf(devices), sections: ["log"], log_limit: MOST_LOGGED });
  return {
    title: localize(language, "strategy.calls"),
    path: "calls",
    icon: "mdi:phone",
    type: "sections",
    max_columns: MOST_COLUMNS,
    sections: columns(connections, log),
  };
};

/** The view for the moment: who calls and who talks, whom to call, and who has called. */
const nowView = (devices: readonly DeviceInfo[], language: string): object => {
  const ids = idsOf(devices);
  const calls = card({ devices: ids, sections: ["calls", "dial"], busy_only: true, compact: true });
  const lamps = card({ devices: ids, lamps: ids, sections: ["lamps"] });
  const log = card({ devices: ids, sections: ["log"], log_limit: MOST_LOGGED });
  const wide = span(ids.length, LAMPS_A_COLUMN, MOST_COLUMNS - 2);
  const shown = (own: Card, column_span = 1): object => ({
    type: "grid",
    column_span,
    cards: [own],
  });
  return {
    title: localize(language, "strategy.now"),
    path: "now",
    icon: "mdi:phone-in-talk",
    type: "sections",
    max_columns: MOST_COLUMNS,
    // What is wider than a column comes last: it would leave a hole beside it.
    sections:
      wide > 1
        ? [shown(calls), shown(log), shown(lamps, wide)]
        : [shown(calls), shown(lamps), shown(log)],
  };
};

/** The enabled sensors of one kind, of lines, groups and connections. */
const sensorsOf = ({ entities: all = {} }: StrategyHass, key: string): string[] =>
  Object.entries(all)
    .filter(([, { platform, translation_key }]) => platform === "telephony" && translation_key === key)
    .map(([entity]) => entity);

const graph = (entities: readonly string[], look: Card): Card[] =>
  entities.length ? [{ type: "statistics-graph", entities, ...look }] : [];

/** Calls at once, and the counters that the user has enabled. */
const statistics = (hass: StrategyHass): Card[] => [
  ...graph(sensorsOf(hass, "active_calls"), {
    period: "hour",
    stat_types: ["max"],
    days_to_show: 7,
  }),
  ...COUNTERS.flatMap((key) =>
    graph(sensorsOf(hass, key), {
      chart_type: "bar",
      period: "day",
      stat_types: ["change"],
      days_to_show: 14,
    }),
  ),
];

/** Where nobody counts, a way to where that is turned on, for those who may. */
const counters = ([device]: readonly DeviceInfo[], hass: StrategyHass): Card[] =>
  !device || !hass.user?.is_admin || COUNTERS.some((key) => sensorsOf(hass, key).length)
    ? []
    : [
        {
          type: "button",
          name: localize(hass.language, "strategy.counters"),
          icon: "mdi:counter",
          show_state: false,
          tap_action: {
            action: "navigate",
            navigation_path: `/config/entities/?historyBack=1&config_entry=${device.connection}`,
          },
        },
      ];

/** The view in which one looks back: missed calls, log book and graphs. */
const historyView = (devices: readonly DeviceInfo[], hass: StrategyHass): object => {
  const states = entities(devices, "state");
  const events = entities(devices, "call").map(({ entity }) => entity);
  const missed = entities(devices, "missed_calls").map((tile) => ({
    ...tile,
    visibility: [{ condition: "numeric_state", entity: tile.entity, above: 0 }],
  }));
  const text = (key: string): string => localize(hass.language, `strategy.${key}`);
  return {
    title: text("history"),
    path: "history",
    icon: "mdi:phone-log",
    type: "sections",
    max_columns: 4,
    sections: [
      ...section(
        text("missed"),
        missed.map((tile) => ({ type: "tile", ...tile })),
        {
          visibility: [
            { condition: "or", conditions: missed.flatMap(({ visibility }) => visibility) },
          ],
        },
      ),
      ...section(
        text("states"),
        states.length ? [{ type: "history-graph", entities: states, hours_to_show: 24 }] : [],
      ),
      ...section(
        text("log"),
        events.length
          ? [{ type: "logbook", target: { entity_id: events }, hours_to_show: 24 }]
          : [],
      ),
      ...section(text("statistics"), [...statistics(hass), ...counters(devices, hass)]),
    ],
  };
};

const emptyView = (language: string): object => ({
  title: localize(language, "strategy.calls"),
  cards: [{ type: "markdown", content: localize(language, "strategy.no_lines") }],
});

/** `strategy: {type: custom:telephony}` makes a whole dashboard. */
export class TelephonyDashboardStrategy extends HTMLElement {
  static async generate(config: StrategyConfig, hass: StrategyHass): Promise<object> {
    const devices = await devicesFor(config, hass);
    if (!devices.length) return { views: [emptyView(hass.language)] };
    return {
      views: [
        nowView(devices, hass.language),
        callsView(devices, hass.language),
        historyView(devices, hass),
      ],
    };
  }
}

/** The same as one view of a dashboard that has others. */
export class TelephonyViewStrategy extends HTMLElement {
  static async generate(config: StrategyConfig, hass: StrategyHass): Promise<object> {
    const devices = await devicesFor(config, hass);
    return devices.length ? callsView(devices, hass.language) : emptyView(hass.language);
  }
}

customElements.define("ll-strategy-dashboard-telephony", TelephonyDashboardStrategy);
customElements.define("ll-strategy-view-telephony", TelephonyViewStrategy);
