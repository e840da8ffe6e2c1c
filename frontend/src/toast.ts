import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { localize } from "./localize";
import { bar, controls, palette } from "./styles";

/** How long something can be undone. */
export const UNDO_MS = 6000;

/** Does something a little later, so that it can be undone until then; at once where the page goes. */
@customElement("telephony-toast")
export class TelephonyToast extends LitElement {
  @property() language = "en";
  @state() private said = "";
  private act?: () => void;
  private undo: () => void = () => undefined;
  private timer?: ReturnType<typeof setTimeout>;
  private readonly now = (): void => this.finish();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("pagehide", this.now);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("pagehide", this.now);
    this.finish();
  }

  /** Say what is done, and do it unless somebody undoes it; what was said before is done now. */
  say(said: string, act: () => void, undo: () => void): void {
    this.finish();
    this.said = said;
    this.act = act;
    this.undo = undo;
    this.timer = setTimeout(this.now, UNDO_MS);
  }

  /** Undo what was said, where it would mean more by now than somebody has seen. */
  cancel(): void {
    if (this.act) this.finish(true);
  }

  private finish(undone = false): void {
    clearTimeout(this.timer);
    const { act } = this;
    this.act = undefined;
    this.said = "";
    if (undone) this.undo();
    else act?.();
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${this.said
        ? html`<p>
            <span>${this.said}</span>
            <button class="push" data-action="undo" @click=${() => this.finish(true)}>
              ${localize(this.language, "action.undo")}
            </button>
          </p>`
        : nothing}
    </div>`;
  }

  static override styles = [
    palette,
    controls,
    bar,
    css`
      /* At the screen's lower edge where its lines are longer, and over nothing else. */
      :host {
        display: block;
        position: sticky;
        bottom: 12px;
        z-index: 4;
      }
      p {
        justify-content: space-between;
        margin-top: 8px;
      }
    `,
  ];
}
