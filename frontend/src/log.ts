import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { duration, partyName, shownParty } from "./format";
import type { Connection } from "./hass";
import { dayName, daysOf, finishedOf, type Finished, type Row } from "./history";
import { localize } from "./localize";
import { LogPages } from "./log-pages";
import { logStyles } from "./log-styles";
import { areSame, isUnknown, type Line, type LogEntry } from "./model";
import { choose } from "./choice";
import { controls, icon, palette } from "./styles";

const UNREACHED = new Set(["busy", "failed", "unanswered", "rejected"]);

const pathOf = ({ outcome, direction }: LogEntry): string => {
  if (outcome === "missed") return "call-missed";
  if (outcome === "diverted" || outcome === "answered_elsewhere") return "call-split";
  if (UNREACHED.has(outcome)) return "phone-cancel";
  return direction === "outgoing" ? "call-made" : "call-received";
};

const FILTERS: Record<string, (entry: LogEntry) => boolean> = {
  all: () => true,
  missed: ({ outcome }) => outcome === "missed",
  in: ({ direction }) => direction === "incoming",
  out: ({ direction }) => direction === "outgoing",
};

/** Milliseconds after the last letter until the server is asked. */
const SEARCH_DELAY_MS = 250;

/** Whether lines differ in what a log shows of them: their calls that go on are no part of it. */
const isOther = (now: readonly Line[], before?: readonly Line[]): boolean =>
  !(["log", "name", "can_control"] as const).every((key) =>
    areSame(now, before, (line) => line[key]),
  );

/** The call log: how each call went, when, and a way to call back. */
@customElement("telephony-log")
export class TelephonyLog extends LitElement {
  @property({ attribute: false, hasChanged: isOther }) lines: readonly Line[] = [];
  @property({ attribute: false }) server?: Connection;
  @property() language = "en";
  @property({ type: Number }) limit = 10;
  @state() private filter = "all";
  @state() private query = "";
  /** The one line that is wanted. */
  @state() private only = "";
  private newest = "";
  private timer?: ReturnType<typeof setTimeout>;
  private readonly pages = new LogPages(this);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.pages.set(this.server);
    if (!changed.has("lines") && !changed.has("server")) return;
    const newest = JSON.stringify(this.lines.map(({ log }) => log[0]?.call_id));
    if (newest === this.newest && !changed.has("server")) return;
    this.newest = newest;
    this.pages.count(this.lines);
    if (this.pages.found && !this.pages.isPaged) void this.find();
  }

  private get wanted(): readonly Line[] {
    return this.only ? this.lines.filter(({ line }) => line === this.only) : this.lines;
  }

  private get isWhole(): boolean {
    return this.filter === "all" && !this.query.trim() && !this.only;
  }

  private find(more = false): Promise<void> {
    const { filter } = this;
    return this.pages.find(
      {
        query: this.query.trim(),
        directions: filter === "in" ? ["incoming"] : filter === "out" ? ["outgoing"] : [],
        outcomes: filter === "missed" ? ["missed"] : [],
        lines: this.wanted,
      },
      more,
    );
  }

  /** Somebody wants other calls: what is here is shown at once, and the server's answer then. */
  private changed(delay = 0): void {
    clearTimeout(this.timer);
    this.pages.forget();
    if (this.isWhole || !this.server) return;
    this.timer = setTimeout(() => void this.find(), delay);
  }

  private get calls(): readonly Finished[] {
    if (this.pages.found) return this.pages.found;
    const text = this.query.trim().toLocaleLowerCase();
    const fits = FILTERS[this.filter] as (entry: LogEntry) => boolean;
    return finishedOf(this.wanted)
      .filter(
        ({ entry }) =>
          fits(entry) &&
          (!text ||
            (entry.name ?? "").toLocaleLowerCase().includes(text) ||
            (entry.number ?? "").includes(text)),
      )
      .slice(0, this.limit);
  }

  private text(key: string, values: Record<string, string | number> = {}): string {
    return localize(this.language, key, values);
  }

  override render(): TemplateResult {
    const { calls } = this;
    const days = daysOf(calls);
    const hasMore = this.pages.found ? this.pages.hasMore : this.server && calls.length >= this.limit;
    const clock = new Intl.DateTimeFormat(this.language, { timeStyle: "short" });
    return html`
      <div class="head">
        <h3>${this.text("section.log")}</h3>
        ${this.figures()}
      </div>
      <div class="filters">
        ${Object.keys(FILTERS).map((key) => this.chip(key))} ${this.lineSelect()} ${this.search()}
      </div>
      ${days.length
        ? days.map(
            ({ date, rows }) => html`<h4>${dayName(date, this.language)}</h4>
              <ul>
                ${repeat(
                  rows,
                  ({ entry }) => entry.call_id,
                  (row) => this.row(row, clock),
                )}
              </ul>`,
          )
        : html`<p>${this.text(this.isWhole ? "log.empty" : this.filter === "missed" ? "log.none_missed" : "log.none")}</p>`}
      ${this.pages.error ? html`<p role="alert">${this.pages.error}</p>` : nothing}
      ${hasMore
        ? html`<button class="push more" data-action="more" @click=${() => void this.find(Boolean(this.pages.found))}>
            ${this.text("log.more")}
          </button>`
        : nothing}
    `;
  }

  private figures(): TemplateResult | typeof nothing {
    const { figures } = this.pages;
    if (!figures || !(figures.in + figures.out)) return nothing;
    const { in: came, out, missed, longest_wait: wait } = figures;
    return html`<span class="figures"
      >${this.text("log.figures", { in: came, out, missed, wait: duration(wait) })}</span
    >`;
  }

  private chip(key: string): TemplateResult {
    return html`<button
      class="chip"
      aria-pressed=${this.filter === key}
      @click=${() => {
        this.filter = key;
        this.changed();
      }}
    >
      ${this.text(`log.${key}`)}
    </button>`;
  }

  private lineSelect(): TemplateResult | typeof nothing {
    if (this.lines.length < 2) return nothing;
    const label = this.text("log.all_lines");
    return html`<select
      aria-label=${this.text("log.line")}
      @change=${(event: Event) => {
        this.only = (event.target as HTMLSelectElement).value;
        this.changed();
      }}
    >
      <option value="">${label}</option>
      ${this.lines.map(
        ({ line, name }) =>
          html`<option value=${line} ?selected=${line === this.only}>${name}</option>`,
      )}
    </select>`;
  }

  private search(): TemplateResult {
    const label = this.text("log.search");
    return html`<input
      type="search"
      aria-label=${label}
      placeholder=${label}
      maxlength="100"
      .value=${this.query}
      @input=${(event: Event) => {
        this.query = (event.target as HTMLInputElement).value;
        this.changed(SEARCH_DELAY_MS);
      }}
    />`;
  }

  private row(
    { entry, line, number, times, between }: Row,
    clock: Intl.DateTimeFormat,
  ): TemplateResult {
    const talked = entry.outcome === "answered" && entry.talk_seconds !== null;
    const facts = [
      this.text(`outcome.${entry.outcome}`),
      ...(this.lines.length > 1 && !between ? [line?.name ?? number] : []),
      ...(entry.routed_by ? [this.text("log.routed_by", { name: entry.routed_by })] : []),
      ...(talked ? [duration(entry.talk_seconds ?? 0)] : []),
    ];
    return html`
      <li class=${entry.outcome}>
        <span class="sign">${icon(pathOf(entry))}</span>
        <div class="what">
          <div class="name">
            ${between
              ? html`<bdi>${this.text("log.between", between)}</bdi>`
              : shownParty(entry, this.language)}${times > 1 ? html` <span>(${times})</span>` : nothing}
          </div>
          <div class="facts">
            ${entry.direction && !between
              ? html`<span class="hidden-text">
                  ${this.text(`direction.${entry.direction}`)},
                </span>`
              : nothing}
            ${facts.join(" · ")}
          </div>
          ${entry.note ? html`<div class="note">${entry.note}</div>` : nothing}
        </div>
        <time datetime=${entry.started_at}>${clock.format(new Date(entry.started_at))}</time>
        ${this.callBack(entry, line)}
      </li>
    `;
  }

  private callBack(entry: LogEntry, line?: Line): TemplateResult {
    const { number } = entry;
    if (!number || !line?.can_control) return html`<span class="round"></span>`;
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

  static override styles = [palette, controls, logStyles];
}
