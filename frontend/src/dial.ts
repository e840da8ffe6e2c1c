import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { digits, readable } from "./format";
import { canTakeLinks, takeLinks } from "./link";
import { localize } from "./localize";
import type { Contact } from "./model";
import { controls, icon, palette } from "./styles";
import "./keypad";

const SEARCH_DELAY_MS = 150;
const MOST = 8;

/** What people write into a number to read it. */
const SPACING = /[\s().\-/]/gu;

const fits = ({ name, number }: Contact, text: string): boolean =>
  name.toLocaleLowerCase().includes(text.toLocaleLowerCase()) ||
  number.includes(text.replace(SPACING, "") || text);

const distinct = (contacts: readonly Contact[]): Contact[] => {
  const numbers = contacts.map(({ number }) => number);
  return contacts.filter(({ number }, index) => numbers.indexOf(number) === index);
};

/** A field for a number with names and last numbers, and a keypad; hands out what was entered. */
@customElement("telephony-dial")
export class TelephonyDial extends LitElement {
  /** The last numbers and the colleagues, offered before anything is typed. */
  @property({ attribute: false }) known: readonly Contact[] = [];
  @property({ attribute: false }) search: (text: string) => Promise<readonly Contact[]> =
    async () => [];
  @property() language = "en";
  @property() submit = "action.call";
  @property({ attribute: false }) submitIcon = "phone";
  @property({ type: Boolean }) disabled = false;
  /** Whether the page opens links with numbers. */
  @property({ type: Boolean }) takesLinks = false;
  /** Whether nothing is offered before something is typed. */
  @property({ type: Boolean }) quiet = false;
  @state() private value = "";
  @state() private found: readonly Contact[] = [];
  @state() private opened = false;
  @state() private active = -1;
  @state() private keypad = false;
  @query("input") private input!: HTMLInputElement;
  private timer?: ReturnType<typeof setTimeout>;

  override focus(): void {
    this.input.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("active")) {
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }
  }

  private get suggestions(): Contact[] {
    const near = this.known.filter((contact) => fits(contact, this.value));
    return distinct(this.value ? [...this.found, ...near] : near).slice(0, MOST);
  }

  override render(): TemplateResult {
    const suggestions = this.opened ? this.suggestions : [];
    return html`
      <form @submit=${this.done} @focusout=${this.left}>
        <div class="field">
          ${this.field(suggestions)} ${this.toggle()}
          <button class="push good" ?disabled=${!this.value.trim() || this.disabled}>
            ${icon(this.submitIcon)}<span>${localize(this.language, this.submit)}</span>
          </button>
        </div>
        ${this.list(suggestions)}
        ${this.keypad
          ? html`<telephony-keypad
                .language=${this.language}
                @telephony-digit=${(event: CustomEvent<string>) => this.type(event.detail)}
              ></telephony-keypad>
              ${this.linkButton()}`
          : nothing}
      </form>
    `;
  }

  private field(suggestions: readonly Contact[]): TemplateResult {
    const label = localize(this.language, "dial.label");
    return html`<input
      type="text"
      inputmode="text"
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      aria-label=${label}
      placeholder=${label}
      aria-expanded=${suggestions.length > 0}
      aria-controls="suggestions"
      aria-autocomplete="list"
      aria-activedescendant=${this.active < 0 ? nothing : `suggestion-${this.active}`}
      .value=${this.value}
      ?disabled=${this.disabled}
      @input=${() => this.change(this.input.value)}
      @focus=${() => (this.opened = !this.quiet)}
      @keydown=${this.key}
    />`;
  }

  private toggle(): TemplateResult {
    const erase = this.keypad && this.value;
    const label = localize(this.language, erase ? "dial.delete" : "dial.keypad");
    return html`<button
      type="button"
      class="round"
      aria-label=${label}
      title=${label}
      aria-expanded=${erase ? nothing : this.keypad}
      @click=${() =>
        erase ? this.change(this.value.slice(0, -1)) : (this.keypad = !this.keypad)}
    >
      ${icon(erase ? "backspace-outline" : "dialpad")}
    </button>`;
  }

  /** Once, where the browser can: `tel:` in any page then leads to this one. */
  private linkButton(): TemplateResult | typeof nothing {
    if (!this.takesLinks || !canTakeLinks()) return nothing;
    return html`<button type="button" class="push links" @click=${takeLinks}>
      ${icon("link-variant")}<span>${localize(this.language, "dial.links")}</span>
    </button>`;
  }

  private list(suggestions: readonly Contact[]): TemplateResult {
    return html`<ul
      id="suggestions"
      role="listbox"
      aria-label=${localize(this.language, "dial.label")}
      ?hidden=${!suggestions.length}
    >
      ${suggestions.map(
        (contact, index) => html`<li
          id="suggestion-${index}"
          role="option"
          aria-selected=${index === this.active}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${() => this.pick(contact)}
        >
          ${contact.name === contact.number ? nothing : html`<bdi>${contact.name}</bdi>`}
          ${digits(readable(contact))}
        </li>`,
      )}
    </ul>`;
  }

  private key(event: KeyboardEvent): void {
    const suggestions = this.suggestions;
    if (event.key === "Escape" && this.opened && suggestions.length) {
      this.opened = false;
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.opened = true;
      this.active = Math.max(-1, Math.min(suggestions.length - 1, this.active + step));
      event.preventDefault();
    } else if (event.key === "Enter" && this.opened && suggestions[this.active]) {
      this.pick(suggestions[this.active] as Contact);
      event.preventDefault();
    }
  }

  private type(digit: string): void {
    this.change(this.value + digit);
    this.opened = false;
  }

  private change(value: string): void {
    this.value = value;
    this.active = -1;
    this.opened = true;
    this.found = [];
    clearTimeout(this.timer);
    if (value.trim()) this.timer = setTimeout(() => void this.look(value), SEARCH_DELAY_MS);
  }

  private async look(value: string): Promise<void> {
    const found = await this.search(value.trim());
    if (value === this.value) this.found = found;
  }

  private pick({ number }: Contact): void {
    this.change(number);
    clearTimeout(this.timer);
    this.input.focus();
    this.opened = false;
  }

  private left(event: FocusEvent): void {
    if (!this.renderRoot.contains(event.relatedTarget as Node | null)) this.opened = false;
  }

  private done(event: Event): void {
    event.preventDefault();
    const number = this.value.trim();
    if (!number || this.disabled) return;
    this.change("");
    this.opened = false;
    this.keypad = false;
    this.dispatchEvent(
      new CustomEvent<string>("telephony-number", {
        detail: number,
        bubbles: true,
        composed: true,
      }),
    );
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      form {
        position: relative;
      }
      .field {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      input {
        flex: 1;
        font-size: 1.125rem;
      }
      .round {
        flex: none;
      }
      .push {
        flex: none;
        min-height: 48px;
        border-radius: 24px;
      }
      ul {
        position: absolute;
        right: 0;
        left: 0;
        top: 52px;
        z-index: 3;
        padding: 8px 0;
        max-height: 280px;
        overflow: auto;
        border-radius: 16px;
        background: var(--phone-surface);
        box-shadow: 0 4px 24px rgb(0 0 0 / 0.3);
      }
      li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 16px;
        min-height: 44px;
        padding: 0 16px;
        cursor: pointer;
      }
      li + li {
        border: 0;
      }
      li bdi + bdi {
        color: var(--phone-quiet);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      li:hover,
      li[aria-selected="true"] {
        background: var(--phone-tint);
      }
      .links {
        margin: 12px auto 0;
        display: flex;
      }
      @container (max-width: 380px) {
        .field .push span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];
}
