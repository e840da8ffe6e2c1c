import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { CALL_ACTIONS, wording, type ActionLook } from "./call";
import { errorText, run } from "./command";
import { languageOf, type Hass } from "./hass";
import { localize, speaks } from "./localize";
import type { Call, Line } from "./model";
import { Settling } from "./settling";
import { controls, icon, palette } from "./styles";
import { Watched, foremost } from "./watched";

interface Context {
  entity_id?: string;
}

/** Buttons for the call of a line below Home Assistant's own tile. */
@customElement("telephony-call-feature")
export class TelephonyCallFeature extends LitElement {
  @state() private error = "";
  private hassNow?: Hass;
  private entity = "";
  private arrangement = "";
  private readonly settling = new Settling(this);
  private readonly watched = new Watched(this);

  static getStubConfig(): object {
    return { type: "custom:telephony-call-feature" };
  }

  set hass(hass: Hass) {
    this.hassNow = hass;
    this.listen();
  }

  set context({ entity_id = "" }: Context) {
    this.entity = entity_id;
    this.listen();
  }

  setConfig(): void {
    // There is nothing to set.
  }

  private listen(): void {
    const device = this.hassNow?.entities?.[this.entity]?.device_id;
    if (this.hassNow && device) this.watched.set(this.hassNow.connection, [device]);
  }

  private get found(): { line: Line; call: Call } | undefined {
    return foremost(this.watched.lines);
  }

  private get actions(): [string, ActionLook][] {
    const { found } = this;
    if (!found?.line.can_control) return [];
    return Object.entries(CALL_ACTIONS).filter(
      ([action, { asks }]) => !asks && found.call.actions.includes(action),
    );
  }

  override willUpdate(): void {
    const now = JSON.stringify([this.found?.call.call_id, this.actions.map(([action]) => action)]);
    if (now !== this.arrangement) this.settling.begin();
    this.arrangement = now;
  }

  override render(): TemplateResult | typeof nothing {
    const language = this.hassNow ? languageOf(this.hassNow) : "en";
    if (!speaks(language, () => this.requestUpdate())) return nothing;
    const { found, actions } = this;
    if (!found || !actions.length || this.error) {
      const word =
        this.error || localize(language, found ? `state.${found.call.state}` : "card.no_calls");
      return html`<p role=${this.error ? "alert" : "status"}>${word}</p>`;
    }
    return html`<div>
      ${repeat(
        actions,
        ([action]) => `${found.call.call_id} ${action}`,
        ([action, { path, look }]) => {
          const label = localize(language, `action.${wording(action, found.call)}`);
          return html`<button
            class="push ${look ?? ""}"
            data-action=${action}
            aria-label=${label}
            title=${label}
            aria-disabled=${this.settling.now ? "true" : "false"}
            @click=${() => void this.press(action, found)}
          >
            ${icon(path)}
          </button>`;
        },
      )}
    </div>`;
  }

  private async press(action: string, { line, call }: { line: Line; call: Call }): Promise<void> {
    if (!this.hassNow || this.settling.now) return;
    try {
      await run(this.hassNow.connection, { action, line, data: { call_id: call.call_id } });
    } catch (error) {
      this.error = errorText(error);
      setTimeout(() => (this.error = ""), 5000);
    }
  }

  static override styles = [
    palette,
    controls,
    css`
      div {
        display: flex;
        gap: 12px;
      }
      p {
        display: grid;
        place-items: center;
        margin: 0;
        color: var(--phone-quiet);
        font-size: 0.875em;
      }
      .push,
      p {
        flex: 1;
        min-height: var(--feature-height, 42px);
        border-radius: var(--feature-border-radius, 12px);
        background: var(--phone-tint);
      }
    `,
  ];
}
