import { LitElement, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { duration } from "./format";

/** Seconds since a moment, counted here and not sent by anybody. */
@customElement("telephony-duration")
export class TelephonyDuration extends LitElement {
  @property() since = "";
  @property({ type: Number }) skew = 0;
  private timer?: ReturnType<typeof setInterval>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override render(): TemplateResult {
    const seconds = (Date.now() + this.skew - Date.parse(this.since)) / 1000;
    return html`<span role="timer" aria-live="off">${duration(seconds)}</span>`;
  }
}
