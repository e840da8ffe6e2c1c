import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localize } from "./localize";
import type { Line } from "./model";
import { nextChoice, onPopupChoice, popupChoice, setPopupChoice } from "./popup-choice";
import { controls, icon, palette } from "./styles";

const ICONS = { on: "bell-ring", all: "bell-plus", off: "bell-off" };

/** Chooses which calls pop up in this browser. */
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
    return html`<button
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

  static override styles = [palette, controls];
}
