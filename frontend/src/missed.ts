import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { choose } from "./choice";
import { errorText } from "./command";
import { dialog } from "./dialog";
import { moment, partyName, shownParty } from "./format";
import type { Connection } from "./hass";
import { closeModal, openModal } from "./layer";
import { localize } from "./localize";
import { isUnknown, type Line, type LogEntry } from "./model";
import { controls, icon, palette } from "./styles";

/** Somebody touched the number of a line's missed calls. */
export const askForMissed = (from: HTMLElement, detail: Line): void => {
  from.dispatchEvent(
    new CustomEvent<Line>("telephony-missed", { detail, bubbles: true, composed: true }),
  );
};

/** The missed calls of one line that nobody has read, to call back or to mark as read. */
@customElement("telephony-missed")
export class TelephonyMissed extends LitElement {
  @property({ attribute: false }) server?: Connection;
  @property() language = "en";
  @state() private line?: Line;
  @state() private calls: readonly LogEntry[] = [];
  @state() private error = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  async open(line: Line): Promise<void> {
    this.line = line;
    this.calls = [];
    this.error = "";
    await this.updateComplete;
    openModal(this.dialog);
    try {
      const answer = await this.server?.sendMessagePromise<{
        calls: readonly (LogEntry & { line: string })[];
      }>({ type: "telephony/call_log", device_id: line.device_id, unread: true, limit: 100 });
      if (line === this.line) {
        this.calls = answer?.calls.filter((call) => call.line === line.line) ?? [];
      }
    } catch (error) {
      this.error = errorText(error);
    }
  }

  override render(): TemplateResult {
    const { line } = this;
    return html`<dialog aria-labelledby="title" @close=${() => (this.line = undefined)}>
      ${line ? this.content(line) : nothing}
    </dialog>`;
  }

  private text(key: string, values: Record<string, string | number> = {}): string {
    return localize(this.language, key, values);
  }

  private content(line: Line): TemplateResult {
    return html`
      <h3 id="title">${this.text("missed.title")}</h3>
      <p><bdi>${line.name}</bdi></p>
      <ul tabindex="0" aria-labelledby="title">
        ${this.calls.map((call) => this.call(call, line))}
      </ul>
      <p role="alert" ?hidden=${!this.error}>${this.error}</p>
      <div class="options">
        ${line.can_control
          ? html`<button class="push" data-action="mark_missed_read" @click=${() => this.read(line)}>
              ${icon("check-all")}<span>${this.text("missed.mark_all")}</span>
            </button>`
          : nothing}
        <button class="push" data-action="close" @click=${() => closeModal(this.dialog)}>
          ${this.text("action.close")}
        </button>
      </div>
    `;
  }

  private call(call: LogEntry, line: Line): TemplateResult {
    const label = this.text("action.call_party", { party: partyName(call, this.language) });
    const { number } = call;
    return html`<li>
      <div class="what">
        <div class="name">${shownParty(call, this.language)}</div>
        <time datetime=${call.started_at}>${moment(call, this.language)}</time>
      </div>
      ${number && line.can_control
        ? html`<button
            class="round"
            aria-label=${label}
            title=${label}
            @click=${() => {
              closeModal(this.dialog);
              choose(this, {
                name: call.name && partyName(call, this.language),
                number,
                formatted_number: call.formatted_number,
                from: line,
                unknown: isUnknown(call),
              });
            }}
          >
            ${icon("phone")}
          </button>`
        : nothing}
    </li>`;
  }

  private read(detail: Line): void {
    closeModal(this.dialog);
    this.dispatchEvent(
      new CustomEvent<Line>("telephony-read", { detail, bubbles: true, composed: true }),
    );
  }

  static override styles = [
    palette,
    controls,
    dialog,
    css`
      ul {
        margin: 12px 0 0;
        max-height: 50vh;
        overflow: auto;
      }
      ul:focus-visible {
        outline: 3px solid var(--primary-color, #0288d1);
      }
      li {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 56px;
      }
      .what {
        flex: 1;
        min-width: 0;
      }
      .name {
        overflow-wrap: anywhere;
      }
      time {
        color: var(--phone-quiet);
        font-size: 0.875em;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
}
