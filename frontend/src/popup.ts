import { mdiClose } from "@mdi/js";
import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { errorText, run, type Command } from "./command";
import { partyName } from "./format";
import { pageConnection, pageLanguage, type Connection } from "./hass";
import { closeModal, isCovered, layers, modalIsOpen, openModal, popoverClass, showPopover } from "./layer";
import { localize } from "./localize";
import type { IncomingCall, IncomingMessage } from "./model";
import { onPopupChoice, popupChoice } from "./popup-choice";
import { SETTLE_MS } from "./line";
import { ringing } from "./store";
import { controls, icon, palette } from "./styles";
import { Subscription } from "./subscription";
import "./call";

/** Milliseconds after which a dialog that opened over the pop-up is beneath it. */
const RISE_MS = 250;

/** Incoming calls over whatever is open, for as long as they ring. */
@customElement("telephony-popup")
export class TelephonyPopup extends LitElement {
  @state() private ringing: readonly IncomingCall[] = [];
  @state() private dismissed: ReadonlySet<string> = new Set();
  @state() private settling = false;
  @state() private error = "";
  @query("dialog, [popover]") private frame!: HTMLElement;
  /** Modal only above something modal: nobody's typing is interrupted otherwise. */
  private modal = false;
  private rising = false;
  private isShown = false;
  private connection?: Connection;
  private timer?: ReturnType<typeof setTimeout>;
  private watch?: ReturnType<typeof setInterval>;
  private forget?: () => void;
  private readonly subscription = new Subscription<IncomingMessage>(
    this,
    (message) => this.hear(message),
    () => (this.ringing = []),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.forget = onPopupChoice(() => this.requestUpdate());
    void this.listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    clearInterval(this.watch);
    this.forget?.();
  }

  private async listen(): Promise<void> {
    this.connection = await pageConnection();
    this.subscription.set(this.connection, { type: "telephony/subscribe_incoming" });
  }

  private hear(message: IncomingMessage): void {
    this.ringing = ringing(this.ringing, message);
    this.error = "";
    this.settling = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.settling = false), SETTLE_MS);
    const now = new Set(this.ringing.map(({ call }) => call.call_id));
    this.dismissed = new Set([...this.dismissed].filter((id) => now.has(id)));
  }

  private get shown(): readonly IncomingCall[] {
    const choice = popupChoice();
    return this.ringing.filter(
      ({ call, line }) => (choice ?? line.popup) && !this.dismissed.has(call.call_id),
    );
  }

  override render(): TemplateResult {
    const language = pageLanguage();
    const { shown } = this;
    return html`
      <div class="hidden-text" aria-live="assertive">
        ${shown.map(({ call, line }) =>
          localize(language, "announce.incoming", {
            party: partyName(call, language),
            line: line.name,
          }),
        )}
      </div>
      ${this.modal
        ? html`<dialog
            aria-label=${localize(language, "popup.label")}
            tabindex="-1"
            autofocus
            @cancel=${this.hide}
          >
            ${this.sheet(language)}
          </dialog>`
        : html`<div
            popover="manual"
            class=${popoverClass()}
            role="dialog"
            aria-label=${localize(language, "popup.label")}
          >
            ${this.sheet(language)}
          </div>`}
    `;
  }

  private sheet(language: string): TemplateResult {
    return html`<div class="sheet" @telephony-command=${this.command}>
      ${repeat(
        this.shown,
        ({ call }) => call.call_id,
        ({ call, line }) => html`<telephony-call
          plain
          .call=${call}
          .line=${line}
          .language=${language}
          .settling=${this.settling}
          ><span><span class="dot" aria-hidden="true">·</span>${line.name}</span></telephony-call
        >`,
      )}
      <p role="alert" ?hidden=${!this.error}>${this.error}</p>
      <button class="push hide" data-action="hide" @click=${this.hide}>
        ${icon(mdiClose)}<span>${localize(language, "action.hide")}</span>
      </button>
    </div>`;
  }

  override willUpdate(): void {
    if (this.isShown) return;
    this.modal = this.rising || modalIsOpen();
    this.rising = false;
  }

  override updated(): void {
    const wanted = this.shown.length > 0;
    if (wanted !== this.isShown) this.show(wanted);
  }

  private show(wanted: boolean): void {
    this.isShown = wanted;
    clearInterval(this.watch);
    if (wanted) this.watch = setInterval(() => this.rise(), RISE_MS);
    if (this.modal) {
      const dialog = this.frame as HTMLDialogElement;
      if (wanted) openModal(dialog);
      else closeModal(dialog);
    } else showPopover(this.frame, wanted);
  }

  /** Come on top again, as something modal, when a dialog opens over a call that rings. */
  private rise(): void {
    if (!isCovered(this, this.frame)) return;
    this.show(false);
    this.rising = true;
    this.requestUpdate();
  }

  private hide(event?: Event): void {
    event?.preventDefault();
    this.dismissed = new Set(this.ringing.map(({ call }) => call.call_id));
  }

  private async command(event: CustomEvent<Command>): Promise<void> {
    event.stopPropagation();
    if (!this.connection) return;
    try {
      await run(this.connection, event.detail);
    } catch (error) {
      this.error = errorText(error);
    }
  }

  static override styles = [
    palette,
    controls,
    layers,
    css`
      .dot {
        margin-inline-end: 8px;
      }
      [popover],
      dialog {
        position: fixed;
        top: 16px;
        right: 0;
        bottom: auto;
        left: 0;
        box-sizing: border-box;
        width: min(560px, calc(100vw - 32px));
        max-height: calc(100vh - 32px);
        max-height: calc(100dvh - 32px);
        margin: 0 auto;
        padding: 12px;
        border: 0;
        border-radius: 28px;
        color: var(--phone-text);
        background: var(--phone-surface);
        box-shadow: 0 12px 48px rgb(0 0 0 / 0.45);
        overflow: auto;
        font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
      }
      dialog[open],
      .layer {
        animation: arrive 200ms ease-out;
      }
      [popover]:popover-open {
        animation: arrive 200ms ease-out;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.45);
      }
      dialog:focus-visible {
        outline: none;
      }
      .sheet {
        display: grid;
        gap: 12px;
      }
      p {
        margin: 0;
        padding: 0 8px;
      }
      .hide {
        justify-self: center;
      }
      @keyframes arrive {
        from {
          opacity: 0;
          transform: translateY(-24px);
        }
      }
    `,
  ];
}

/** Let calls pop up on this page; once, however often the module is loaded. */
export const installPopup = (): void => {
  if (!document.querySelector("telephony-popup")) {
    document.body.append(document.createElement("telephony-popup"));
  }
};
