import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localize } from "./localize";
import type { Line } from "./model";
import { canNotify, isDenied, notifies, setNotifies } from "./notices";
import { nextChoice, onPopupChoice, popupChoice, setPopupChoice } from "./popup-choice";
import { controls, icon, palette } from "./styles";
import "./ring-choice";

const ICONS = { on: "bell-ring", all: "bell-plus", off: "bell-off" };

/** Chooses which calls pop up in this browser, how they ring, and whether its system tells of them too. */
@customElement("telephony-bell")
export class TelephonyBell extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property() language = "en";
  private forget?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.forget = onPopupChoice(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget?.();
  }

  override render(): TemplateResult {
    const wished = this.lines.some(({ popup }) => popup) ? "on" : "off";
    const choice = popupChoice() ?? wished;
    const hasOwn = this.lines.some(({ mine }) => mine !== undefined);
    const label = localize(
      this.language,
      `popup.${hasOwn && choice === "on" ? "mine" : choice}`,
    );
    return html`${choice === "off"
        ? nothing
        : html`<telephony-ring-choice .language=${this.language}></telephony-ring-choice>`}
      ${choice === "off" || !canNotify() ? nothing : this.notices()}
      <button
        class="round"
        role=${hasOwn ? nothing : "switch"}
        aria-checked=${hasOwn ? nothing : choice !== "off"}
        aria-label=${label}
        title=${label}
        @click=${() => setPopupChoice(nextChoice(choice, hasOwn))}
      >
        ${icon(ICONS[choice])}
      </button>`;
  }

  private notices(): TemplateResult {
    const on = notifies();
    const label = localize(this.language, `notices.${isDenied() ? "denied" : "wish"}`);
    return html`<button
      class="round"
      data-action="notices"
      role="switch"
      aria-checked=${on}
      aria-label=${label}
      title=${label}
      @click=${() => void setNotifies(!on, this.language).then(() => this.requestUpdate())}
    >
      ${icon(on ? "message-badge" : "message-off-outline")}
    </button>`;
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: flex;
      }
      /* Phones' and tablets' browsers show none. */
      @media (hover: none) {
        [data-action] {
          display: none;
        }
      }
    `,
  ];
}
