import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { send, type Command } from "./command";
import { dialog } from "./dialog";
import { countryName, digits, partyName, readable } from "./format";
import { closeModal, openModal } from "./layer";
import { localize } from "./localize";
import { ownFirst, type Call, type Favorite, type Line } from "./model";
import { controls, icon, palette } from "./styles";

/** The marks around a name that only the caller says. */
const QUOTES = /^“|”$/gu;

/** A number that somebody touched in a list. */
export interface Choice {
  name?: string | null;
  number: string;
  formatted_number?: string | null;
  /** The line to call from, where the list knows one. */
  from?: Line;
  ringing?: boolean;
  /** Whether nobody has saved whose number it is. */
  unknown?: boolean;
}

/** Ask for what to do with a number: nothing is dialled from a list at one touch. */
export const choose = (from: HTMLElement, detail: Choice): void => {
  from.dispatchEvent(
    new CustomEvent<Choice>("telephony-choose", { detail, bubbles: true, composed: true }),
  );
};

/** A command with a number abroad that nobody has called yet, and the country. */
interface Doubt {
  command: Command;
  country: string;
}

const able = (lines: readonly Line[], action: string): readonly Line[] =>
  ownFirst(lines).filter((line) => line.can_control && line.actions.includes(action));

/** Asks what to do with a number: call it, transfer a call to it, or pick up what rings there. */
@customElement("telephony-choice")
export class TelephonyChoice extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property({ attribute: false }) newAbroad: (line: Line, number: string) => Promise<string | null> =
    async () => null;
  /** Saves whose number it is, for those who may. */
  @property({ attribute: false }) save?: (
    line: Line,
    number: string,
    name: string,
    block?: boolean,
  ) => Promise<boolean>;
  @property({ attribute: false }) favorites: readonly Favorite[] = [];
  /** Puts a number to the user's favorites, or takes it away. */
  @property({ attribute: false }) star?: (
    line: Line,
    number: string,
    favorite: boolean,
  ) => Promise<void>;
  @property() language = "en";
  @state() private saving = false;
  @state() private blocked = false;
  @state() private choice?: Choice;
  @state() private doubt?: Doubt;
  @state() private from = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  async open(choice: Choice): Promise<void> {
    this.choice = choice;
    this.from = choice.from?.line ?? "";
    this.doubt = undefined;
    this.saving = this.blocked = false;
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
        ${this.blocked
          ? html`<p role="status">${this.text("choice.blocked")}</p>`
          : this.saving
            ? this.nameForm(choice)
          : this.doubt
            ? this.question(choice, this.doubt)
            : this.options(choice, callers)}
        <button class="push" data-action="cancel" @click=${() => closeModal(this.dialog)}>
          ${this.text(this.blocked ? "action.close" : "action.cancel")}
        </button>
      </div>
    `;
  }

  private options(choice: Choice, callers: readonly Line[]): TemplateResult {
    return html`${this.lineSelect(callers)} ${this.pickUp(choice)} ${this.forCalls(choice)}
    ${callers.length
      ? this.option("make_call", "phone", "action.call", () => this.make(choice, callers))
      : html`<p>${this.text("dial.none")}</p>`}
    ${choice.unknown && choice.from && this.save
      ? html`${this.option("save_contact", "account-plus", "choice.save", () => void this.askName())}
        ${this.option("block", "phone-cancel", "choice.block", () => void this.block(choice))}`
      : nothing}
    ${this.favorite(choice)}
    ${"clipboard" in navigator
      ? this.option("copy", "content-copy", "choice.copy", () => {
          void navigator.clipboard.writeText(choice.number);
          closeModal(this.dialog);
        })
      : nothing}`;
  }

  private favorite({ number, from = this.lines[0] }: Choice): TemplateResult | typeof nothing {
    const { star } = this;
    if (!from || !star) return nothing;
    const has = this.favorites.some(
      (each) => each.number === number && each.connection === from.connection,
    );
    return this.option("favorite", has ? "star-off" : "star", `choice.${has ? "unstar" : "star"}`, () => {
      void star(from, number, !has);
      closeModal(this.dialog);
    });
  }

  private async askName(): Promise<void> {
    this.saving = true;
    await this.updateComplete;
    this.dialog.querySelector("input")?.focus();
  }

  private async block(choice: Choice): Promise<void> {
    const { from, number, name } = choice;
    if (!from) return;
    const called = name?.replace(QUOTES, "") || readable(choice);
    if (await this.save?.(from, number, called, true)) this.blocked = true;
    else closeModal(this.dialog);
  }

  private nameForm({ name, number, from }: Choice): TemplateResult {
    const done = async (event: SubmitEvent): Promise<void> => {
      event.preventDefault();
      const entered = this.dialog.querySelector("input")?.value.trim();
      if (!from || !entered) return;
      await this.save?.(from, number, entered);
      closeModal(this.dialog);
    };
    return html`<form class="options" @submit=${done}>
      <input
        name="name"
        required
        maxlength="100"
        autocomplete="off"
        aria-label=${this.text("choice.name")}
        placeholder=${this.text("choice.name")}
        .value=${(name ?? "").replace(QUOTES, "")}
      />
      <button class="push good" data-action="save">
        ${icon("account-plus")}<span>${this.text("choice.save")}</span>
      </button>
    </form>`;
  }

  private question({ number }: Choice, { command, country }: Doubt): TemplateResult {
    const name = countryName(country, this.language) ?? number;
    return html`<p role="alert">${this.text("choice.abroad", { country: name })}</p>
      ${this.option(command.action, "phone", "choice.go_ahead", () => this.finish(command))}`;
  }

  /** Ask once more before a number abroad that nobody has called yet, else send the command. */
  private async dial(command: Command, number: string): Promise<void> {
    const { choice } = this;
    const country = await this.newAbroad(command.line as Line, number);
    if (choice !== this.choice) return;
    if (country === null) return this.finish(command);
    this.doubt = { command, country };
  }

  private finish(command: Command): void {
    send(this, command);
    closeModal(this.dialog);
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
      @click=${act}
    >
      ${icon(path)}<span>${this.text(label)}</span>
    </button>`;
  }

  private make({ number }: Choice, callers: readonly Line[]): void {
    const line = callers.find((caller) => caller.line === this.from) ?? callers[0];
    if (line) void this.dial({ action: "make_call", line, data: { number } }, number);
  }

  private pickUp({ number, ringing }: Choice): TemplateResult | typeof nothing {
    const line = able(this.lines, "pick_up")[0];
    if (!ringing || !line) return nothing;
    return this.option("pick_up", "phone-plus", "action.pick_up", () =>
      this.finish({ action: "pick_up", line, data: { number } }),
    );
  }

  private forCalls(choice: Choice): TemplateResult[] {
    return this.lines.flatMap((line) =>
      line.can_control
        ? line.calls.flatMap((call) => [
            ...this.forCall(choice, line, call, "transfer", "phone-forward"),
            ...this.forCall(choice, line, call, "consult", "account-voice"),
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
    return [
      this.option(action, path, label, () => void this.dial({ action, line, data }, number)),
    ];
  }

  static override styles = [palette, controls, dialog];
}
