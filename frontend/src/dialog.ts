import { css } from "lit";
import { layers } from "./layer";

/** How the card's own dialogs look: a sheet on a phone, a card on a tablet. */
export const dialog = css`
  ${layers}
  dialog {
    width: min(420px, calc(100vw - 32px));
    max-height: calc(100vh - 32px);
    max-height: calc(100dvh - 32px);
    box-sizing: border-box;
    padding: 24px;
    border: 0;
    border-radius: 24px;
    color: var(--phone-text);
    background: var(--phone-surface);
    box-shadow: 0 8px 40px rgb(0 0 0 / 0.35);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  dialog h3 {
    margin: 0;
    font-size: 1.5rem;
    font-weight: 500;
    color: var(--phone-text);
    overflow-wrap: anywhere;
  }
  dialog p {
    margin: 4px 0 0;
    color: var(--phone-quiet);
    font-variant-numeric: tabular-nums;
  }
  dialog .options {
    display: grid;
    gap: 8px;
    margin-top: 20px;
  }
  dialog .push {
    min-height: 48px;
    border-radius: 24px;
  }
  select {
    border-radius: 12px;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 0.875em;
    color: var(--phone-quiet);
  }
  label select {
    font-size: 1rem;
    color: var(--phone-text);
  }
`;
