import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repairOf, type Down } from "./connections";
import { moment } from "./format";
import type { Connection } from "./hass";
import { localize } from "./localize";
import { controls, icon, palette, unmixed } from "./styles";

/** All on the page: of several cards' about one connection, the first says it. */
const banners = new Set<TelephonyBanner>();

/** Says of one connection that it is down, why, and since when; leads whoever may to the repair. */
@customElement("telephony-banner")
export class TelephonyBanner extends LitElement {
  @property({ attribute: false }) down!: Down;
  /** Only for those who may mend it. */
  @property({ attribute: false }) server?: Connection;
  @property() language = "en";
  @state() private repair = "";

  override connectedCallback(): void {
    super.connectedCallback();
    banners.add(this);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    banners.delete(this);
    this.tellOthers();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("down")) this.tellOthers();
  }

  private tellOthers(): void {
    for (const each of banners) if (each !== this) each.requestUpdate();
  }

  private get isFirst(): boolean {
    return [...banners].find(({ down }) => down.connection === this.down.connection) === this;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("down") || changed.has("server")) void this.look();
  }

  private async look(): Promise<void> {
    this.repair = "";
    if (!this.server) return;
    const { down } = this;
    const repair = await repairOf(this.server, down.connection).catch(() => "");
    if (down === this.down) this.repair = repair;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.isFirst) return nothing;
    const { name, reason, since } = this.down;
    return html`<p role="status">
      ${icon("phone-off")}
      <span
        ><b>${name}</b>: ${reason || localize(this.language, "banner.no_connection")}.
        ${localize(this.language, "banner.since", {
          time: moment({ started_at: since }, this.language),
        })}</span
      >
      ${this.repair
        ? html`<a class="push" href=${this.repair}
            >${localize(this.language, "banner.repair")}</a
          >`
        : nothing}
    </p>`;
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin: 0 0 12px;
        padding: 8px 12px;
        min-height: 44px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--phone-danger) 12%, transparent);
      }
      span {
        flex: 1 1 160px;
        overflow-wrap: anywhere;
      }
      .icon {
        color: var(--phone-danger);
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      ${unmixed} {
        p {
          background: var(--phone-tint);
        }
      }
    `,
  ];
}
