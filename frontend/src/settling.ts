import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Milliseconds for which buttons that have just moved do nothing. */
export const SETTLE_MS = 350;

/** Whether an element's buttons have just moved: a tap that was meant for another does nothing. */
export class Settling implements ReactiveController {
  now = false;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.now = false;
  }

  begin(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set(false), SETTLE_MS);
    this.set(true);
  }

  private set(now: boolean): void {
    this.now = now;
    this.host.requestUpdate();
  }
}
