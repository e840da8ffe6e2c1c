import type { ReactiveControllerHost } from "lit";
import type { Connection, Hass } from "./hass";
import type { Call, Line, Message } from "./model";
import { EMPTY, apply, living, lost, type Snapshot } from "./store";
import { Subscription } from "./subscription";

/** The lines of some devices, without log and lamps, for what shows only the most urgent call. */
export class Watched {
  private snapshot: Snapshot = EMPTY;
  private readonly subscription: Subscription<Message>;

  constructor(private readonly host: ReactiveControllerHost & { isConnected: boolean }) {
    this.subscription = new Subscription<Message>(
      host,
      (message) => this.show(apply(this.snapshot, message)),
      () => this.show(lost(this.snapshot)),
    );
  }

  get skew(): number {
    return this.snapshot.skew;
  }

  get lines(): readonly Line[] {
    return [...this.snapshot.lines.values()].map(living);
  }

  set(connection: Connection, device_ids?: readonly string[]): void {
    this.subscription.set(connection, {
      type: "telephony/subscribe",
      ...(device_ids && { device_ids }),
      lamp_device_ids: [],
      log_limit: 0,
    });
  }

  private show(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.host.requestUpdate();
  }
}

const ORDER: readonly string[] = ["ringing", "connected", "dialing", "held"];

/** The call that matters most now: one that rings, then one that somebody talks in. */
export const foremost = (lines: readonly Line[]): { line: Line; call: Call } | undefined =>
  lines
    .flatMap((line) => line.calls.map((call) => ({ line, call })))
    .filter(({ call }) => !call.blocked)
    .sort(
      ({ call: one }, { call: other }) =>
        ORDER.indexOf(one.state) - ORDER.indexOf(other.state) ||
        (one.started_at < other.started_at ? -1 : 1),
    )[0];

/** The entity that stands for a line in Home Assistant's own dialogs. */
export const stateEntity = ({ entities = {} }: Hass, device: string): string | undefined =>
  Object.keys(entities).find(
    (id) =>
      entities[id]?.platform === "telephony" &&
      entities[id]?.device_id === device &&
      entities[id]?.translation_key === "state",
  );
