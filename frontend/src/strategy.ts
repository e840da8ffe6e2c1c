import type { Connection } from "./hass";
import { localize } from "./localize";
import type { DeviceInfo } from "./model";

interface StrategyHass {
  connection: Connection;
  language: string;
}

interface StrategyConfig {
  /** Devices of lines and groups; without them all that the user may read. */
  devices?: readonly string[];
}

type Card = Record<string, unknown>;

/** Cards for more lines than this would hide each other: one card shows them all. */
const MOST_CARDS = 8;

const COUNTERS = ["calls_in", "calls_out", "calls_answered", "calls_missed"] as const;

const linesFor = async (
  { devices }: StrategyConfig,
  { connection }: StrategyHass,
): Promise<DeviceInfo[]> => {
  const { lines } = await connection.sendMessagePromise<{ lines: DeviceInfo[] }>({
    type: "telephony/lines",
  });
  return devices ? lines.filter(({ device_id }) => devices.includes(device_id)) : lines;
};

const entities = (lines: readonly DeviceInfo[], key: string): string[] =>
  lines.flatMap((line) => line.entities[key] ?? []);

const heading = (text: string): Card => ({ type: "heading", heading: text });

const section = (title: string, cards: readonly Card[]): object => ({
  type: "grid",
  cards: [heading(title), ...cards],
});

const callCards = (lines: readonly DeviceInfo[]): Card[] => {
  const type = "custom:telephony-card";
  if (lines.length > MOST_CARDS) {
    return [{ type, devices: lines.map(({ device_id }) => device_id), log_limit: 20 }];
  }
  return lines.map(({ device_id, name }) => ({
    type,
    title: name,
    devices: [device_id],
    sections: ["calls", "dial", "log"],
    log_limit: 5,
  }));
};

/** The view in which one calls: a card for each line, or one for many. */
const callsView = (lines: readonly DeviceInfo[], language: string): object => ({
  title: localize(language, "strategy.calls"),
  path: "calls",
  icon: "mdi:phone",
  type: "sections",
  max_columns: 4,
  sections: callCards(lines).map((card) => ({ type: "grid", cards: [card] })),
});

const statistics = (lines: readonly DeviceInfo[]): Card[] =>
  COUNTERS.map((key) => entities(lines, key))
    .filter((counters) => counters.length)
    .map((counters) => ({
      type: "statistics-graph",
      entities: counters,
      chart_type: "bar",
      period: "day",
      stat_types: ["change"],
      days_to_show: 14,
    }));

/** The view in which one looks back: missed calls, log book and graphs. */
const historyView = (lines: readonly DeviceInfo[], language: string): object => {
  const states = entities(lines, "state");
  const missed = entities(lines, "missed_calls");
  const events = entities(lines, "call");
  const graphs = statistics(lines);
  const text = (key: string): string => localize(language, `strategy.${key}`);
  return {
    title: text("history"),
    path: "history",
    icon: "mdi:phone-log",
    type: "sections",
    max_columns: 3,
    sections: [
      ...(missed.length
        ? [section(text("missed"), missed.map((entity) => ({ type: "tile", entity })))]
        : []),
      ...(states.length
        ? [
            section(text("states"), [
              { type: "history-graph", entities: states, hours_to_show: 24 },
              { type: "logbook", target: { entity_id: events }, hours_to_show: 24 },
            ]),
          ]
        : []),
      ...(graphs.length ? [section(text("statistics"), graphs)] : []),
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
    const lines = await linesFor(config, hass);
    if (!lines.length) return { views: [emptyView(hass.language)] };
    return { views: [callsView(lines, hass.language), historyView(lines, hass.language)] };
  }
}

/** The same as one view of a dashboard that has others. */
export class TelephonyViewStrategy extends HTMLElement {
  static async generate(config: StrategyConfig, hass: StrategyHass): Promise<object> {
    const lines = await linesFor(config, hass);
    return lines.length ? callsView(lines, hass.language) : emptyView(hass.language);
  }
}

customElements.define("ll-strategy-dashboard-telephony", TelephonyDashboardStrategy);
customElements.define("ll-strategy-view-telephony", TelephonyViewStrategy);
