import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { TelephonyAsk } from "./ask";
import type { Ask, TelephonyCall } from "./call";
import type { Choice, TelephonyChoice } from "./choice";
import { cardStyles } from "./card-styles";
import { errorText, run, type Command } from "./command";
import {
  DEFAULT_LOG_LIMIT,
  checked,
  requestOf,
  sectionsOf,
  type CardConfig,
  type Section,
} from "./config";
import { Connections, type Down } from "./connections";
import { configForm } from "./editor";
import { partyName } from "./format";
import { languageOf, type Hass } from "./hass";
import { callFor, onKeys } from "./keys";
import { SETTLE_MS, arrangement } from "./line";
import { takeNumber } from "./link";
import { localize } from "./localize";
import { urgency, type Contact, type Favorite, type Line, type Message } from "./model";
import { firstLine, type Registry } from "./picker";
import type { TelephonyMissed } from "./missed";
import { isInView, onPage } from "./on-page";
import { Numbers } from "./numbers";
import { EMPTY, apply, living, lost, type Snapshot } from "./store";
import { controls, icon, palette } from "./styles";
import { Subscription } from "./subscription";
import type { TelephonyToast } from "./toast";
import "./ask";
import "./banner";
import "./bell";
import "./choice";
import "./dial-section";
import "./lamps";
import "./line";
import "./log";
import "./missed";
import "./toast";

/** Everything that a person does with one line or several. */
@customElement("telephony-card")
export class TelephonyCard extends LitElement {
  @state() private config?: CardConfig;
  @state() private snapshot: Snapshot = EMPTY;
  @state() private known: readonly Contact[] = [];
  @state() private lines: readonly Line[] = [];
  @state() private loaded = false;
  @state() private error = "";
  @state() private announcement = "";
  @state() private connection?: Hass["connection"];
  @state() private down: readonly Down[] = [];
  @property() language = "en";
  @query("telephony-choice") private choice!: TelephonyChoice;
  @query("telephony-ask") private ask!: TelephonyAsk;
  @query("telephony-missed") private missed!: TelephonyMissed;
  @query("telephony-toast") private toast!: TelephonyToast;
  @state() private favorites: readonly Favorite[] = [];
  private readonly starred = new Subscription<{ favorites: readonly Favorite[] }>(
    this,
    ({ favorites }) => (this.favorites = favorites),
    () => undefined,
  );
  /** Lines whose missed calls are shown as read, although the server isn't told yet. */
  @state() private readLines: ReadonlySet<string> = new Set();
  private forget?: () => void;
  private arrangement = "";
  private movedAt = 0;
  private hassNow?: Hass;
  private readonly connections = new Connections();
  private readonly numbers = new Numbers(
    () => this.connection,
    (text) => (this.error = text),
  );
  private readonly search = (text: string): Promise<readonly Contact[]> =>
    this.numbers.search(this.lines[0], text);
  private readonly subscription = new Subscription<Message>(
    this,
    (message) => this.hear(message),
    () => this.show(lost(this.snapshot)),
  );

  static getConfigForm = configForm;

  static getStubConfig(hass: Registry): Partial<CardConfig> {
    const device = firstLine(hass);
    return device ? { devices: [device] } : {};
  }

  /** Home Assistant hands over a new `hass` at every state change: only few facts matter here. */
  set hass(hass: Hass) {
    this.hassNow = hass;
    if (this.connections.update(hass)) this.down = this.connections.down;
    this.connection = hass.connection;
    this.language = languageOf(hass);
  }

  setConfig(config: CardConfig): void {
    this.config = checked(config);
  }

  getCardSize(): number {
    return 2 + 3 * (this.config ? sectionsOf(this.config).length : 1);
  }

  getGridOptions(): object {
    return { columns: 12, min_columns: 6, rows: "auto", min_rows: 2 };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const forgetKeys = onKeys((actions) => this.key(actions));
    const forgetPage = onPage((id) => this.showsCall(id));
    window.addEventListener("location-changed", this.followLink);
    this.forget = () => {
      forgetKeys();
      forgetPage();
      window.removeEventListener("location-changed", this.followLink);
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget?.();
  }

  /** Ask what to do with the number of a link; nothing is dialled by following one. */
  private readonly followLink = (): void => {
    if (!this.lines.length || !this.config || !sectionsOf(this.config).includes("dial")) return;
    const number = takeNumber();
    if (number) void this.choice.open({ name: null, number });
  };

  /** Whether a call with its buttons is to be seen on the screen. */
  private showsCall(id: string): boolean {
    return [...this.renderRoot.querySelectorAll("telephony-line")].some((line) =>
      [...(line.shadowRoot?.querySelectorAll<TelephonyCall>("telephony-call") ?? [])].some(
        (each) => each.call.call_id === id && isInView(each),
      ),
    );
  }

  /** Do what a key means with the call that it means; while calls have just moved, nothing. */
  private key(actions: readonly string[]): boolean {
    const wish = callFor(this.lines, actions);
    if (!wish || !this.config || !sectionsOf(this.config).includes("calls")) return false;
    if (performance.now() - this.movedAt < SETTLE_MS) return true;
    const { action, line, call } = wish;
    if (action === "transfer") void this.ask.open(wish);
    else void this.run({ action, line, data: { call_id: call.call_id } });
    return true;
  }

  override willUpdate(changed: PropertyValues): void {
    if (this.connection && this.config && (changed.has("connection") || changed.has("config"))) {
      this.subscription.set(this.connection, requestOf(this.config));
      this.starred.set(this.connection, { type: "telephony/subscribe_favorites" });
    }
  }

  private hear(message: Message): void {
    this.show(apply(this.snapshot, message));
    if (!this.loaded) void this.updateComplete.then(this.followLink);
    this.loaded = true;
  }

  private show(snapshot: Snapshot): void {
    const before = this.snapshot;
    this.snapshot = snapshot;
    if (snapshot.lines === before.lines && snapshot.lamps === before.lamps) return;
    for (const key of this.readLines) {
      const [now, then] = [snapshot.lines.get(key), before.lines.get(key)];
      if ((now?.missed ?? 0) > (then?.missed ?? 0)) this.toast.cancel();
    }
    this.lines = [...snapshot.lines.values()].map(living);
    const now = JSON.stringify(this.lines.map(arrangement));
    if (now !== this.arrangement) this.movedAt = performance.now();
    this.arrangement = now;
    this.known = this.knownNumbers();
    this.announcement = this.ringing();
  }

  private ringing(): string {
    return this.lines
      .flatMap((line) =>
        line.calls
          .filter(({ state, blocked }) => state === "ringing" && !blocked)
          .map((call) =>
            localize(this.language, "announce.incoming", {
              party: partyName(call, this.language),
              line: line.name,
            }),
          ),
      )
      .join(". ");
  }

  private knownNumbers(): Contact[] {
    const dialled = this.lines
      .flatMap(({ log }) => log)
      .filter(({ number }) => number)
      .sort((one, other) => (one.started_at < other.started_at ? 1 : -1))
      .map((entry) => ({
        name: entry.name ? partyName(entry, this.language) : (entry.number ?? ""),
        number: entry.number ?? "",
        formatted_number: entry.formatted_number,
      }));
    const colleagues = [...this.snapshot.lamps.values()].map(({ name, line }) => ({
      name,
      number: line,
    }));
    return [...dialled, ...colleagues];
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.config) return nothing;
    return html`
      <ha-card class=${typeof this.config.grid_options?.rows === "number" ? "rows" : ""}>
        ${this.header(this.config)} ${this.banners(this.config)} ${this.problem()}
        <div class="hidden-text" aria-live="assertive">${this.announcement}</div>
        <div
          class="body"
          @telephony-command=${this.command}
          @telephony-choose=${(event: CustomEvent<Choice>) => this.choice.open(event.detail)}
          @telephony-missed=${(event: CustomEvent<Line>) => this.missed.open(event.detail)}
          @telephony-read=${(event: CustomEvent<Line>) => this.read(event.detail)}
          @telephony-ask=${(event: CustomEvent<Ask>) => this.ask.open(event.detail)}
        >
          ${this.content(this.config)}
          <telephony-missed
            .server=${this.connection}
            .language=${this.language}
          ></telephony-missed>
          <telephony-toast .language=${this.language}></telephony-toast>
          <telephony-choice
            .lines=${this.lines}
            .favorites=${this.favorites}
            .star=${this.numbers.setFavorite}
            .newAbroad=${this.numbers.newAbroad}
            .save=${this.hassNow?.user?.is_admin ? this.numbers.saveContact : undefined}
            .language=${this.language}
          ></telephony-choice>
          <telephony-ask
            .server=${this.connection}
            .lines=${this.lines}
            .known=${this.known}
            .search=${this.search}
            .language=${this.language}
          ></telephony-ask>
        </div>
      </ha-card>
    `;
  }

  private text(key: string, values: Record<string, string> = {}): string {
    return localize(this.language, key, values);
  }

  private header(config: CardConfig): TemplateResult | typeof nothing {
    if (!config.title) return nothing;
    return html`<div class="head">
      <h2 class="title">${config.title}</h2>
      ${this.bell(config)}
    </div>`;
  }

  private bell({ popup_switch = true }: CardConfig): TemplateResult | typeof nothing {
    if (!popup_switch) return nothing;
    return html`<telephony-bell .lines=${this.lines} .language=${this.language}></telephony-bell>`;
  }

  private problem(): TemplateResult {
    const failed = this.subscription.error;
    const text = failed ? this.text("card.failed", { reason: failed }) : this.error;
    return html`<div role="alert">
      ${text
        ? html`<p class="problem">
            <span>${text}</span>
            ${failed
              ? nothing
              : html`<button
                  class="round"
                  aria-label=${this.text("action.close")}
                  @click=${() => (this.error = "")}
                >
                  ${icon("close")}
                </button>`}
          </p>`
        : nothing}
    </div>`;
  }

  /** One for each connection that is down and whose lines are, or would be, shown. */
  private banners(config: CardConfig): TemplateResult[] {
    const devices = this.hassNow?.devices ?? {};
    const shown = new Set([
      ...this.lines.map(({ connection }) => connection),
      ...(config.devices ?? []).map((id) => devices[id]?.config_entry_id),
    ]);
    if (sectionsOf(config).every((section) => section === "log")) return [];
    return this.down
      .filter(({ connection }) => !config.devices?.length || shown.has(connection))
      .map(
        (down) => html`<telephony-banner
          .down=${down}
          .server=${this.hassNow?.user?.is_admin ? this.connection : undefined}
          .language=${this.language}
        ></telephony-banner>`,
      );
  }

  private content(config: CardConfig): unknown {
    if (this.loaded && !this.lines.length) {
      return this.down.length ? nothing : html`<p>${this.text("card.no_lines")}</p>`;
    }
    return sectionsOf(config).map((section) => this.section(section, config));
  }

  private section(section: Section, config: CardConfig): TemplateResult {
    const { language, lines } = this;
    switch (section) {
      case "calls":
        return html`<div class="lines">${this.callsOf(config)}</div>`;
      case "dial":
        return html`<telephony-dial-section
          .favorites=${this.favorites}
          .lines=${lines}
          .known=${this.known}
          .search=${this.search}
          .language=${language}
        ></telephony-dial-section>`;
      case "lamps":
        return html`<telephony-lamps
          ?hidden=${!this.snapshot.lamps.size}
          .lamps=${this.snapshot.lamps}
          .language=${language}
        ></telephony-lamps>`;
      case "log":
        return html`<telephony-log
          .server=${this.connection}
          .lines=${lines}
          .limit=${config.log_limit ?? DEFAULT_LOG_LIMIT}
          .language=${language}
        ></telephony-log>`;
    }
  }

  private callsOf(config: CardConfig): unknown {
    const lines = [...this.snapshot.lines];
    const shown = config.busy_only
      ? lines
          .filter(([, line]) => living(line).calls.length)
          .sort(([, one], [, other]) => (urgency(one) < urgency(other) ? -1 : 1))
      : lines;
    if (config.busy_only && this.loaded && !shown.length) return html`<p class="none">${this.text("card.no_calls")}</p>`;
    return repeat(
      shown,
      ([key]) => key,
      ([key, line], index) => html`<telephony-line
        .line=${this.readLines.has(key) ? { ...living(line), missed: 0 } : living(line)}
        .language=${this.language}
        .skew=${this.snapshot.skew}
        .compact=${config.compact ?? false}
        >${index || config.title ? nothing : this.bell(config)}</telephony-line
      >`,
    );
  }

  /** Mark a line's missed calls as read, unless somebody thinks better of it. */
  private read(line: Line): void {
    const key = `${line.device_id}/${line.line}`;
    const done = (): void => {
      this.readLines = new Set([...this.readLines].filter((each) => each !== key));
    };
    this.toast.say(
      this.text("missed.marked"),
      () => void this.run({ action: "mark_missed_read", line }).then(done),
      done,
    );
    this.readLines = new Set([...this.readLines, key]);
  }

  private command(event: CustomEvent<Command>): void {
    void this.run(event.detail);
  }

  private async run(command: Command): Promise<void> {
    if (!this.connection) return;
    this.error = "";
    try {
      await run(this.connection, command);
    } catch (error) {
      this.error = errorText(error);
    }
  }

  static override styles = [palette, controls, cardStyles];
}
