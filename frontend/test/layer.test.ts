import { afterEach, beforeEach, expect, test } from "vitest";
import { closeModal, openModal, popoverClass, showPopover } from "../src/layer";

/** What this world has, and an old browser has not. */
const { showModal, close } = HTMLDialogElement.prototype;
const old = HTMLDialogElement.prototype as Partial<HTMLDialogElement>;
let dialog: HTMLDialogElement;

beforeEach(() => {
  delete old.showModal;
  delete old.close;
  document.body.innerHTML = "<dialog><p></p><button></button></dialog>";
  dialog = document.querySelector("dialog") as HTMLDialogElement;
});

afterEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal, close });
  delete (HTMLElement.prototype as Partial<HTMLElement>).togglePopover;
  document.body.replaceChildren();
});

test("a browser without dialogs shows one as a layer, and the keyboard is in it", () => {
  openModal(dialog);
  expect(dialog.hasAttribute("open")).toBe(true);
  expect(dialog.getAttribute("role")).toBe("dialog");
  expect(document.activeElement?.localName).toBe("button");
});

test("there it closes once, by hand or with Escape, and says so", () => {
  let closed = 0;
  dialog.addEventListener("close", () => closed++);
  closeModal(dialog);
  openModal(dialog);
  dialog.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  closeModal(dialog);
  expect(dialog.hasAttribute("open")).toBe(false);
  expect(closed).toBe(1);
});

test("a browser without pop-overs shows one as a layer, which begins hidden", () => {
  expect(popoverClass()).toBe("layer away");
  const element = document.body.appendChild(document.createElement("div"));
  showPopover(element, true);
  expect(element.className).toBe("layer");
  showPopover(element, false);
  expect(element.className).toBe("layer away");
});

test("a browser with pop-overs needs none of this", () => {
  const asked: boolean[] = [];
  HTMLElement.prototype.togglePopover = (force) => asked.push(Boolean(force)) > 0;
  expect(popoverClass()).toBe("");
  const element = document.createElement("div");
  showPopover(element, true);
  expect(asked).toEqual([true]);
  expect(element.className).toBe("");
});
