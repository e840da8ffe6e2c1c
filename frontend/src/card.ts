import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { TelephonyAsk } from "./ask";
import type { Ask } from "./call";
import type { Choice, TelephonyChoice } from "./choice";
import { cardStyles } from "./card-styles";
import { errorText, run, type Command } from "./command";
import {
  DEFAULT_LOG_LIMIT,
  checked,
  extrasIn,
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
import { arrangement } from "./line";
import { takeNumber } from "./link";
import { localize, speaks } from "./localize";
import { areSame, type Contact, type Favorite, type Line, type Message } from "./model";
import { firstLine, type Registry } from "./picker";
import { Numbers, knownNumbers } from "./numbers";
import type { Extras } from "./own-buttons";
import { SETTLE_MS } from "./settling";
import { EMPTY, apply, living, lost, type Snapshot } from "./store";
import { controls, icon, palette } from "./styles";
import { Subscription } from "./subscription";
import "./ask";
import "./banner";
import "./bell";
import "./choice";
import "./dial-section";
import "./lamps";
import "./lines";
import "./log";

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
  /** Empty until its texts are here. */
  @property() language = "";
  @query("telephony-choice") private choice!: TelephonyChoice;
  @query("telephony-ask") private ask!: TelephonyAsk;
  @state() private favorites: readonly Favorite[] = [];
  private readonly starred = new Subscription<{ favorites: readonly Favorite[] }>(
    this,
    ({ favorites }) => (this.favorites = favorites),
    () => undefined,
  );
  private extras?: Extras;
  private forget?: () => void;
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
    const language = languageOf(hass);
    if (speaks(language, () => (this.hass = this.hassNow ?? hass))) this.language = language;
  }

  setConfig(config: CardConfig): void {
    this.config = checked(config);
    this.extras = extrasIn(config);
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
    window.addEventListener("location-changed", this.followLink);
    this.forget = () => {
      forgetKeys();
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
    const lines = [...snapshot.lines.values()].map(living);
    if (!areSame(lines, this.lines, arrangement)) this.movedAt = performance.now();
    if (!areSame(lines, this.lines, ({ log }) => log) || snapshot.lamps !== before.lamps) {
      this.known = knownNumbers(lines, snapshot.lamps.values(), this.language);
    }
    this.lines = lines;
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

  override render(): TemplateResult | typeof nothing {
    if (!this.config || !this.language) return nothing;
    return html`
      <ha-card class=${typeof this.config.grid_options?.rows === "number" ? "rows" : ""}>
        ${this.header(this.config)} ${this.banners(this.config)} ${this.problem()}
        <div class="hidden-text" aria-live="assertive">${this.announcement}</div>
        <div
          class="body"
          @telephony-command=${this.command}
          @telephony-choose=${(event: CustomEvent<Choice>) => this.choice.open(event.detail)}
          @telephony-ask=${(event: CustomEvent<Ask>) => this.ask.open(event.detail)}
        >
          ${this.content(this.config)}
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
        return html`<telephony-lines
          ?hidden=${!this.loaded}
          .lines=${lines}
          .server=${this.connection}
          .extras=${this.extras}
          .run=${this.run}
          .skew=${this.snapshot.skew}
          .compact=${config.compact ?? false}
          .busy=${config.busy_only ?? false}
          .language=${language}
          >${config.title ? nothing : this.bell(config)}</telephony-lines
        >`;
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

  private command(event: CustomEvent<Command>): void {
    void this.run(event.detail);
  }

  private readonly run = async (command: Command): Promise<void> => {
    if (!this.connection) return;
    this.error = "";
    try {
      await run(this.connection, command);
    } catch (error) {
      this.error = errorText(error);
    }
  };

  static override styles = [palette, controls, cardStyles];
}
