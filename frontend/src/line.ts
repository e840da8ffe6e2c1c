import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { CALL_ACTIONS, LINE_ACTIONS, type ActionLook } from "./call";
import { send } from "./command";
import { localize } from "./localize";
import { askForMissed } from "./missed";
import { wordOf, type Call, type Line } from "./model";
import type { Connection } from "./hass";
import type { Extras } from "./own-buttons";
import { Settling } from "./settling";
import { controls, dot, icon, palette, tones } from "./styles";
import "./extras";

/** What stands where: as long as it is the same, no button has moved. */
export const arrangement = (line: Line): string =>
  JSON.stringify([line.actions, line.calls.map((call) => [call.call_id, call.actions])]);

/** One line: its state, its missed calls and every call it has. */
@customElement("telephony-line")
export class TelephonyLine extends LitElement {
  @property({ attribute: false }) line!: Line;
  @property() language = "en";
  @property({ type: Number }) skew = 0;
  @property({ type: Boolean }) compact = false;
  /** What stands beside its calls, and the server that has it. */
  @property({ attribute: false }) extras?: Extras;
  @property({ attribute: false }) server?: Connection;
  private arrangement = "";
  private readonly settling = new Settling(this);

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("line")) return;
    const now = arrangement(this.line);
    if (this.arrangement && now !== this.arrangement) this.settling.begin();
    this.arrangement = now;
  }

  override render(): TemplateResult {
    const { line } = this;
    return html`
      <div class="line ${this.shownState()}">
        <i aria-hidden="true"></i>
        <bdi class="name">${line.name}</bdi>
        <span class="word">${localize(this.language, `state.${this.shownState()}`)}</span>
        ${this.missed()}
        <slot></slot>
      </div>
      <div class=${this.pair ? "pair" : "calls"} ?hidden=${!line.calls.length}>
        ${repeat(
          line.calls,
          (call) => call.call_id,
          (call) => html`
            <telephony-call
              .call=${call}
              .line=${line}
              .language=${this.language}
              .skew=${this.skew}
              .settling=${this.settling.now}
              .compact=${this.compact}
              ?face=${Boolean(this.pair)}
            ></telephony-call>
          `,
        )}
      </div>
      ${this.joining()}
      ${this.extras && line.calls.length
        ? html`<telephony-extras
            .extras=${this.extras}
            .server=${this.server}
            .settling=${this.settling.now}
            .language=${this.language}
          ></telephony-extras>`
        : nothing}
    `;
  }

  /** The call that waits and the one that is spoken or dialed meanwhile: two faces, few buttons. */
  private get pair(): { held: Call; active: Call } | undefined {
    const { calls } = this.line;
    const held = calls.find(({ state }) => state === "held");
    const active = calls.find(({ state }) => state === "connected" || state === "dialing");
    return held && active && calls.length === 2 ? { held, active } : undefined;
  }

  private shownState(): string {
    return wordOf(this.line);
  }

  private missed(): TemplateResult | typeof nothing {
    const { missed } = this.line;
    if (!missed) return nothing;
    const label = localize(this.language, "missed.show", { count: missed });
    return html`<button
      class="missed"
      data-action="show_missed"
      aria-label=${label}
      title=${label}
      @click=${() => askForMissed(this, this.line)}
    >
      ${icon("phone-missed")}<b>${missed}</b>
    </button>`;
  }

  private joining(): TemplateResult | typeof nothing {
    const { line, pair } = this;
    if (!line.can_control) return nothing;
    const of = (action: string, call?: Call): [string, Call | undefined][] =>
      (call ?? line).actions.includes(action) ? [[action, call]] : [];
    const shown = [
      ...of("complete_transfer"),
      ...(pair ? [...of("switch_call", pair.held), ...of("retrieve", pair.held)] : []),
      ...of("conference"),
      ...(pair ? of("hangup", pair.active) : []),
    ];
    return shown.length ? html`<div class="joining">${repeat(shown, ([action]) => action, ([action, call]) => this.button(action, call))}</div>` : nothing;
  }

  private button(action: string, call?: Call): TemplateResult {
    const { path, look: usual } = (LINE_ACTIONS[action] ?? CALL_ACTIONS[action]) as ActionLook;
    const look = action === "complete_transfer" ? "good" : action === "switch_call" ? "" : usual;
    return html`<button
      class="push ${look ?? ""}"
      data-action=${action}
      aria-disabled=${this.settling.now ? "true" : "false"}
      @click=${() =>
        !this.settling.now &&
        send(this, { action, line: this.line, ...(call && { data: { call_id: call.call_id } }) })}
    >
      ${icon(path)}<span>${localize(this.language, `action.${action}`)}</span>
    </button>`;
  }

  static override styles = [
    palette,
    controls,
    css`
      /* Of a hundred lines only those on the screen are drawn; a bell and a focus reach beyond their line. */
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
        content-visibility: auto;
        contain-intrinsic-height: auto 44px;
        overflow-clip-margin: 24px;
      }
      .line {
        --tone: var(--phone-idle);
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
      }
      .name {
        font-weight: 500;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .word {
        color: var(--phone-quiet);
        margin-inline-end: auto;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .missed {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 44px;
        padding: 0 12px;
        border-radius: 22px;
      }
      .missed .icon {
        color: var(--phone-danger);
      }
      button.missed:hover {
        background: var(--phone-tint);
      }
      .calls,
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .pair {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
      .joining {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .joining .push {
        flex: 1 1 40%;
      }
    `,
    dot,
    tones,
  ];
}
