import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Ask } from "./call";
import { errorText, run } from "./command";
import type { Connection } from "./hass";
import { localize } from "./localize";
import { wordOf, type Lamp, type Line } from "./model";
import { EMPTY } from "./store";
import { bar, controls, icon, palette } from "./styles";
import type { Target } from "./targets";
import { Watched } from "./watched";
import "./duration";

/** Milliseconds after which a call that nobody answers comes back. */
export const RETURN_MS = 30_000;
/** Milliseconds in which a call that was sent begins to ring. */
const START_MS = 15_000;
/** Milliseconds for which is said how it went. */
const SAID_MS = 6_000;

/** A call on its way to somebody. */
export interface Sent {
  ask: Ask;
  target: Target;
}

type Phase = "waiting" | "sent" | "ringing" | "answered" | "gone";

/** Let the page's bar follow a call that was sent, or wait until it can be. */
export const followSent = (detail: Sent): void => {
  window.dispatchEvent(new CustomEvent<Sent>("telephony-sent", { detail }));
};

/** Where a call that was sent rings, and the way to take it back; on every page. */
@customElement("telephony-sent")
export class TelephonySent extends LitElement {
  @property() language = "en";
  @property({ attribute: false }) server?: Connection;
  @state() private sent?: Sent;
  @state() private phase: Phase = "sent";
  @state() private since = 0;
  @state() private error = "";
  private timer?: ReturnType<typeof setTimeout>;
  private readonly watched = new Watched(this, (isLost) => this.changed(isLost));
  private readonly begin = (event: Event): void => {
    const { ask, target } = (this.sent = (event as CustomEvent<Sent>).detail);
    this.error = "";
    this.watched.snapshot = EMPTY;
    this.enter(target.waits ? "waiting" : "sent");
    if (!this.server || !target.device_id) return this.end();
    this.watched.set(this.server, [ask.line.device_id], [target.device_id]);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("telephony-sent", this.begin);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("telephony-sent", this.begin);
    clearTimeout(this.timer);
  }

  private get lamp(): Lamp | undefined {
    return [...this.watched.snapshot.lamps.values()].find(({ line }) => line === this.sent?.target.number);
  }

  private get line(): Line | undefined {
    return [...this.watched.snapshot.lines.values()].find(({ line }) => line === this.sent?.ask.line.line);
  }

  private get canTakeBack(): boolean {
    const { line } = this;
    return Boolean(line?.can_control && line.available && line.actions.includes("pick_up"));
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.since = Date.now();
    clearTimeout(this.timer);
    if (phase === "ringing") this.timer = setTimeout(() => void this.comeBack(), RETURN_MS);
    else if (phase !== "waiting") {
      this.timer = setTimeout(() => this.end(), phase === "sent" ? START_MS : SAID_MS);
    }
  }

  private end(): void {
    clearTimeout(this.timer);
    this.sent = undefined;
    if (this.server) this.watched.set(this.server, []);
  }

  private changed(isLost: boolean): void {
    this.requestUpdate();
    if (isLost || !this.sent || !this.lamp) return;
    const word = wordOf(this.lamp);
    if (this.phase === "waiting") this.wait(this.sent, word);
    else if (this.phase === "sent" && word === "ringing") this.enter("ringing");
    else if (this.phase === "sent" && word === "connected") this.enter("answered");
    else if (this.phase === "ringing" && word !== "ringing") {
      this.enter(word === "connected" ? "answered" : "gone");
    }
  }

  /** Send the call as soon as nobody talks there, if it still can be. */
  private wait({ ask, target }: Sent, word: string): void {
    const call = this.line?.calls.find(({ call_id: id }) => id === ask.call.call_id);
    if (!call?.actions.includes("transfer")) return this.end();
    if (word !== "idle") return;
    this.enter("sent");
    void this.run("transfer", { number: target.number, call_id: ask.call.call_id });
  }

  private async comeBack(): Promise<void> {
    if (!this.canTakeBack) return this.enter("gone");
    const { sent } = this;
    if ((await this.run("pick_up", { number: sent?.target.number })) && sent === this.sent) {
      this.end();
    }
  }

  private async run(action: string, data: Record<string, unknown>): Promise<boolean> {
    const { line } = this;
    if (!this.server || !line) return false;
    try {
      await run(this.server, { action, line, data });
      return true;
    } catch (error) {
      this.error = errorText(error);
      this.enter("gone");
      return false;
    }
  }

  override render(): TemplateResult {
    const { sent, phase } = this;
    return html`<div role="status">${sent && phase !== "sent" ? this.bar(sent, phase) : nothing}</div>`;
  }

  private bar({ target: { name } }: Sent, phase: Phase): TemplateResult {
    const button = (key: string, path: string, act: () => void): TemplateResult =>
      html`<button class="push" data-action=${key} @click=${act}>
        ${icon(path)}<span>${localize(this.language, `action.${key}`)}</span>
      </button>`;
    return html`<p>
      <span class="what">${this.error || localize(this.language, `sent.${phase}`, { name })}</span>
      ${phase === "ringing"
        ? html`<telephony-duration .since=${new Date(this.since).toISOString()}></telephony-duration>
            ${this.canTakeBack
              ? button("take_back", "phone-return", () => void this.comeBack())
              : nothing}`
        : nothing}
      ${phase === "waiting" ? button("cancel", "close", () => this.end()) : nothing}
    </p>`;
  }

  static override styles = [
    palette,
    controls,
    bar,
    css`
      p {
        position: fixed;
        left: 16px;
        right: 16px;
        bottom: calc(24px + env(safe-area-inset-bottom, 0px));
        z-index: 9;
        box-sizing: border-box;
        width: fit-content;
        max-width: calc(100vw - 32px);
        min-height: 52px;
        margin: 0 auto;
        font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
        font-variant-numeric: tabular-nums;
      }
      .what {
        overflow-wrap: anywhere;
      }
      p > :last-child:not(button) {
        margin-inline-end: 16px;
      }
    `,
  ];
}
