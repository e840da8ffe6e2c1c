import { css } from "lit";

/** How the log of calls looks. */
export const logStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .head,
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
  }
  .head {
    gap: 4px 16px;
  }
  h3 {
    margin-inline-end: auto;
  }
  h4 {
    margin: 12px 0 0;
    font-size: 0.875em;
    font-weight: 500;
    color: var(--phone-quiet);
  }
  .figures {
    color: var(--phone-quiet);
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
  }
  input,
  select {
    flex: 1 1 140px;
    min-height: 44px;
    font-size: 0.875em;
  }
  .note {
    overflow-wrap: anywhere;
    font-size: 0.875em;
    font-style: italic;
  }
  .more {
    display: flex;
    margin: 8px auto 0;
  }
  li {
    display: grid;
    grid-template-columns: 24px 1fr auto 44px;
    gap: 12px;
    align-items: center;
    min-height: 56px;
  }
  .sign {
    display: grid;
    color: var(--phone-idle);
  }
  .answered .sign {
    color: var(--phone-connected);
  }
  .missed .sign {
    color: var(--phone-danger);
  }
  .what {
    min-width: 0;
  }
  .name,
  .facts {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .missed .name {
    font-weight: 600;
  }
  .facts,
  time,
  p {
    color: var(--phone-quiet);
    font-size: 0.875em;
  }
  time {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
`;
