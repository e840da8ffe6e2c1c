import {
  mdiAccountArrowRight,
  mdiAccountGroup,
  mdiAccountQuestion,
  mdiAccountVoice,
  mdiCallMade,
  mdiCallReceived,
  mdiCallSplit,
  mdiDialpad,
  mdiPause,
  mdiPhone,
  mdiPhoneHangup,
  mdiPhoneForward,
  mdiPlay,
  mdiSwapHorizontal,
} from "@mdi/js";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { send } from "./command";
import { digits, initials, partyName, readable, shownParty } from "./format";
import { localize } from "./localize";
import type { Call, CalledLine } from "./model";
import { controls, icon, palette, unmixed } from "./styles";
import "./duration";

interface ActionLook {
  path: string;
  look?: "good" | "bad";
  /** Needs a number first: the wish goes to whoever can ask for one. */
  asks?: boolean;
}

/** In the order in which they are shown. */
const CALL_ACTIONS: Record<string, ActionLook> = {
  answer: { path: mdiPhone, look: "good" },
  retrieve: { path: mdiPlay, look: "good" },
  switch_call: { path: mdiSwapHorizontal, look: "good" },
  hangup: { path: mdiPhoneHangup, look: "bad" },
  hold: { path: mdiPause },
  transfer: { path: mdiPhoneForward, asks: true },
  consult: { path: mdiAccountVoice, asks: true },
  deflect: { path: mdiCallSplit, asks: true },
  send_digits: { path: mdiDialpad, asks: true },
};

/** What is asked of a line and joins its calls. */
export const LINE_ACTIONS: Record<string, ActionLook> = {
  complete_transfer: { path: mdiAccountArrowRight },
  conference: { path: mdiAccountGroup },
};

/** Somebody wants to give a call a number: to transfer it to, or digits to send. */
export interface Ask {
  action: string;
  line: CalledLine;
  call: Call;
}

const wording = (action: string, call: Call): string =>
  action === "hangup" && call.state === "ringing" ? "decline" : action;

/** One call, large: who, what, how long, and buttons for what is possible now. */
@customElement("telephony-call")
export class TelephonyCall extends LitElement {
  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) line!: CalledLine;
  @property() language = "en";
  @property({ type: Number }) skew = 0;
  /** While the buttons have just moved, a tap that was meant for another does nothing. */
  @property({ type: Boolean }) settling = false;
  @property({ type: Boolean, reflect: true }) compact = false;
  /** Only what needs no number, for where none can be asked for. */
  @property({ type: Boolean }) plain = false;
  /** The picture that could not be shown. */
  @state() private broken = "";
  @query("section") private section!: HTMLElement;
  private hadFocus = false;

  override willUpdate(): void {
    this.hadFocus = Boolean(this.shadowRoot?.activeElement);
  }

  /** Whoever pressed a button that is gone stays at this call, on none of its buttons. */
  override updated(): void {
    if (this.hadFocus && !this.shadowRoot?.activeElement) this.section.focus();
  }

  override render(): TemplateResult {
    const { call } = this;
    return html`
      <section
        class="${call.state} ${call.blocked ? "blocked" : ""}"
        tabindex="-1" aria-label=${partyName(call, this.language)}>
        <div class="who">
          <div class="face" aria-hidden="true">${this.face()}</div>
          <div class="names">
            <div class="name">${shownParty(call, this.language)}</div>
            <div class="number">${this.details()}</div>
          </div>
          <div class="state">
            <span class="word"><i></i>${this.text(`state.${call.state}`)}</span>
            <telephony-duration
              .since=${call.answered_at ?? call.started_at}
              .skew=${this.skew}
            ></telephony-duration>
          </div>
        </div>
        ${this.buttons()}
      </section>
    `;
  }

  private text(key: string, values: Record<string, string> = {}): string {
    return localize(this.language, key, values);
  }

  private face(): string | TemplateResult {
    const { picture } = this.call;
    if (picture && picture !== this.broken) {
      return html`<img src=${picture} alt="" @error=${() => (this.broken = picture)} />`;
    }
    return initials(this.call) || icon(this.call.number ? mdiPhone : mdiAccountQuestion);
  }

  private details(): TemplateResult {
    const { call, line } = this;
    const inward = call.direction === "incoming";
    const dialled = inward && call.called_number && call.called_number !== line.line;
    const number = call.name && readable(call);
    return html`
      ${call.direction
        ? html`<span class="way">${icon(inward ? mdiCallReceived : mdiCallMade)}</span>
            <span class=${number ? "hidden-text" : ""}
              >${this.text(`direction.${call.direction}`)}</span
            >`
        : nothing}
      ${number ? digits(number) : nothing}
      ${call.blocked ? html`<span>${this.text("call.blocked")}</span>` : nothing}
      ${dialled
        ? html`<span>${this.text("direction.to", { number: call.called_number ?? "" })}</span>`
        : nothing}
      <slot></slot>
    `;
  }

  private buttons(): TemplateResult | typeof nothing {
    if (!this.line.can_control) return nothing;
    const shown = Object.entries(CALL_ACTIONS).filter(
      ([action, look]) => this.call.actions.includes(action) && !(this.plain && look.asks),
    );
    const large = shown.filter(([, look]) => look.look);
    const small = shown.filter(([, look]) => !look.look);
    return html`
      <div class="all">
        <div class="actions large">${this.row(large)}</div>
        ${small.length ? html`<div class="actions">${this.row(small)}</div>` : nothing}
      </div>
    `;
  }

  /** Each action keeps a button of its own: none turns into another under finger or focus. */
  private row(actions: [string, ActionLook][]): unknown {
    return repeat(
      actions,
      ([action]) => action,
      ([action, look]) => this.button(action, look),
    );
  }

  private button(action: string, { path, look, asks }: ActionLook): TemplateResult {
    const label = this.text(`action.${wording(action, this.call)}`);
    return html`
      <button
        class="push ${look ?? ""}"
        title=${label}
        data-action=${action}
        aria-disabled=${this.settling ? "true" : "false"}
        @click=${() => this.press(action, asks)}
      >
        ${icon(path)}<span>${label}</span>
      </button>
    `;
  }

  private press(action: string, asks = false): void {
    if (this.settling) return;
    const { call, line } = this;
    if (!asks) return send(this, { action, line, data: { call_id: call.call_id } });
    const detail: Ask = { action, line, call };
    this.dispatchEvent(new CustomEvent("telephony-ask", { detail, bubbles: true, composed: true }));
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      section {
        --tone: var(--phone-connected);
        position: relative;
        padding: 16px;
        border-radius: 16px;
        background: color-mix(in srgb, var(--tone) 9%, var(--phone-surface));
        overflow: hidden;
        outline: none;
      }
      section.ringing {
        --tone: var(--phone-ringing);
      }
      section.dialing {
        --tone: var(--phone-dialing);
      }
      section.held {
        --tone: var(--phone-held);
      }
      .who {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 4px 16px;
        align-items: center;
      }
      .face {
        display: grid;
        place-items: center;
        width: 64px;
        height: 64px;
        border-radius: 50%;
        font-size: 1.5rem;
        font-weight: 500;
        color: #fff;
        background: var(--tone);
      }
      .face img {
        width: 100%;
        height: 100%;
        border-radius: 50%;
        object-fit: cover;
      }
      .ringing:not(.blocked) .face {
        animation: ring 1.6s ease-out infinite;
      }
      .names {
        min-width: 0;
      }
      .name {
        font-size: 1.375rem;
        font-size: clamp(1.375rem, 6cqi, 2.5rem);
        line-height: 1.15;
        font-weight: 500;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
      }
      .number {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        margin-top: 4px;
        font-size: 1rem;
        font-variant-numeric: tabular-nums;
      }
      .way {
        display: inline-flex;
        font-size: 0.75rem;
        color: var(--tone);
      }
      .state {
        text-align: end;
        align-self: start;
        font-variant-numeric: tabular-nums;
      }
      .word {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 500;
        white-space: nowrap;
      }
      .word i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: var(--tone);
      }
      telephony-duration {
        display: block;
        font-size: 1.25rem;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 8px;
      }
      .actions.large {
        margin-top: 16px;
      }
      .actions:empty {
        display: none;
      }
      .push {
        flex: 1 1 auto;
      }
      .large .push {
        flex: 1 1 112px;
        padding: 0 12px;
        min-height: 56px;
        border-radius: 28px;
        font-size: 1.0625rem;
      }
      ${unmixed} {
        section {
          background: var(--phone-tint);
          box-shadow: inset 4px 0 var(--tone);
        }
      }
      @container (max-width: 420px) {
        section:not(.ringing) .all {
          display: flex;
          gap: 8px;
          margin-top: 12px;
        }
        section:not(.ringing) .actions {
          display: contents;
        }
        .actions:not(.large) {
          flex-wrap: nowrap;
        }
        section:not(.ringing) .push,
        .actions:not(.large) .push {
          flex: 1 1 0;
          min-width: 0;
          min-height: 48px;
          padding: 0;
        }
        section:not(.ringing) .push span,
        .actions:not(.large) .push span {
          position: absolute;
          clip-path: inset(50%);
          white-space: nowrap;
        }
        .who {
          grid-template-columns: auto 1fr;
          gap: 12px;
        }
        .face {
          width: 52px;
          height: 52px;
        }
        .state {
          grid-column: 1 / -1;
          display: flex;
          justify-content: space-between;
          align-items: baseline;
        }
      }
      :host([compact]) section {
        padding: 12px;
      }
      :host([compact]) .face {
        width: 44px;
        height: 44px;
        font-size: 1.125rem;
      }
      :host([compact]) .name {
        font-size: 1.125rem;
        font-size: clamp(1.125rem, 4cqi, 1.5rem);
      }
      :host([compact]) .large .push {
        min-height: 44px;
        font-size: 1rem;
      }
      @container (min-width: 600px) {
        :host([compact]) section {
          display: flex;
          flex-wrap: wrap;
          align-items: center;
          gap: 8px 16px;
        }
        :host([compact]) .who {
          flex: 1 1 300px;
        }
        :host([compact]) .all {
          display: flex;
          flex-wrap: wrap;
          gap: 8px;
        }
        :host([compact]) .actions {
          margin-top: 0;
        }
      }
      @keyframes ring {
        0% {
          box-shadow: 0 0 0 0 color-mix(in srgb, var(--tone) 55%, transparent);
        }
        70%,
        100% {
          box-shadow: 0 0 0 10px transparent;
        }
      }
    `,
  ];
}
