import { css, html, unsafeCSS, type TemplateResult } from "lit";

/** One of Material Design Icons, which Home Assistant has and keeps in the browser. */
export const icon = (name: string): TemplateResult =>
  html`<ha-icon class="icon" icon="mdi:${name}" aria-hidden="true"></ha-icon>`;

/** Begins what stands for mixed colours where the browser cannot mix (before Chrome 111, Safari 16.2). */
export const unmixed = unsafeCSS("@supports not (color: color-mix(in srgb, red, red))");

/** Colours that keep 3:1 on light and dark cards, and 4.5:1 under white text where it matters. */
export const palette = css`
  :host {
    --phone-ringing: #b85a00;
    --phone-connected: #2e7d32;
    --phone-dialing: #1976d2;
    --phone-held: #6a5acd;
    --phone-idle: #767676;
    --phone-danger: #c62828;
    --phone-text: var(--primary-text-color, #141414);
    --phone-quiet: var(--secondary-text-color, #5e5e5e);
    --phone-surface: var(--ha-card-background, var(--card-background-color, #fff));
    --phone-line: var(--divider-color, rgb(0 0 0 / 0.12));
    --phone-tint: color-mix(in srgb, var(--phone-text) 7%, transparent);
    color: var(--phone-text);
  }
  ${unmixed} {
    :host {
      --phone-tint: rgb(127 127 127 / 0.18);
    }
  }
  [hidden] {
    display: none !important;
  }
`;

/** What each state of a line or a call is painted with. */
export const tones = css`
  .ringing {
    --tone: var(--phone-ringing);
  }
  .connected {
    --tone: var(--phone-connected);
  }
  .dialing {
    --tone: var(--phone-dialing);
  }
  .held {
    --tone: var(--phone-held);
  }
`;

/** The same of somebody else: whoever is free is green, and whoever talks is red. */
export const others = css`
  ${tones}
  .idle {
    --tone: var(--phone-connected);
  }
  .connected {
    --tone: var(--phone-danger);
  }
`;

/** The dot before a line: hollow where nobody can be reached. */
export const dot = css`
  i {
    width: 12px;
    height: 12px;
    flex: none;
    border-radius: 50%;
    background: var(--tone);
  }
  .unavailable i,
  .not_registered i,
  .out_of_service i {
    background: none;
    box-shadow: inset 0 0 0 2px var(--phone-idle);
  }
`;

/** What is said for a while at the lower edge, and one button. */
export const bar = css`
  p {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 0;
    padding: 4px;
    padding-inline-start: 20px;
    border-radius: 26px;
    color: #fff;
    background: #323232;
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.35);
  }
  .push,
  .push:hover:not(:disabled) {
    background: rgb(255 255 255 / 0.16);
    white-space: nowrap;
  }
`;

export const controls = css`
  button {
    font: inherit;
    color: inherit;
    border: 0;
    margin: 0;
    background: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  a:focus-visible,
  button:focus-visible,
  input:focus-visible,
  select:focus-visible {
    outline: 3px solid var(--primary-color, #0288d1);
    outline-offset: 2px;
  }
  input,
  select,
  textarea {
    box-sizing: border-box;
    min-width: 0;
    min-height: 48px;
    padding: 0 16px;
    border: 1px solid var(--phone-idle);
    border-radius: 24px;
    font: inherit;
    color: inherit;
    background: var(--phone-surface);
  }
  ::placeholder {
    color: var(--phone-quiet);
    opacity: 1;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li + li {
    border-top: 1px solid var(--phone-line);
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .icon {
    --mdc-icon-size: 1.5em;
    display: inline-flex;
    width: 1.5em;
    height: 1.5em;
    flex: none;
  }
  .push {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    padding: 0 16px;
    border-radius: 22px;
    background: var(--phone-tint);
    font-weight: 500;
    transition: background-color 120ms ease, transform 120ms ease;
  }
  .push:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-text) 13%, transparent);
  }
  .push:active:not(:disabled) {
    transform: scale(0.97);
  }
  .push.good,
  .push.bad {
    color: #fff;
    background: var(--phone-connected);
  }
  .push.bad {
    background: var(--phone-danger);
  }
  .push.good:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-connected) 88%, #000);
  }
  .push.bad:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-danger) 88%, #000);
  }
  ${unmixed} {
    .push:hover:not(:disabled) {
      background: var(--phone-tint);
    }
    .push.good:hover:not(:disabled) {
      background: var(--phone-connected);
    }
    .push.bad:hover:not(:disabled) {
      background: var(--phone-danger);
    }
  }
  .round {
    display: inline-grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    color: var(--phone-quiet);
  }
  .round:hover {
    background: var(--phone-tint);
  }
  .chip {
    min-width: 44px;
    min-height: 44px;
    padding: 0 14px;
    border-radius: 22px;
    color: var(--phone-quiet);
    font-size: 0.875em;
    font-weight: 500;
  }
  .chip[aria-pressed="true"] {
    color: var(--phone-text);
    background: var(--phone-tint);
  }
  h2,
  h3 {
    margin: 0;
    font-size: 0.875em;
    font-weight: 500;
    color: var(--phone-quiet);
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
