import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { dialog } from "./dialog";
import { closeModal, openModal } from "./layer";
import { localize } from "./localize";
import { ringChoice, setRing, type RingChoice } from "./ring";
import { controls, icon, palette } from "./styles";
import { TONES } from "./tones";

/** Chooses the tone with which calls ring in this browser, and how loud it is. */
@customElement("telephony-ring-choice")
export class TelephonyRingChoice extends LitElement {
  @property() language = "en";
  @query("dialog") private dialog!: HTMLDialogElement;

  override render(): TemplateResult {
    const { tone, volume } = ringChoice();
    const label = this.text("choose");
    return html`<button
        class="round"
        aria-label=${label}
        aria-haspopup="dialog"
        title=${label}
        @click=${() => openModal(this.dialog)}
      >
        ${icon(tone ? "music-note" : "music-note-off")}
      </button>
      <dialog aria-labelledby="title">
        <h3 id="title">${label}</h3>
        <p>${this.text("help")}</p>
        <div class="options">
          <label
            >${this.text("tone")}
            <select @change=${(event: Event) => this.choose({ tone: valueOf(event) as RingChoice["tone"] })}>
              ${["", ...Object.keys(TONES)].map(
                (name) =>
                  html`<option value=${name} ?selected=${name === tone}>
                    ${this.text(name || "none")}
                  </option>`,
              )}
            </select></label
          >
          <label
            >${this.text("volume")}
            <input
              type="range"
              min="10"
              max="100"
              step="10"
              .value=${String(volume)}
              ?disabled=${!tone}
              @change=${(event: Event) => this.choose({ volume: Number(valueOf(event)) })}
          /></label>
          <button class="push" data-action="close" @click=${() => closeModal(this.dialog)}>
            ${localize(this.language, "action.close")}
          </button>
        </div>
      </dialog>`;
  }

  private text(key: string): string {
    return localize(this.language, `ring.${key}`);
  }

  private choose(choice: Partial<RingChoice>): void {
    setRing({ ...ringChoice(), ...choice });
    this.requestUpdate();
  }

  static override styles = [
    palette,
    controls,
    dialog,
    css`
      .options {
        gap: 16px;
      }
      [type="range"] {
        padding: 0;
        border: 0;
        accent-color: var(--phone-connected);
      }
    `,
  ];
}

const valueOf = ({ target }: Event): string => (target as HTMLInputElement).value;
