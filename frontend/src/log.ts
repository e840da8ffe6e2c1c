import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { duration, moment, partyName, shownParty } from "./format";
import { localize } from "./localize";
import { isUnknown, type Line, type LogEntry } from "./model";
import { choose } from "./choice";
import { controls, icon, palette } from "./styles";

interface Row {
  entry: LogEntry;
  line: Line;
}

const UNREACHED = new Set(["busy", "failed", "unanswered", "rejected"]);

const pathOf = ({ outcome, direction }: LogEntry): string => {
  if (outcome === "missed") return "call-missed";
  if (outcome === "diverted" || outcome === "answered_elsewhere") return "call-split";
  if (UNREACHED.has(outcome)) return "phone-cancel";
  return direction === "outgoing" ? "call-made" : "call-received";
};

/** The finished calls of the card's lines together, newest first. */
const rowsOf = (lines: readonly Line[]): Row[] =>
  lines
    .flatMap((line) => line.log.map((entry) => ({ entry, line })))
    .sort((one, other) => (one.entry.started_at < other.entry.started_at ? 1 : -1));

/** The call log: how each call went, when, and a way to call back. */
@customElement("telephony-log")
export class TelephonyLog extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property() language = "en";
  @property({ type: Number }) limit = 10;
  @state() private onlyMissed = false;

  override render(): TemplateResult {
    const rows = rowsOf(this.lines)
      .filter(({ entry }) => !this.onlyMissed || entry.outcome === "missed")
      .slice(0, this.limit);
    const empty = this.onlyMissed ? "log.none_missed" : "log.empty";
    return html`
      <div class="head">
        <h3>${localize(this.language, "section.log")}</h3>
        ${this.filter("log.all", false)}${this.filter("log.missed", true)}
      </div>
      ${rows.length
        ? html`<ul>
            ${repeat(
              rows,
              ({ entry }) => entry.call_id,
              (row) => this.row(row),
            )}
          </ul>`
        : html`<p>${localize(this.language, empty)}</p>`}
    `;
  }

  private filter(key: string, onlyMissed: boolean): TemplateResult {
    return html`<button
      class="chip"
      aria-pressed=${this.onlyMissed === onlyMissed}
      @click=${() => (this.onlyMissed = onlyMissed)}
    >
      ${localize(this.language, key)}
    </button>`;
  }

  private row({ entry, line }: Row): TemplateResult {
    const talked = entry.outcome === "answered" && entry.talk_seconds !== null;
    const facts = [
      localize(this.language, `outcome.${entry.outcome}`),
      ...(this.lines.length > 1 ? [line.name] : []),
      ...(entry.routed_by
        ? [localize(this.language, "log.routed_by", { name: entry.routed_by })]
        : []),
      ...(talked ? [duration(entry.talk_seconds ?? 0)] : []),
    ];
    return html`
      <li class=${entry.outcome}>
        <span class="sign">${icon(pathOf(entry))}</span>
        <div class="what">
          <div class="name">${shownParty(entry, this.language)}</div>
          <div class="facts">
            ${entry.direction
              ? html`<span class="hidden-text">
                  ${localize(this.language, `direction.${entry.direction}`)},
                </span>`
              : nothing}
            ${facts.join(" · ")}
          </div>
        </div>
        <time datetime=${entry.started_at}>${moment(entry, this.language)}</time>
        ${this.callBack(entry, line)}
      </li>
    `;
  }

  private callBack(entry: LogEntry, line: Line): TemplateResult {
    const { number } = entry;
    if (!number || !line.can_control) return html`<span class="round"></span>`;
    const label = localize(this.language, "action.call_party", {
      party: partyName(entry, this.language),
    });
    return html`<button
      class="round"
      aria-label=${label}
      title=${label}
      @click=${() =>
        choose(this, {
          name: entry.name && partyName(entry, this.language),
          number,
          formatted_number: entry.formatted_number,
          from: line,
          unknown: isUnknown(entry),
        })}
    >
      ${icon("phone")}
    </button>`;
  }

  static override styles = [
    palette,
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      h3 {
        margin-inline-end: auto;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 24px 1fr auto 44px;
        gap: 12px;
        align-items: center;
        min-height: 56px;
      }
      li + li {
        border-top: 1px solid var(--phone-line);
      }
      .sign {
        display: grid;
        color: var(--phone-idle);
      }
      .answered .sign {
        color: var(--phone-connected);
      }
      .missed .sign {
        color: var(--phone-danger);
      }
      .what {
        min-width: 0;
      }
      .name,
      .facts {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .missed .name {
        font-weight: 600;
      }
      .facts,
      time,
      p {
        color: var(--phone-quiet);
        font-size: 0.875em;
      }
      time {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
    `,
  ];
}
