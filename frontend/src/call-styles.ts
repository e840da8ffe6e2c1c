import { css } from "lit";
import { unmixed } from "./styles";

/** How a call looks: large on a card, in one row of buttons where it is narrow. */
export const callStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  section {
    --tone: var(--phone-connected);
    position: relative;
    padding: 16px;
    border-radius: 16px;
    background: color-mix(in srgb, var(--tone) 9%, var(--phone-surface));
    overflow: hidden;
    outline: none;
  }
  .who {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 16px;
    align-items: center;
  }
  .face {
    display: grid;
    place-items: center;
    position: relative;
    isolation: isolate;
    width: 64px;
    height: 64px;
    border-radius: 50%;
    font-size: 1.5rem;
    font-weight: 500;
    color: #fff;
    background: var(--tone);
  }
  .face img {
    width: 100%;
    height: 100%;
    border-radius: 50%;
    object-fit: cover;
  }
  /* Nothing is painted again for what only grows and fades, however many phones ring. */
  .ringing:not(.blocked) .face::after {
    content: "";
    position: absolute;
    z-index: -1;
    inset: 0;
    border-radius: 50%;
    background: var(--tone);
    animation: ring 1.6s ease-out infinite;
  }
  .names {
    min-width: 0;
  }
  .name {
    font-size: 1.375rem;
    font-size: clamp(1.375rem, 6cqi, 2.5rem);
    line-height: 1.15;
    font-weight: 500;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .number {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    margin-top: 4px;
    font-size: 1rem;
    font-variant-numeric: tabular-nums;
  }
  .note {
    flex-basis: 100%;
    overflow-wrap: anywhere;
    font-style: italic;
  }
  .way {
    display: inline-flex;
    font-size: 0.75rem;
    color: var(--tone);
  }
  .state {
    text-align: end;
    align-self: start;
    font-variant-numeric: tabular-nums;
  }
  .word {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 500;
    white-space: nowrap;
  }
  .word i {
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: var(--tone);
  }
  telephony-duration {
    display: block;
    font-size: 1.25rem;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
  .actions.large {
    margin-top: 16px;
  }
  .actions:empty {
    display: none;
  }
  .push {
    flex: 1 1 auto;
  }
  .large .push {
    flex: 1 1 112px;
    padding: 0 12px;
    min-height: 56px;
    border-radius: 28px;
    font-size: 1.0625rem;
  }
  ${unmixed} {
    section {
      background: var(--phone-tint);
      box-shadow: inset 4px 0 var(--tone);
    }
  }
  @container (max-width: 420px) {
    section:not(.ringing) .all {
      display: flex;
      gap: 8px;
      margin-top: 12px;
    }
    section:not(.ringing) .actions {
      display: contents;
    }
    .actions:not(.large) {
      flex-wrap: nowrap;
    }
    section:not(.ringing) .push,
    .actions:not(.large) .push {
      flex: 1 1 0;
      min-width: 0;
      min-height: 48px;
      padding: 0;
    }
    section:not(.ringing) .push span,
    .actions:not(.large) .push:not(:only-child) span {
      position: absolute;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .who {
      grid-template-columns: auto 1fr;
      gap: 12px;
    }
    .face {
      width: 52px;
      height: 52px;
    }
    .state {
      grid-column: 1 / -1;
      display: flex;
      justify-content: space-between;
      align-items: baseline;
    }
  }
  /* Six buttons of 44 px no longer fit into one row. */
  @container (max-width: 335px) {
    section:not(.ringing) .all {
      flex-wrap: wrap;
    }
    section:not(.ringing) .actions .push {
      flex-basis: 28%;
    }
  }
  :host([compact]) section {
    padding: 12px;
  }
  :host([compact]) .face {
    width: 44px;
    height: 44px;
    font-size: 1.125rem;
  }
  :host([compact]) .name {
    font-size: 1.125rem;
    font-size: clamp(1.125rem, 4cqi, 1.5rem);
  }
  :host([compact]) .large .push {
    min-height: 44px;
    font-size: 1rem;
  }
  @container (min-width: 600px) {
    :host([compact]) section {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
    }
    :host([compact]) .who {
      flex: 1 1 300px;
    }
    :host([compact]) .all {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    :host([compact]) .actions {
      margin-top: 0;
    }
  }
  :host([face]) section {
    height: 100%;
    box-sizing: border-box;
  }
  :host([face]) .who {
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    text-align: center;
  }
  :host([face]) .number {
    justify-content: center;
  }
  :host([face]) .state {
    grid-column: auto;
    display: block;
    align-self: end;
    text-align: center;
  }
  @keyframes ring {
    from {
      opacity: 0.55;
    }
    70%,
    to {
      opacity: 0;
      transform: scale(1.3);
    }
  }
`;
