import type { Connection } from "./hass";
import type { Addressed } from "./model";

/** Something to be asked of a line; what means a call carries its `call_id`. */
export interface Command {
  action: string;
  line: Addressed;
  data?: Record<string, unknown>;
}

/** What begins a call here: it is followed to other pages. */
const BEGINS = new Set(["answer", "make_call", "pick_up"]);

/** Let the page's pop-up show a line's calls wherever no card does, until they are over. */
export const follow = (detail: Addressed): void => {
  window.dispatchEvent(new CustomEvent<Addressed>("telephony-follow", { detail }));
};

/** Wishes travel up as events, so that one place alone talks to the server. */
export const send = (from: HTMLElement, command: Command): void => {
  from.dispatchEvent(
    new CustomEvent<Command>("telephony-command", {
      detail: command,
      bubbles: true,
      composed: true,
    }),
  );
};

/** Run a command as an action; the server's words are the error's message. */
export const run = async (connection: Connection, command: Command): Promise<void> => {
  const { action, line, data = {} } = command;
  await connection.sendMessagePromise({
    type: "call_service",
    domain: "telephony",
    service: action,
    service_data: line.in_group ? { ...data, line: line.line } : data,
    target: { device_id: line.device_id },
  });
  if (BEGINS.has(action)) follow(line);
};

export const errorText = (error: unknown): string =>
  (error as { message?: string } | null)?.message ?? String(error);
