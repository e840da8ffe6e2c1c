import { css } from "lit";

/** How calls lie over the page: a sheet at its head, with the buttons that hide it always in sight. */
export const popupStyles = css`
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
`;
