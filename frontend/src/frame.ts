import type { ReactiveController, ReactiveControllerHost } from "lit";
import { closeModal, isCovered, modalIsOpen, openModal, showPopover } from "./layer";

/** Milliseconds after which a dialog that opened over the pop-up is beneath it. */
const RISE_MS = 250;

/** Keeps what calls are shown in above everything else on the page. */
export class Frame implements ReactiveController {
  /** Modal only above something modal: nobody's typing is interrupted otherwise. */
  modal = false;
  isShown = false;
  /** Whether what covers it was asked for in it, and stays above. */
  yields = false;
  private rising = false;
  private watch?: ReturnType<typeof setInterval>;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly element: () => HTMLElement,
    /** Whether something is in it that nobody may miss. */
    private readonly isUrgent: () => boolean,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearInterval(this.watch);
  }

  hostUpdate(): void {
    if (this.isShown) return;
    this.modal = this.rising || modalIsOpen();
    this.rising = false;
  }

  show(wanted: boolean): void {
    this.isShown = wanted;
    clearInterval(this.watch);
    if (wanted) this.watch = setInterval(() => this.rise(), RISE_MS);
    if (this.modal) {
      const dialog = this.element() as HTMLDialogElement;
      if (wanted) openModal(dialog);
      else closeModal(dialog);
    } else showPopover(this.element(), wanted);
  }

  /** Come on top again, as something modal, when a dialog opens over a call that rings. */
  private rise(): void {
    if (this.yields || !this.isUrgent() || !isCovered(this.host, this.element())) return;
    this.show(false);
    this.rising = true;
    this.host.requestUpdate();
  }
}
