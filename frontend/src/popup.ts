import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { TelephonyAsk } from "./ask";
import type { Ask } from "./call";
import { errorText, run, type Command } from "./command";
import { Followed } from "./follow";
import { partyName } from "./format";
import { Frame } from "./frame";
import { pageConnection, pageLanguage, type Connection } from "./hass";
import { callFor, onKeys } from "./keys";
import { layers, modalIsOpen, popoverClass } from "./layer";
import { localize, speaks } from "./localize";
import { keyOf, type Addressed, type CalledLine, type IncomingCall, type IncomingMessage, type Line } from "./model";
import { showNotices } from "./notices";
import { Numbers } from "./numbers";
import { hasCards, isOnPage } from "./on-page";
import { extrasOf } from "./own-buttons";
import { onPopupChoice, popsUp } from "./popup-choice";
import { popupStyles } from "./popup-styles";
import { readyToRing, ring } from "./ring";
import { Settling } from "./settling";
import { ringing } from "./store";
import { controls, icon, palette } from "./styles";
import { Subscription } from "./subscription";
import { showInTitle } from "./title";
import "./ask";
import "./call";
import "./extras";
import "./line";
import "./pill";
import "./sent";

/** Milliseconds after which a call that has left the screen pops up. */
const LOOK_MS = 500;
/** Milliseconds in which a card on the page has shown a call that rings. */
const CARD_MS = 100;
/** Calls that are shown at once: beneath them one would have to scroll to find the button. */
const MOST = 2;

/**
 * Calls over whatever is open: large while they ring and after they are answered here, then small in
 * the corner until they are over.
 */
@customElement("telephony-popup")
export class TelephonyPopup extends LitElement {
  @state() private ringing: readonly IncomingCall[] = [];
  @state() private dismissed: ReadonlySet<string> = new Set();
  @state() private error = "";
  /** Whether more calls than MOST are shown. */
  @state() private all = false;
  /** Whether calls that go on are shown large, with all that can be done with them. */
  @state() private open = false;
  @query("dialog, [popover]") private sheets!: HTMLElement;
  @query("telephony-ask") private ask!: TelephonyAsk;
  @state() private connection?: Connection;
  private readonly settling = new Settling(this);
  private readonly frame = new Frame(
    this,
    () => this.sheets,
    () => this.shown.length > 0,
  );
  private look?: ReturnType<typeof setInterval>;
  private forget?: () => void;
  private own: readonly string[] = [];
  private readonly followed = new Followed(this, () => this.changed());
  private readonly numbers = new Numbers(
    () => this.connection,
    (text) => (this.error = text),
  );
  private readonly subscription = new Subscription<IncomingMessage>(
    this,
    (message) => {
      // A card on the page may be about to show it.
      if (hasCards()) setTimeout(() => this.hear(message), CARD_MS);
      else this.hear(message);
    },
    () => {
      this.ringing = [];
      this.changed();
    },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    const redraw = (): void => this.requestUpdate();
    const ends = [onPopupChoice(redraw), onKeys((actions) => this.key(actions)), readyToRing()];
    window.addEventListener("telephony-follow", this.follow);
    document.addEventListener("visibilitychange", this.seen);
    this.forget = () => {
      window.removeEventListener("telephony-follow", this.follow);
      document.removeEventListener("visibilitychange", this.seen);
      for (const end of ends) end();
    };
    void this.listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.look);
    showInTitle("");
    showNotices([], "");
    this.forget?.();
  }

  private readonly follow = (event: Event): void => {
    const { detail } = event as CustomEvent<Addressed>;
    if (this.connection) this.followed.keep(this.connection, detail);
  };

  private readonly seen = (): void => this.requestUpdate();

  private async listen(): Promise<void> {
    this.connection = await pageConnection();
    this.subscription.set(this.connection, { type: "telephony/subscribe_incoming" });
  }

  private hear(message: IncomingMessage): void {
    this.ringing = ringing(this.ringing, message);
    this.frame.yields = false;
    this.own = message.own ?? this.own;
    this.error = "";
    if (this.ringing.length <= MOST) this.all = false;
    this.changed();
    const wanted = this.ringing.filter(
      ({ call, line }) => popsUp(line) && !this.dismissed.has(call.call_id),
    );
    if (this.connection) this.followed.ring(this.connection, wanted, this.own);
  }

  /** Buttons may have moved, and calls may be over. */
  private changed(): void {
    this.settling.begin();
    clearInterval(this.look);
    const { lines } = this.followed;
    // Somebody may scroll a card away, or open another page.
    if (this.ringing.length || lines.length) {
      this.look = setInterval(() => this.requestUpdate(), LOOK_MS);
    }
    if (!this.ringing.length && !this.followed.isBusy) this.open = false;
    const calls = [...this.ringing.map(({ call }) => call), ...lines.flatMap((line) => line.calls)];
    const now = new Set(calls.map(({ call_id: id }) => id));
    this.dismissed = new Set([...this.dismissed].filter((id) => now.has(id)));
    this.requestUpdate();
  }

  /** Do what a key means: answer what has rung longest, or something with a call that goes on. */
  private key(actions: readonly string[]): boolean {
    const lines = this.shown.map(({ line, call }) => ({ ...line, calls: [call] }));
    const wish = callFor([...lines, ...this.talking], actions);
    if (!wish) return false;
    const { action, line, call } = wish;
    if (this.settling.now) return true;
    if (action === "transfer") void this.ask.open(wish);
    else void this.run({ action, line, data: { call_id: call.call_id } });
    return true;
  }

  private get shown(): readonly IncomingCall[] {
    return this.ringing.filter(({ call, line }) => popsUp(line) && this.isWanted(call));
  }

  /** The lines with calls that go on and that nothing else on the page shows. */
  private get talking(): readonly Line[] {
    return this.followed.lines.flatMap((line) => {
      const calls = line.calls.filter((call) => this.isWanted(call));
      return calls.length && popsUp(line) ? [{ ...line, calls }] : [];
    });
  }

  private isWanted({ call_id: id }: { call_id: string }): boolean {
    return !this.dismissed.has(id) && (modalIsOpen() || !isOnPage(id));
  }

  override render(): TemplateResult {
    // A ring doesn't wait for its language: it's English until the texts are here.
    const page = pageLanguage();
    const language = speaks(page, () => this.requestUpdate()) ? page : "en";
    const { shown } = this;
    const label = localize(language, shown.length ? "popup.label" : "window.label");
    return html`
      <div class="hidden-text" aria-live="assertive">
        ${shown.map(({ call, line }) =>
          localize(language, "announce.incoming", {
            party: partyName(call, language),
            line: line.name,
          }),
        )}
      </div>
      <div
        @telephony-command=${this.command}
        @telephony-ask=${this.asked}
        @telephony-own=${() => (this.frame.yields = true)}
      >
        ${this.frame.modal
          ? html`<dialog aria-label=${label} tabindex="-1" autofocus @cancel=${this.cancel}>
              ${this.sheet(language)}
            </dialog>`
          : html`<div
              popover="manual"
              class=${popoverClass()}
              role="dialog"
              aria-label=${label}
            >
              ${this.sheet(language)}
            </div>`}
        <telephony-ask
          .lines=${this.followed.lines}
          .server=${this.connection}
          .search=${(text: string) => this.numbers.search(this.followed.lines[0], text)}
          .language=${language}
        ></telephony-ask>
        <telephony-sent .server=${this.connection} .language=${language}></telephony-sent>
        ${this.open
          ? nothing
          : html`<telephony-pill
              .lines=${this.talking}
              .language=${language}
              .skew=${this.followed.skew}
              @click=${() => (this.open = true)}
            ></telephony-pill>`}
      </div>
    `;
  }

  private sheet(language: string): TemplateResult {
    const { shown } = this;
    const more = shown.length - MOST;
    const talking = this.open ? this.talking : [];
    return html`<div class="sheet">
      ${repeat(
        this.all ? shown : shown.slice(0, MOST),
        ({ call }) => call.call_id,
        ({ call, line }, at) => html`<telephony-call
          plain
          .call=${call}
          .line=${line}
          .language=${language}
          .settling=${this.settling.now}
          ><span><span class="dot" aria-hidden="true">·</span>${line.name}</span></telephony-call
          >${shown.findIndex((each) => keyOf(each.line) === keyOf(line)) === at
            ? this.extras(line, language)
            : nothing}`,
      )}
      ${repeat(
        talking,
        keyOf,
        (line) => html`<telephony-line
          .line=${line}
          .extras=${extrasOf(line)}
          .server=${this.connection}
          .language=${language}
          .skew=${this.followed.skew}
        ></telephony-line>`,
      )}
      <p role="alert" ?hidden=${!this.error}>${this.error}</p>
    </div>
    <div class="foot">
      ${more > 0
        ? html`<button
            class="push"
            data-action="more"
            aria-expanded=${this.all}
            @click=${() => (this.all = !this.all)}
          >
            ${localize(language, this.all ? "popup.fewer" : "popup.more", { count: more })}
          </button>`
        : nothing}
      ${talking.length
        ? html`<button class="push" data-action="minimize" @click=${() => (this.open = false)}>
            ${icon("arrow-collapse")}<span>${localize(language, "window.minimize")}</span>
          </button>`
        : nothing}
      <button class="push" data-action="hide" @click=${this.hide}>
        ${icon("close")}<span>${localize(language, "action.hide")}</span>
      </button>
    </div>`;
  }

  /** The buttons and the camera that a card has beside the line's calls. */
  private extras(line: CalledLine, language: string): TemplateResult | typeof nothing {
    const extras = extrasOf(line);
    if (!extras) return nothing;
    return html`<telephony-extras
      .extras=${extras}
      .server=${this.connection}
      .settling=${this.settling.now}
      .language=${language}
    ></telephony-extras>`;
  }

  override updated(): void {
    const told = this.ringing.filter(
      ({ call, line }) => popsUp(line) && !this.dismissed.has(call.call_id),
    );
    ring(told.length > 0);
    showNotices(told, pageLanguage());
    showInTitle(told[0] ? partyName(told[0].call, pageLanguage()) : "");
    const wanted = this.shown.length > 0 || (this.open && this.talking.length > 0);
    if (wanted !== this.frame.isShown) this.frame.show(wanted);
  }

  private cancel(event: Event): void {
    event.preventDefault();
    if (this.shown.length) this.hide();
    else this.open = false;
  }

  private hide(): void {
    const calls = [
      ...this.ringing.map(({ call }) => call),
      ...(this.open ? this.talking.flatMap((line) => line.calls) : []),
    ];
    this.dismissed = new Set([...this.dismissed, ...calls.map(({ call_id: id }) => id)]);
    this.open = false;
  }

  private asked(event: CustomEvent<Ask>): void {
    event.stopPropagation();
    void this.ask.open(event.detail);
  }

  private command(event: CustomEvent<Command>): void {
    event.stopPropagation();
    void this.run(event.detail);
  }

  private async run(command: Command): Promise<void> {
    if (!this.connection) return;
    this.error = "";
    if (command.action === "answer") this.open = true;
    try {
      await run(this.connection, command);
    } catch (error) {
      this.error = errorText(error);
      this.open = command.action !== "answer";
    }
  }

  static override styles = [palette, controls, layers, popupStyles];
}

/** Let calls pop up on this page; once, however often the module is loaded. */
export const installPopup = (): void => {
  if (!document.querySelector("telephony-popup")) {
    document.body.append(document.createElement("telephony-popup"));
  }
};
