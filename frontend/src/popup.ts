import { mdiClose } from "@mdi/js";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { errorText, run, type Command } from "./command";
import { partyName } from "./format";
import { pageConnection, pageLanguage, type Connection } from "./hass";
import { callFor, onKeys } from "./keys";
import { closeModal, isCovered, layers, modalIsOpen, openModal, popoverClass, showPopover } from "./layer";
import { localize } from "./localize";
import type { IncomingCall, IncomingMessage } from "./model";
import { hasCards, isOnPage } from "./on-page";
import { onPopupChoice, popsUp } from "./popup-choice";
import { SETTLE_MS } from "./line";
import { ringing } from "./store";
import { controls, icon, palette } from "./styles";
import { Subscription } from "./subscription";
import "./call";

/** Milliseconds after which a dialog that opened over the pop-up is beneath it. */
const RISE_MS = 250;
/** Milliseconds after which a call that has left the screen pops up. */
const LOOK_MS = 500;
/** Milliseconds in which a card on the page has shown a call that rings. */
const CARD_MS = 100;
/** Calls that are shown at once: beneath them one would have to scroll to find the button. */
const MOST = 2;

/** Incoming calls over whatever is open, for as long as they ring. */
@customElement("telephony-popup")
export class TelephonyPopup extends LitElement {
  @state() private ringing: readonly IncomingCall[] = [];
  @state() private dismissed: ReadonlySet<string> = new Set();
  @state() private settling = false;
  @state() private error = "";
  /** Whether more calls than MOST are shown. */
  @state() private all = false;
  @query("dialog, [popover]") private frame!: HTMLElement;
  /** Modal only above something modal: nobody's typing is interrupted otherwise. */
  private modal = false;
  private rising = false;
  private isShown = false;
  private connection?: Connection;
  private timer?: ReturnType<typeof setTimeout>;
  private look?: ReturnType<typeof setInterval>;
  private watch?: ReturnType<typeof setInterval>;
  private forget?: () => void;
  private readonly subscription = new Subscription<IncomingMessage>(
    this,
    (message) => {
      // A card on the page may be about to show it.
      if (hasCards()) setTimeout(() => this.hear(message), CARD_MS);
      else this.hear(message);
    },
    () => (this.ringing = []),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    const forgetChoice = onPopupChoice(() => this.requestUpdate());
    const forgetKeys = onKeys((actions) => this.key(actions));
    this.forget = () => {
      forgetChoice();
      forgetKeys();
    };
    void this.listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    clearInterval(this.look);
    clearInterval(this.watch);
    this.forget?.();
  }

  private async listen(): Promise<void> {
    this.connection = await pageConnection();
    this.subscription.set(this.connection, { type: "telephony/subscribe_incoming" });
  }

  private hear(message: IncomingMessage): void {
    this.ringing = ringing(this.ringing, message);
    clearInterval(this.look);
    // Somebody may scroll a card away, or open another page.
    if (this.ringing.length) this.look = setInterval(() => this.requestUpdate(), LOOK_MS);
    this.error = "";
    this.settling = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.settling = false), SETTLE_MS);
    if (this.ringing.length <= MOST) this.all = false;
    const now = new Set(this.ringing.map(({ call }) => call.call_id));
    this.dismissed = new Set([...this.dismissed].filter((id) => now.has(id)));
  }

  /** Answer the call that has rung longest of those that are shown. */
  private key(actions: readonly string[]): boolean {
    const lines = this.shown.map(({ line, call }) => ({ ...line, calls: [call] }));
    const wish = callFor(lines, actions);
    if (!wish || wish.action === "transfer") return false;
    const { action, line, call } = wish;
    if (!this.settling) void this.run({ action, line, data: { call_id: call.call_id } });
    return true;
  }

  private get shown(): readonly IncomingCall[] {
    const covered = modalIsOpen();
    return this.ringing.filter(
      ({ call: { call_id: id }, line }) =>
        popsUp(line) && !this.dismissed.has(id) && (covered || !isOnPage(id)),
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
    const { shown } = this;
    const more = shown.length - MOST;
    return html`<div class="sheet" @telephony-command=${this.command}>
      ${repeat(
        this.all ? shown : shown.slice(0, MOST),
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
      <button class="push" data-action="hide" @click=${this.hide}>
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

  private command(event: CustomEvent<Command>): void {
    event.stopPropagation();
    void this.run(event.detail);
  }

  private async run(command: Command): Promise<void> {
    if (!this.connection) return;
    try {
      await run(this.connection, command);
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
        padding: 0;
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
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
        padding: 12px 12px 0;
      }
      .foot {
        position: sticky;
        bottom: 0;
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        padding: 12px;
        background: inherit;
      }
      p {
        margin: 0;
        padding: 0 8px;
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
