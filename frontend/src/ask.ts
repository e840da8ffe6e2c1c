import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { CALL_ACTIONS, offers, type Ask } from "./call";
import { send } from "./command";
import { dialog } from "./dialog";
import { shownParty } from "./format";
import { closeModal, openModal } from "./layer";
import type { Connection } from "./hass";
import { localize } from "./localize";
import type { Contact, Line } from "./model";
import { controls, palette } from "./styles";
import "./dial";
import "./keypad";
import { followSent } from "./sent";
import "./targets";
import type { Target } from "./targets";

/** What sends a call to a number. */
const SENDS = new Set(["transfer", "consult", "deflect"]);

/** Asks for the number that a call is to go to, or for digits to send into it. */
@customElement("telephony-ask")
export class TelephonyAsk extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property({ attribute: false }) known: readonly Contact[] = [];
  @property({ attribute: false }) search?: (text: string) => Promise<readonly Contact[]>;
  @property({ attribute: false }) server?: Connection;
  @property() language = "en";
  @state() private ask?: Ask;
  @state() private sent = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  async open(ask: Ask): Promise<void> {
    this.ask = ask;
    this.sent = "";
    await this.updateComplete;
    openModal(this.dialog);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lines") && this.ask && !this.stillPossible(this.ask)) closeModal(this.dialog);
  }

  /** The call may end, or change, while the dialog is open. */
  private stillPossible({ action, call }: Ask): boolean {
    return this.lines.some((line) =>
      line.calls.some(
        (now) => now.call_id === call.call_id && offers(now, action),
      ),
    );
  }

  override render(): TemplateResult {
    const { ask } = this;
    return html`
      <dialog
        class=${ask && SENDS.has(ask.action) ? "roomy" : ""}
        aria-labelledby="title"
        @close=${() => (this.ask = undefined)}>
        ${ask ? this.content(ask) : nothing}
      </dialog>
    `;
  }

  private content(ask: Ask): TemplateResult {
    return html`
      <h3 id="title">${localize(this.language, `action.${ask.action}`)}</h3>
      <p>${shownParty(ask.call, this.language)}</p>
      <div class="options">
        ${SENDS.has(ask.action)
          ? this.number(ask)
          : ask.action === "set_note"
            ? this.note(ask)
            : this.keypad(ask)}
        <button class="push" data-action="cancel" @click=${() => closeModal(this.dialog)}>
          ${localize(this.language, ask.action === "send_digits" ? "action.close" : "action.cancel")}
        </button>
      </div>
    `;
  }

  private note(ask: Ask): TemplateResult {
    const label = localize(this.language, "action.set_note");
    const save = (event: Event): void => {
      event.preventDefault();
      this.command(ask, { note: this.dialog.querySelector("textarea")?.value ?? "" });
      closeModal(this.dialog);
    };
    return html`<form class="options" @submit=${save}>
      <textarea rows="3" maxlength="500" aria-label=${label} .value=${ask.call.note ?? ""}></textarea>
      <button class="push good">${localize(this.language, "action.save")}</button>
    </form>`;
  }

  private keypad(ask: Ask): TemplateResult {
    return html`<output aria-live="polite">${this.sent || "\u00a0"}</output>
      <telephony-keypad
        .language=${this.language}
        @telephony-digit=${(event: CustomEvent<string>) => {
          this.sent += event.detail;
          this.command(ask, { digits: event.detail });
        }}
      ></telephony-keypad>`;
  }

  private number(ask: Ask): TemplateResult {
    const others = (contacts: readonly Contact[]): readonly Contact[] =>
      contacts.filter(({ number }) => number !== ask.call.number);
    return html`<telephony-targets
        .ask=${ask}
        .server=${this.server}
        .language=${this.language}
        @telephony-target=${(event: CustomEvent<Target>) => this.send(ask, event.detail)}
      ></telephony-targets>
      <telephony-dial
        quiet
        .known=${others(this.known)}
        .search=${async (text: string) => others((await this.search?.(text)) ?? [])}
        .language=${this.language}
        .submit=${`action.${ask.action}`}
        .submitIcon=${CALL_ACTIONS[ask.action]?.path}
        @telephony-number=${(event: CustomEvent<string>) => {
          event.stopPropagation();
          this.send(ask, { action: ask.action, name: event.detail, number: event.detail });
        }}
      ></telephony-dial>`;
  }

  private send(ask: Ask, target: Target): void {
    const { action, number } = target;
    if (!target.waits) this.command({ ...ask, action }, { number });
    if (action === "transfer" && target.device_id) followSent({ ask, target });
    closeModal(this.dialog);
  }

  private command({ action, line, call }: Ask, data: Record<string, string>): void {
    send(this, { action, line, data: { ...data, call_id: call.call_id } });
  }

  static override styles = [
    palette,
    controls,
    dialog,
    css`
      dialog.roomy {
        overflow: visible;
      }
      telephony-targets[asking] ~ * {
        display: none;
      }
      textarea {
        padding: 12px 16px;
        border-radius: 16px;
      }
      output {
        text-align: center;
        font-size: 1.5rem;
        letter-spacing: 0.1em;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
