import type { Connection } from "./hass";

interface State {
  state: string;
  last_changed: string;
  attributes: { reason?: string };
}

/** What of Home Assistant's `hass` tells of connections. */
export interface Registries {
  states?: Record<string, State | undefined>;
  entities?: Record<string, { platform?: string; translation_key?: string; device_id?: string }>;
  devices?: Record<
    string,
    { config_entry_id?: string; name?: string | null; name_by_user?: string | null } | undefined
  >;
  user?: { is_admin?: boolean };
  formatEntityAttributeValue?: (state: State, attribute: string) => string;
}

/** A connection that is down: why, and since when. */
export interface Down {
  connection: string;
  name: string;
  /** Empty where nobody says why. */
  reason: string;
  since: string;
}

const connectedSensors = ({ entities = {} }: Registries): string[] =>
  Object.keys(entities).filter(
    (id) =>
      entities[id]?.platform === "telephony" && entities[id]?.translation_key === "connected",
  );

/** The connections that are down, as Home Assistant's own states tell it. */
export class Connections {
  down: readonly Down[] = [];
  private entities?: Registries["entities"];
  private sensors: readonly string[] = [];
  private states: readonly (State | undefined)[] = [];

  /** Take over what is new; false where nothing is, which costs next to nothing. */
  update(hass: Registries): boolean {
    if (hass.entities !== this.entities) {
      this.entities = hass.entities;
      this.sensors = connectedSensors(hass);
      this.states = [];
    }
    const states = this.sensors.map((id) => hass.states?.[id]);
    if (
      states.length === this.states.length &&
      states.every((state, at) => state === this.states[at])
    ) {
      return false;
    }
    this.states = states;
    this.down = this.sensors.flatMap((id, at) => this.whenDown(hass, id, states[at]));
    return true;
  }

  private whenDown(hass: Registries, id: string, state: State | undefined): Down[] {
    const device = hass.devices?.[hass.entities?.[id]?.device_id ?? ""];
    if (!state || state.state === "on" || !device?.config_entry_id) return [];
    return [
      {
        connection: device.config_entry_id,
        name: device.name_by_user ?? device.name ?? "",
        reason: state.attributes.reason
          ? (hass.formatEntityAttributeValue?.(state, "reason") ?? state.attributes.reason)
          : "",
        since: state.last_changed,
      },
    ];
  }
}

/** Where somebody can mend a connection: at its repair, if there is one, else at the connection. */
export const repairOf = async (server: Connection, connection: string): Promise<string> => {
  const { issues = [] } = await server.sendMessagePromise<{
    issues?: readonly { domain: string; issue_id: string }[];
  }>({ type: "repairs/list_issues" });
  return issues.some(
    ({ domain, issue_id }) => domain === "telephony" && issue_id.endsWith(`_${connection}`),
  )
    ? "/config/repairs"
    : `/config/integrations/integration/telephony#config_entry=${connection}`;
};
