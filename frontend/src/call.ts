import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { callStyles } from "./call-styles";
import { send } from "./command";
import { digits, initials, partyName, readable, shownParty } from "./format";
import { localize } from "./localize";
import type { Call, CalledLine } from "./model";
import { controls, icon, palette, tones } from "./styles";
import "./duration";

export interface ActionLook {
  path: string;
  look?: "good" | "bad";
  /** Needs a number first: the wish goes to whoever can ask for one. */
  asks?: boolean;
}

/** In the order in which they are shown. */
export const CALL_ACTIONS: Record<string, ActionLook> = {
  answer: { path: "phone", look: "good" },
  retrieve: { path: "play", look: "good" },
  switch_call: { path: "swap-horizontal", look: "good" },
  hangup: { path: "phone-hangup", look: "bad" },
  hold: { path: "pause" },
  transfer: { path: "phone-forward", asks: true },
  consult: { path: "account-voice", asks: true },
  deflect: { path: "call-split", asks: true },
  send_digits: { path: "dialpad", asks: true },
  set_note: { path: "note-edit-outline", asks: true },
};

/** What is asked of a line and joins its calls. */
export const LINE_ACTIONS: Record<string, ActionLook> = {
  complete_transfer: { path: "account-arrow-right" },
  conference: { path: "account-group" },
};

/** Somebody wants to give a call a number: to transfer it to, or digits to send. */
export interface Ask {
  action: string;
  line: CalledLine;
  call: Call;
}

/** What can be done with a call now; a note can be written about each that goes on. */
export const offers = ({ actions, state }: Call, action: string): boolean =>
  actions.includes(action) || (action === "set_note" && state !== "ringing");

/** Hanging up is called declining while the call rings. */
export const wording = (action: string, call: Call): string =>
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
  /** One of two between which somebody swaps: who it is, and no buttons. */
  @property({ type: Boolean, reflect: true }) face = false;
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
          <div class="face" aria-hidden="true">${this.portrait()}</div>
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

  private portrait(): string | TemplateResult {
    const { picture } = this.call;
    if (picture && picture !== this.broken) {
      return html`<img src=${picture} alt="" @error=${() => (this.broken = picture)} />`;
    }
    return initials(this.call) || icon(this.call.number ? "phone" : "account-question");
  }

  private details(): TemplateResult {
    const { call, line } = this;
    const inward = call.direction === "incoming";
    const dialled = inward && call.called_number && call.called_number !== line.line;
    const number = call.name && readable(call);
    return html`
      ${call.direction
        ? html`<span class="way">${icon(inward ? "call-received" : "call-made")}</span>
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
      ${this.note()}
    `;
  }

  private note(): TemplateResult | typeof nothing {
    const { note, last_note: last } = this.call;
    return note || last ? html`<div class="note">${note || last}</div>` : nothing;
  }

  private buttons(): TemplateResult | typeof nothing {
    if (!this.line.can_control || this.face) return nothing;
    const shown = Object.entries(CALL_ACTIONS).filter(
      ([action, look]) => offers(this.call, action) && !(this.plain && look.asks),
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

  static override styles = [palette, controls, callStyles, tones];
}
