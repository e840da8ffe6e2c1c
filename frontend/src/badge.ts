import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { shownParty } from "./format";
import { languageOf, type Hass } from "./hass";
import { localize, speaks } from "./localize";
import { firstLine, type Registry } from "./picker";
import { controls, icon, palette, tones } from "./styles";
import { Watched, foremost, stateEntity } from "./watched";
import "./duration";

interface BadgeConfig {
  type: string;
  /** Devices of lines and groups; without them the first lines that the user may read. */
  devices?: readonly string[];
}

/** Who calls or talks, else how many calls were missed, as a badge at the head of a view. */
@customElement("telephony-badge")
export class TelephonyBadge extends LitElement {
  @state() private config?: BadgeConfig;
  private hassNow?: Hass;
  private readonly watched = new Watched(this);

  static getStubConfig(hass: Registry): Partial<BadgeConfig> {
    const device = firstLine(hass);
    return device ? { devices: [device] } : {};
  }

  set hass(hass: Hass) {
    this.hassNow = hass;
    if (this.config) this.watched.set(hass.connection, this.config.devices);
  }

  setConfig(config: BadgeConfig): void {
    this.config = config;
    if (this.hassNow) this.watched.set(this.hassNow.connection, config.devices);
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.config || !this.hassNow) return nothing;
    const language = languageOf(this.hassNow);
    if (!speaks(language, () => this.requestUpdate())) return nothing;
    const { lines, skew } = this.watched;
    const found = foremost(lines);
    const missed = lines.reduce((sum, line) => sum + line.missed, 0);
    const line = found?.line ?? lines.find((each) => each.missed) ?? lines[0];
    const entity = line && stateEntity(this.hassNow, line.device_id);
    const open = (): unknown =>
      this.dispatchEvent(
        new CustomEvent("hass-more-info", {
          detail: { entityId: entity },
          bubbles: true,
          composed: true,
        }),
      );
    const path =
      found?.call.state === "ringing" ? "phone-ring" : found ? "phone-in-talk" : missed ? "phone-missed" : "phone";
    return html`<button
      class=${found?.call.state ?? (missed ? "missed" : "")}
      ?disabled=${!entity}
      @click=${open}
    >
      ${icon(path)}
      ${found
        ? html`<span class="hidden-text">${localize(language, `state.${found.call.state}`)}</span>
            <span class="name">${shownParty(found.call, language)}</span>
            <telephony-duration
              .since=${found.call.answered_at ?? found.call.started_at}
              .skew=${skew}
            ></telephony-duration>`
        : html`<span class="name"
            >${missed
              ? localize(language, "badge.missed", { count: missed })
              : localize(language, "card.no_calls")}</span
          >`}
    </button>`;
  }

  static override styles = [
    palette,
    controls,
    css`
      button {
        --tone: var(--phone-idle);
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: var(--ha-badge-size, 36px);
        max-width: 240px;
        padding: 0 12px;
        border: 1px solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
        border-radius: var(--ha-badge-border-radius, 18px);
        background: var(--phone-surface);
        font-size: var(--ha-badge-font-size, 12px);
        font-weight: 500;
      }
      .icon {
        --mdc-icon-size: 18px;
        width: 18px;
        height: 18px;
        color: var(--tone);
      }
      .missed {
        --tone: var(--phone-danger);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button:disabled {
        opacity: 1;
      }
    `,
    tones,
  ];
}
