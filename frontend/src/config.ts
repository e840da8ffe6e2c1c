/** The card's configuration, as it stands in a dashboard. */

import type { Extras, OwnButton } from "./own-buttons";

export const SECTIONS = ["calls", "dial", "lamps", "log"] as const;
export type Section = (typeof SECTIONS)[number];

export interface CardConfig extends Extras {
  type: string;
  title?: string;
  /** Devices of lines and groups; without them the first lines that the user may read. */
  devices?: readonly string[];
  sections?: readonly Section[];
  /** Devices shown as lamps; without them the other lines of the same connections. */
  lamps?: readonly string[];
  log_limit?: number;
  compact?: boolean;
  /** Only the lines that have calls, those that ring first. */
  busy_only?: boolean;
  popup_switch?: boolean;
  /** How high somebody wants the card to be in a dashboard with sections. */
  grid_options?: { rows?: number | "auto" };
}

export const DEFAULT_LOG_LIMIT = 10;

const isList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const isButton = (button?: Partial<OwnButton>): boolean =>
  typeof button?.name === "string" && typeof button.tap_action?.action === "string";

/** Refuse what cannot be shown, in words that the editor shows. */
export const checked = (config: CardConfig): CardConfig => {
  for (const key of ["devices", "sections", "lamps"] as const) {
    if (config[key] !== undefined && !isList(config[key])) {
      throw new Error(`${key} must be a list of texts`);
    }
  }
  const unknown = config.sections?.find((section) => !SECTIONS.includes(section));
  if (unknown) throw new Error(`Unknown section ${unknown}: use ${SECTIONS.join(", ")}`);
  const limit = config.log_limit ?? DEFAULT_LOG_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new Error("log_limit must be a whole number from 1 to 100");
  }
  if (config.camera && !/^camera\.\w+$/u.test(config.camera)) {
    throw new Error("camera must be the entity of a camera");
  }
  if (config.buttons && !(Array.isArray(config.buttons) && config.buttons.every(isButton))) {
    throw new Error("buttons must be a list, each with name and tap_action");
  }
  return config;
};

export const sectionsOf = (config: CardConfig): readonly Section[] =>
  config.sections ?? SECTIONS;

/** What stands beside calls; nothing where nothing does. */
export const extrasIn = ({ camera, buttons }: CardConfig): Extras | undefined =>
  camera || buttons?.length ? { camera, buttons } : undefined;

/** What the card asks the server for. */
export const requestOf = (config: CardConfig): { type: string; [key: string]: unknown } => {
  const sections = sectionsOf(config);
  const lamps = sections.includes("lamps") ? config.lamps : [];
  return {
    type: "telephony/subscribe",
    ...(config.devices?.length && { device_ids: config.devices }),
    ...(lamps && { lamp_device_ids: lamps }),
    log_limit: sections.includes("log") || sections.includes("dial")
      ? (config.log_limit ?? DEFAULT_LOG_LIMIT)
      : 0,
  };
};
