import { css } from "lit";
import { unmixed } from "./styles";

/** How the card is laid out. */
export const cardStyles = css`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    position: relative;
    height: 100%;
    box-sizing: border-box;
    padding: 12px 16px 16px;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    margin-inline-end: -8px;
  }
  .title {
    flex: 1;
    font-size: 1.25rem;
    color: inherit;
    overflow-wrap: anywhere;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
  }
  .rows {
    display: flex;
    flex-direction: column;
  }
  .rows .body {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  .body > telephony-choice,
  .body > telephony-ask {
    position: absolute;
  }
  .problem {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin: 0 0 12px;
    padding-inline-start: 16px;
    min-height: 44px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--phone-danger) 12%, transparent);
  }
  ${unmixed} {
    .problem {
      background: var(--phone-tint);
    }
  }
`;
