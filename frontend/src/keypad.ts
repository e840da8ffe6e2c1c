import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localize } from "./localize";
import { controls, palette } from "./styles";

const KEYS = [..."123456789*0#"];
const LETTERS: Record<string, string> = {
  "0": "+",
  "2": "ABC",
  "3": "DEF",
  "4": "GHI",
  "5": "JKL",
  "6": "MNO",
  "7": "PQRS",
  "8": "TUV",
  "9": "WXYZ",
};

/** Twelve keys, each of which hands out its digit. */
@customElement("telephony-keypad")
export class TelephonyKeypad extends LitElement {
  @property() language = "en";

  override render(): TemplateResult {
    return html`<div role="group" aria-label=${localize(this.language, "action.send_digits")}>
      ${KEYS.map(
        (key) => html`<button
          type="button"
          class="push"
          data-digit=${key}
          aria-label=${key}
          @click=${() => this.press(key)}
        >
          <b>${key}</b><small>${LETTERS[key]}</small>
        </button>`,
      )}
    </div>`;
  }

  private press(digit: string): void {
    this.dispatchEvent(new CustomEvent<string>("telephony-digit", { detail: digit }));
  }

  static override styles = [
    palette,
    controls,
    css`
      div {
        display: grid;
        grid-template-columns: repeat(3, minmax(64px, 96px));
        justify-content: center;
        gap: 8px;
        margin-top: 12px;
      }
      .push {
        flex-direction: column;
        gap: 0;
        min-height: 56px;
        border-radius: 28px;
      }
      b {
        font-size: 1.375rem;
        font-weight: 400;
        line-height: 1.1;
      }
      small {
        font-size: 0.625rem;
        letter-spacing: 0.1em;
        min-height: 1.1em;
        color: var(--phone-quiet);
      }
    `,
  ];
}
