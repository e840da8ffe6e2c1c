/**
 * What lies over the page: by the browser's own means where it has them (dialogs since Safari 15.4,
 * pop-overs since Chrome 114 and Safari 17), else as a fixed layer on top of everything.
 */
import { css } from "lit";

/** Older browsers' elements, which lack what the types promise. */
interface MaybeDialog {
  showModal?: () => void;
  close?: () => void;
}

interface MaybePopover {
  togglePopover?: (force: boolean) => boolean;
}

export const openModal = (dialog: HTMLDialogElement): void => {
  const own = dialog as MaybeDialog;
  if (own.showModal) return own.showModal();
  dialog.classList.add("layer");
  dialog.setAttribute("open", "");
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  dialog.onkeydown = ({ key }) => key === "Escape" && closeModal(dialog);
  dialog.querySelector<HTMLElement>("button, select")?.focus();
};

export const closeModal = (dialog: HTMLDialogElement): void => {
  const own = dialog as MaybeDialog;
  if (own.close) return own.close();
  if (!dialog.hasAttribute("open")) return;
  dialog.removeAttribute("open");
  dialog.dispatchEvent(new Event("close"));
};

/** The class that an element with the attribute `popover` begins with: where that means nothing, away. */
export const popoverClass = (): string =>
  "togglePopover" in HTMLElement.prototype ? "" : "layer away";

/** Show or hide such an element. */
export const showPopover = (element: HTMLElement, shown: boolean): void => {
  const own = element as unknown as MaybePopover;
  if (own.togglePopover) own.togglePopover(shown);
  else element.className = shown ? "layer" : "layer away";
};

/** Whether something modal has the page, beneath which nothing else can be touched. */
export const modalIsOpen = (): boolean => {
  if (!CSS.supports("selector(:modal)")) return false;
  let element = document.activeElement;
  while (element) {
    if (element.closest(":modal")) return true;
    element = element.shadowRoot?.activeElement ?? null;
  }
  return false;
};

/** Whether something lies over the middle of an element, so that it can't be touched. */
export const isCovered = (host: Element, element: Element): boolean => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const found = document.elementFromPoint?.(left + width / 2, top + height / 2);
  return Boolean(found) && found !== host;
};

export const layers = css`
  dialog:not([open]),
  .layer.away {
    display: none;
  }
  .layer {
    display: block;
    position: fixed;
    z-index: 2147483647;
  }
  dialog.layer {
    top: 50%;
    left: 50%;
    margin: 0;
    transform: translate(-50%, -50%);
    box-shadow: 0 0 0 100vmax rgb(0 0 0 / 0.45);
  }
`;
