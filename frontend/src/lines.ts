import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { TelephonyCall } from "./call";
import type { Command } from "./command";
import type { Connection } from "./hass";
import { localize } from "./localize";
import type { TelephonyMissed } from "./missed";
import { areSame, keyOf, urgency, type Line } from "./model";
import { isInView, onPage } from "./on-page";
import { remember, type Extras } from "./own-buttons";
import { palette } from "./styles";
import type { TelephonyToast } from "./toast";
import "./line";
import "./missed";
import "./toast";

/** The lines of the card with their calls, and the calls that were missed on them. */
@customElement("telephony-lines")
export class TelephonyLines extends LitElement {
  @property({ attribute: false }) lines: readonly Line[] = [];
  @property({ attribute: false }) server?: Connection;
  @property({ attribute: false }) run!: (command: Command) => Promise<void>;
  @property() language = "en";
  @property({ type: Number }) skew = 0;
  @property({ type: Boolean }) compact = false;
  /** What stands beside the lines' calls. */
  @property({ attribute: false }) extras?: Extras;
  /** Whether only lines that have calls are shown, the most urgent one first. */
  @property({ type: Boolean }) busy = false;
  /** Lines whose missed calls are shown as read, although the server isn't told yet. */
  @state() private read: ReadonlySet<string> = new Set();
  @query("telephony-missed") private missed!: TelephonyMissed;
  @query("telephony-toast") private toast!: TelephonyToast;
  private forget?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.forget = onPage((id) => this.shows(id));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget?.();
  }

  /** Whether a call with its buttons is to be seen on the screen. */
  private shows(id: string): boolean {
    return [...this.renderRoot.querySelectorAll("telephony-line")].some((line) =>
      [...(line.shadowRoot?.querySelectorAll<TelephonyCall>("telephony-call") ?? [])].some(
        (each) => each.call.call_id === id && isInView(each),
      ),
    );
  }

  /** What is missed meanwhile nobody has read; the pop-up shows the same beside calls. */
  override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has("extras") || !areSame(this.lines, changed.get("lines") ?? this.lines, keyOf);
    if (isOther && (this.extras ?? changed.get("extras"))) remember(this.lines, this.extras);
    if (!this.read.size || !changed.has("lines")) return;
    const before = new Map(changed.get("lines")?.map((line) => [keyOf(line), line.missed]));
    const isMore = (line: Line): boolean => line.missed > (before.get(keyOf(line)) ?? 0);
    if (this.lines.some((line) => this.read.has(keyOf(line)) && isMore(line))) this.toast.cancel();
  }

  /** Mark a line's missed calls as read, unless somebody thinks better of it. */
  private mark(line: Line): void {
    const key = keyOf(line);
    const done = (): void => {
      this.read = new Set([...this.read].filter((each) => each !== key));
    };
    this.toast.say(
      localize(this.language, "missed.marked"),
      () => void this.run({ action: "mark_missed_read", line }).then(done),
      done,
    );
    this.read = new Set([...this.read, key]);
  }

  override render(): TemplateResult {
    return html`<div
        class="lines"
        @telephony-missed=${(event: CustomEvent<Line>) => this.missed.open(event.detail)}
      >
        ${this.shown()}
      </div>
      <telephony-missed
        .server=${this.server}
        .language=${this.language}
        @telephony-read=${(event: CustomEvent<Line>) => this.mark(event.detail)}
      ></telephony-missed>
      <telephony-toast .language=${this.language}></telephony-toast>`;
  }

  private shown(): unknown {
    const lines = this.busy
      ? this.lines
          .filter(({ calls }) => calls.length)
          .sort((one, other) => (urgency(one) < urgency(other) ? -1 : 1))
      : this.lines;
    if (!lines.length) return html`<p>${localize(this.language, "card.no_calls")}</p>`;
    return repeat(
      lines,
      keyOf,
      (line, index) => html`<telephony-line
        .line=${this.read.has(keyOf(line)) ? { ...line, missed: 0 } : line}
        .extras=${this.extras}
        .server=${this.server}
        .language=${this.language}
        .skew=${this.skew}
        .compact=${this.compact}
        >${index ? nothing : html`<slot></slot>`}</telephony-line
      >`,
    );
  }

  static override styles = [
    palette,
    css`
      :host {
        display: block;
      }
      .lines {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr));
        align-items: start;
        gap: 4px 16px;
      }
      p {
        margin: 12px 0;
        color: var(--phone-quiet);
      }
    `,
  ];
}
