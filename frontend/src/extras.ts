import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pressed, type Extras, type OwnButton } from "./own-buttons";
import type { Connection } from "./hass";
import { localize } from "./localize";
import { controls, palette } from "./styles";

/** Seconds for which the address of a camera's pictures is good: longer than anybody talks. */
const SIGNED_S = 86_400;

/** What belongs to a call and isn't part of it: the camera at the door, and the button that opens it. */
@customElement("telephony-extras")
export class TelephonyExtras extends LitElement {
  @property({ attribute: false }) extras!: Extras;
  @property({ attribute: false }) server?: Connection;
  @property() language = "en";
  /** While the buttons have just moved, a tap that was meant for another does nothing. */
  @property({ type: Boolean }) settling = false;
  @state() private source = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate("server");
  }

  /** A browser that has no use for the pictures any longer would go on loading them. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.source = "";
    this.renderRoot.querySelector("img")?.removeAttribute("src");
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("extras")?.camera;
    if (changed.has("server") || (changed.has("extras") && before !== this.extras.camera)) void this.look();
  }

  private async look(): Promise<void> {
    const { camera } = this.extras;
    this.source = "";
    if (!camera || !this.server) return;
    const request = {
      type: "auth/sign_path",
      path: `/api/camera_proxy_stream/${camera}`,
      expires: SIGNED_S,
    };
    const { path } = await this.server.sendMessagePromise<{ path: string }>(request).catch(() => ({ path: "" }));
    if (camera === this.extras.camera && this.isConnected) this.source = path;
  }

  override render(): TemplateResult {
    const { buttons = [] } = this.extras;
    return html`${this.picture()}
    ${buttons.length ? html`<div>${buttons.map((each) => this.button(each))}</div>` : nothing}`;
  }

  private picture(): TemplateResult | typeof nothing {
    const { camera: entity = "" } = this.extras;
    if (!this.source) return nothing;
    const label = localize(this.language, "extras.camera");
    return html`<button
      class="view"
      aria-label=${label}
      title=${label}
      @click=${() => this.press({ entity, tap_action: { action: "more-info" } })}
    >
      <img src=${this.source} alt="" @error=${() => (this.source = "")} />
    </button>`;
  }

  private button(own: OwnButton): TemplateResult {
    return html`<button
      class="push"
      aria-disabled=${this.settling ? "true" : "false"}
      @click=${() => this.press(own)}
    >
      ${own.icon ? html`<ha-icon class="icon" icon=${own.icon} aria-hidden="true"></ha-icon>` : nothing}
      <span>${own.name}</span>
    </button>`;
  }

  private press(config: Parameters<typeof pressed>[1]): void {
    if (!this.settling) pressed(this, config);
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .push {
        flex: 1 1 40%;
      }
      span {
        overflow-wrap: anywhere;
      }
      .view {
        padding: 0;
        border-radius: 16px;
        overflow: hidden;
      }
      img {
        display: block;
        width: 100%;
        height: min(30vh, 320px);
        object-fit: cover;
      }
    `,
  ];
}
