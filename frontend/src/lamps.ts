import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { choose } from "./choice";
import { localize } from "./localize";
import { wordOf, type Lamp } from "./model";
import { controls, dot, others, palette, unmixed } from "./styles";

/** The busy-lamp field: what other lines do, each one touch away. */
@customElement("telephony-lamps")
export class TelephonyLamps extends LitElement {
  @property({ attribute: false }) lamps: ReadonlyMap<string, Lamp> = new Map();
  @property() language = "en";

  override render(): TemplateResult {
    return html`
      <h3>${localize(this.language, "section.lamps")}</h3>
      <div class="field">
        ${repeat(
          this.lamps,
          ([key]) => key,
          ([, lamp]) => this.lamp(lamp),
        )}
      </div>
    `;
  }

  private lamp(lamp: Lamp): TemplateResult {
    const shown = wordOf(lamp);
    const state = localize(this.language, `state.${shown}`);
    return html`
      <button
        class=${shown}
        aria-label=${localize(this.language, "lamp.help", { name: lamp.name, state })}
        @click=${() =>
          choose(this, { name: lamp.name, number: lamp.line, ringing: shown === "ringing" })}
      >
        <i></i>
        <bdi class="name">${lamp.name}</bdi>
        <span class="word">${state}</span>
      </button>
    `;
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: block;
      }
      .field {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(136px, 1fr));
        gap: 8px;
        margin-top: 8px;
      }
      button {
        --tone: var(--phone-idle);
        display: grid;
        grid-template-columns: 12px minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        padding: 8px 12px;
        min-height: 56px;
        border-radius: 12px;
        text-align: start;
        background: color-mix(in srgb, var(--tone) 10%, transparent);
      }
      button:hover {
        background: color-mix(in srgb, var(--tone) 18%, transparent);
      }
      ${unmixed} {
        button,
        button:hover {
          background: var(--phone-tint);
        }
      }
      .ringing i {
        animation: blink 1s steps(2, jump-none) infinite;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
      .word {
        grid-column: 2;
        font-size: 0.8125em;
      }
      @keyframes blink {
        to {
          opacity: 0.25;
        }
      }
    `,
    dot,
    others,
  ];
}
