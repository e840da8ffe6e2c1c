import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { choose } from "./choice";
import { send } from "./command";
import { dialog } from "./dialog";
import { readable } from "./format";
import { localize } from "./localize";
import { ownFirst, type Contact, type Favorite, type Line } from "./model";
import { controls, icon, palette } from "./styles";
import "./dial";

/** The dial field of the card, with the line to call from where there are several. */
@customElement("telephony-dial-section")
export class TelephonyDialSection extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property({ attribute: false }) known: readonly Contact[] = [];
  @property({ attribute: false }) search?: (text: string) => Promise<readonly Contact[]>;
  @property({ attribute: false }) favorites: readonly Favorite[] = [];
  @property() language = "en";
  @state() private from = "";

  private get callers(): readonly Line[] {
    return ownFirst(this.lines).filter(
      ({ can_control, actions }) => can_control && actions.includes("make_call"),
    );
  }

  override render(): TemplateResult {
    const { callers } = this;
    const starred = this.favorites.filter(({ connection }) =>
      this.lines.some((line) => line.connection === connection),
    );
    return html`
      ${callers.length > 1 ? this.lineSelect(callers) : nothing}
      <telephony-dial
        takesLinks
        .known=${this.known}
        .search=${this.search}
        .language=${this.language}
        .disabled=${!callers.length}
        @telephony-number=${(event: CustomEvent<string>) => this.make(event.detail)}
      ></telephony-dial>
      ${starred.length
        ? html`<div class="starred">
            ${starred.map(({ name, number, formatted_number, connection }) => {
              const from = callers.find((line) => line.connection === connection);
              const choice = { name, number, formatted_number, from };
              return html`<button class="push" @click=${() => choose(this, choice)}>
                ${icon("star")}<bdi>${name ?? readable(choice)}</bdi>
              </button>`;
            })}
          </div>`
        : nothing}
    `;
  }

  private lineSelect(callers: readonly Line[]): TemplateResult {
    return html`<label>
      ${localize(this.language, "action.call_from")}
      <select @change=${(event: Event) => (this.from = (event.target as HTMLSelectElement).value)}>
        ${callers.map(
          ({ line, name }) =>
            html`<option value=${line} ?selected=${line === this.from}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  private make(number: string): void {
    const line = this.callers.find((caller) => caller.line === this.from) ?? this.callers[0];
    if (line) send(this, { action: "make_call", line, data: { number } });
  }

  static override styles = [
    palette,
    controls,
    dialog,
    css`
      .starred {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .starred .icon {
        --mdc-icon-size: 18px;
        width: 18px;
        height: 18px;
        color: var(--phone-ringing);
      }
      :host {
        display: grid;
        gap: 8px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      select {
        flex: 1;
      }
    `,
  ];
}
