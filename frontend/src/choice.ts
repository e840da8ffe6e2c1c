import { mdiAccountVoice, mdiPhone, mdiPhoneForward, mdiPhonePlus } from "@mdi/js";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { send } from "./command";
import { dialog } from "./dialog";
import { digits, partyName, readable } from "./format";
import { closeModal, openModal } from "./layer";
import { localize } from "./localize";
import type { Call, Line } from "./model";
import { controls, icon, palette } from "./styles";

/** A number that somebody touched in a list. */
export interface Choice {
  name: string | null;
  number: string;
  formatted_number?: string | null;
  /** The line to call from, where the list knows one. */
  from?: Line;
  ringing?: boolean;
}

/** Ask for what to do with a number: nothing is dialled from a list at one touch. */
export const choose = (from: HTMLElement, detail: Choice): void => {
  from.dispatchEvent(
    new CustomEvent<Choice>("telephony-choose", { detail, bubbles: true, composed: true }),
  );
};

const able = (lines: readonly Line[], action: string): readonly Line[] =>
  lines.filter((line) => line.can_control && line.actions.includes(action));

/** Asks what to do with a number: call it, transfer a call to it, or pick up what rings there. */
@customElement("telephony-choice")
export class TelephonyChoice extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property() language = "en";
  @state() private choice?: Choice;
  @state() private from = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  async open(choice: Choice): Promise<void> {
    this.choice = choice;
    this.from = choice.from?.line ?? "";
    await this.updateComplete;
    openModal(this.dialog);
  }

  override render(): TemplateResult {
    const { choice } = this;
    return html`
      <dialog aria-labelledby="title" @close=${() => (this.choice = undefined)}>
        ${choice ? this.content(choice) : nothing}
      </dialog>
    `;
  }

  private text(key: string, values: Record<string, string> = {}): string {
    return localize(this.language, key, values);
  }

  private content(choice: Choice): TemplateResult {
    const callers = able(this.lines, "make_call");
    const number = digits(readable(choice));
    return html`
      <h3 id="title">${choice.name ? html`<bdi>${choice.name}</bdi>` : number}</h3>
      ${choice.name && choice.name !== choice.number ? html`<p>${number}</p>` : nothing}
      <div class="options">
        ${this.lineSelect(callers)} ${this.pickUp(choice)} ${this.forCalls(choice)}
        ${callers.length
          ? this.option("make_call", mdiPhone, "action.call", () => this.make(choice, callers))
          : html`<p>${this.text("dial.none")}</p>`}
        <button class="push" data-action="cancel" @click=${() => closeModal(this.dialog)}>
          ${this.text("action.cancel")}
        </button>
      </div>
    `;
  }

  private lineSelect(callers: readonly Line[]): TemplateResult | typeof nothing {
    if (callers.length < 2) return nothing;
    return html`<label>
      ${this.text("action.call_from")}
      <select @change=${(event: Event) => (this.from = (event.target as HTMLSelectElement).value)}>
        ${callers.map(
          ({ line, name }) =>
            html`<option value=${line} ?selected=${line === this.from}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  private option(action: string, path: string, label: string, act: () => void): TemplateResult {
    return html`<button
      class="push ${action === "make_call" ? "good" : ""}"
      data-action=${action}
      @click=${() => {
        act();
        closeModal(this.dialog);
      }}
    >
      ${icon(path)}<span>${this.text(label)}</span>
    </button>`;
  }

  private make({ number }: Choice, callers: readonly Line[]): void {
    const line = callers.find((caller) => caller.line === this.from) ?? callers[0];
    if (line) send(this, { action: "make_call", line, data: { number } });
  }

  private pickUp({ number, ringing }: Choice): TemplateResult | typeof nothing {
    const line = able(this.lines, "pick_up")[0];
    if (!ringing || !line) return nothing;
    return this.option("pick_up", mdiPhonePlus, "action.pick_up", () =>
      send(this, { action: "pick_up", line, data: { number } }),
    );
  }

  private forCalls(choice: Choice): TemplateResult[] {
    return this.lines.flatMap((line) =>
      line.can_control
        ? line.calls.flatMap((call) => [
            ...this.forCall(choice, line, call, "transfer", mdiPhoneForward),
            ...this.forCall(choice, line, call, "consult", mdiAccountVoice),
          ])
        : [],
    );
  }

  private forCall(
    { number }: Choice,
    line: Line,
    call: Call,
    action: "transfer" | "consult",
    path: string,
  ): TemplateResult[] {
    if (!call.actions.includes(action)) return [];
    const label = this.text(`choice.${action}`, { party: partyName(call, this.language) });
    const data = { number, call_id: call.call_id };
    return [this.option(action, path, label, () => send(this, { action, line, data }))];
  }

  static override styles = [palette, controls, dialog];
}
