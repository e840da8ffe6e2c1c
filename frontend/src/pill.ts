import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownParty } from "./format";
import { localize } from "./localize";
import type { Call, Line } from "./model";
import { controls, icon, palette, tones } from "./styles";
import "./duration";

/** The calls that go on, small, in the corner of every page. */
@customElement("telephony-pill")
export class TelephonyPill extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property() language = "en";
  @property({ type: Number }) skew = 0;

  override render(): TemplateResult | typeof nothing {
    const calls = this.lines.flatMap((line) => line.calls);
    const call: Call | undefined = calls.find(({ state }) => state === "connected") ?? calls[0];
    if (!call) return nothing;
    return html`<button class=${call.state}>
      ${icon("phone-in-talk")}
      <span class="hidden-text">${localize(this.language, "window.label")}</span>
      <span class="name">${shownParty(call, this.language)}</span>
      <telephony-duration
        .since=${call.answered_at ?? call.started_at}
        .skew=${this.skew}
      ></telephony-duration>
      ${calls.length > 1 ? html`<span>+${calls.length - 1}</span>` : nothing}
    </button>`;
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        position: fixed;
        right: 16px;
        /* Above the buttons and bars that Home Assistant has at the bottom. */
        bottom: calc(88px + env(safe-area-inset-bottom, 0px));
        z-index: 8;
        font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
      }
      button {
        display: flex;
        align-items: center;
        gap: 8px;
        max-width: min(320px, calc(100vw - 32px));
        min-height: 48px;
        padding: 0 20px 0 16px;
        border-radius: 24px;
        color: #fff;
        --tone: var(--phone-connected);
        background: var(--tone);
        box-shadow: 0 4px 16px rgb(0 0 0 / 0.35);
        font-variant-numeric: tabular-nums;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
    `,
    tones,
  ];
}
