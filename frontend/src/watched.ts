import type { ReactiveControllerHost } from "lit";
import type { Connection, Hass } from "./hass";
import type { Call, Line, Message } from "./model";
import { EMPTY, apply, living, lost, type Snapshot } from "./store";
import { Subscription } from "./subscription";

/** The lines of some devices, and lamps, without their logs. */
export class Watched {
  snapshot: Snapshot = EMPTY;
  private readonly subscription: Subscription<Message>;

  /** `changed` hears of all that is told; a server that is lost isn't that. */
  constructor(
    host: ReactiveControllerHost & { isConnected: boolean },
    changed: (isLost: boolean) => void = () => host.requestUpdate(),
  ) {
    this.subscription = new Subscription<Message>(
      host,
      (message) => {
        this.snapshot = apply(this.snapshot, message);
        changed(false);
      },
      () => {
        this.snapshot = lost(this.snapshot);
        changed(true);
      },
    );
  }

  get skew(): number {
    return this.snapshot.skew;
  }

  get lines(): readonly Line[] {
    return [...this.snapshot.lines.values()].map(living);
  }

  /** Watch these devices, or the first ones; as lamps those named, or with `null` all others. */
  set(
    connection: Connection,
    device_ids?: readonly string[],
    lamp_device_ids: readonly string[] | null = [],
  ): void {
    this.subscription.set(connection, {
      type: "telephony/subscribe",
      ...(device_ids && { device_ids }),
      ...(lamp_device_ids && { lamp_device_ids }),
      log_limit: 0,
    });
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
