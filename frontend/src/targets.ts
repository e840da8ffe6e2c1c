import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { CALL_ACTIONS, type ActionLook, type Ask } from "./call";
import { readable } from "./format";
import type { Connection } from "./hass";
import { localize } from "./localize";
import { wordOf, type Favorite, type Lamp } from "./model";
import { controls, dot, icon, others, palette } from "./styles";
import { Subscription } from "./subscription";
import { Watched } from "./watched";

/** Where a call may go, and whether it is to wait until nobody talks there. */
export interface Target {
  name: string;
  number: string;
  /** The device of the line that it is, where it is one. */
  device_id?: string | null;
  action: string;
  waits?: boolean;
}

interface Place {
  name: string;
  number: string;
  lamp?: Lamp;
  isFavorite: boolean;
}

/** Milliseconds for which a name is held until the call is sent there. */
export const HOLD_MS = 600;

const BUSY = new Set(["ringing", "connected", "dialing", "held"]);

/** The user's favorites and the colleagues that a call may go to: who is free, and who talks. */
@customElement("telephony-targets")
export class TelephonyTargets extends LitElement {
  @property({ attribute: false }) ask!: Ask;
  @property() language = "en";
  @state() private favorites: readonly Favorite[] = [];
  /** Whoever is busy, and what was to be done: to wait for them is offered. */
  @state() private busy?: Target;
  @property({ type: Boolean, reflect: true }) asking = false;
  /** The order at first, in which nothing moves away from under a finger. */
  private order: readonly string[] = [];
  private timer?: ReturnType<typeof setTimeout>;
  /** Whether a finger that is lifted has done all that it was to do. */
  private wasHeld = false;
  private readonly watched = new Watched(this);
  private readonly starred = new Subscription<{ favorites: readonly Favorite[] }>(
    this,
    ({ favorites }) => (this.favorites = favorites),
    () => undefined,
  );

  set server(server: Connection | undefined) {
    if (!server) return;
    this.watched.set(server, [this.ask.line.device_id], null);
    this.starred.set(server, { type: "telephony/subscribe_favorites" });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.release();
  }

  override willUpdate(): void {
    this.asking = Boolean(this.busy);
  }

  /** Everybody but the party itself and the line that the call is on. */
  private get places(): readonly Place[] {
    const { call, line } = this.ask;
    const lamps = [...this.watched.snapshot.lamps.values()];
    const starred = this.favorites.filter(({ connection }) => connection === line.connection);
    const places = [
      ...starred.map((each) => ({
        name: each.name ?? readable(each),
        number: each.number,
        lamp: lamps.find((lamp) => lamp.line === each.number),
        isFavorite: true,
      })),
      ...lamps
        .filter((lamp) => !starred.some(({ number }) => number === lamp.line))
        .map((lamp) => ({ name: lamp.name, number: lamp.line, lamp, isFavorite: false })),
    ].filter(({ number }) => number !== call.number && number !== line.line);
    const isFree = ({ lamp }: Place): boolean => !lamp || wordOf(lamp) === "idle";
    const rank = (place: Place): number => (place.isFavorite ? 0 : isFree(place) ? 1 : 2);
    const known = (place: Place): number => this.order.indexOf(place.number);
    const sorted = places.sort(
      (one, other) =>
        (known(one) < 0 || known(other) < 0 ? 0 : known(one) - known(other)) ||
        rank(one) - rank(other),
    );
    this.order = sorted.map(({ number }) => number);
    return sorted;
  }

  private text(key: string, values: Record<string, string> = {}): string {
    return localize(this.language, key, values);
  }

  override render(): TemplateResult | typeof nothing {
    const { busy, places } = this;
    if (busy) return this.question(busy);
    if (!places.length) return nothing;
    const both = this.can("consult") && this.can("transfer");
    return html`${both ? html`<p>${this.text("transfer.hint")}</p>` : nothing}
      <ul>
        ${places.map((place) => this.place(place, both))}
      </ul>`;
  }

  private can(action: string): boolean {
    return this.ask.action !== "deflect" && this.ask.call.actions.includes(action);
  }

  private place(place: Place, both: boolean): TemplateResult {
    const { name, lamp, isFavorite } = place;
    const word = lamp && wordOf(lamp);
    const away = Boolean(word && word !== "idle" && !BUSY.has(word));
    return html`<li class=${word ?? ""}>
      <button
        class="who ${both ? "hold" : ""}"
        ?disabled=${away}
        @pointerdown=${() => both && this.hold(place)}
        @pointerup=${this.release}
        @pointerleave=${this.release}
        @pointercancel=${this.release}
        @contextmenu=${(event: Event) => both && event.preventDefault()}
        @click=${() => this.wasHeld || this.choose(place, both ? "consult" : this.ask.action)}
        @keydown=${() => (this.wasHeld = false)}
      >
        <i></i><bdi class="name">${name}</bdi>
        ${isFavorite ? icon("star") : nothing}
        <span class="word">${word ? this.text(`state.${word}`) : nothing}</span>
      </button>
      ${both
        ? html`<button
            class="round"
            data-action="send"
            ?disabled=${away}
            aria-label=${this.text("transfer.send", { name })}
            title=${this.text("transfer.send", { name })}
            @click=${() => this.choose(place, "transfer")}
          >
            ${icon("phone-forward")}
          </button>`
        : nothing}
    </li>`;
  }

  private hold(place: Place): void {
    this.wasHeld = false;
    this.timer = setTimeout(() => {
      this.wasHeld = true;
      this.choose(place, "transfer");
    }, HOLD_MS);
  }

  private readonly release = (): void => clearTimeout(this.timer);

  private choose({ name, number, lamp }: Place, action: string): void {
    const target = { name, number, device_id: lamp?.device_id, action };
    if (lamp && BUSY.has(wordOf(lamp))) this.busy = target;
    else this.send(target);
  }

  private question(target: Target): TemplateResult {
    return html`<p role="alert">${this.text("transfer.busy", { name: target.name })}</p>
      <div class="options">
        ${this.can("transfer")
          ? html`<button
              class="push good"
              data-action="wait"
              @click=${() => this.send({ ...target, action: "transfer", waits: true })}
            >
              ${icon("clock-outline")}<span>${this.text("transfer.wait")}</span>
            </button>`
          : nothing}
        <button class="push" data-action="anyway" @click=${() => this.send(target)}>
          ${icon((CALL_ACTIONS[target.action] as ActionLook).path)}<span
            >${this.text(`action.${target.action}`)}</span
          >
        </button>
        <button class="push" data-action="back" @click=${() => (this.busy = undefined)}>
          ${this.text("action.back")}
        </button>
      </div>`;
  }

  private send(detail: Target): void {
    this.dispatchEvent(new CustomEvent<Target>("telephony-target", { detail }));
  }

  static override styles = [
    palette,
    controls,
    dot,
    others,
    css`
      p {
        margin: 0 0 8px;
        font-size: 0.875em;
        color: var(--phone-quiet);
      }
      p[role] {
        font-size: 1em;
        color: inherit;
      }
      ul {
        max-height: 40vh;
        overflow: auto;
      }
      li {
        --tone: var(--phone-idle);
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .who {
        flex: 1;
        min-width: 0;
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 48px;
        padding: 0 4px;
        text-align: start;
      }
      .who:hover:not(:disabled) {
        background-color: var(--phone-tint);
      }
      /* How long it still has to be held. */
      .hold {
        background: linear-gradient(var(--phone-tint), var(--phone-tint)) 0 / 0 100% no-repeat;
        touch-action: manipulation;
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
      }
      .hold:active {
        background-size: 100% 100%;
        transition: background-size 600ms linear;
      }
      .who .icon {
        --mdc-icon-size: 18px;
        width: 18px;
        height: 18px;
        color: var(--phone-ringing);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
      .word {
        margin-inline-start: auto;
        color: var(--phone-quiet);
        font-size: 0.875em;
        white-space: nowrap;
      }
      .options {
        display: grid;
        gap: 8px;
      }
    `,
  ];
}
