/** What Home Assistant's pickers for cards and dashboards show of us. */

interface Pickers {
  customCards?: object[];
  customStrategies?: object[];
  customCardFeatures?: object[];
  customBadges?: object[];
}

export interface Registry {
  entities?: Record<string, { platform?: string; device_id?: string; translation_key?: string }>;
}

/** The device of the first line that there is, for a new card to begin with. */
export const firstLine = ({ entities = {} }: Registry): string | undefined =>
  Object.values(entities).find(
    ({ platform, translation_key }) => platform === "telephony" && translation_key === "state",
  )?.device_id;

interface Entity {
  entity_id?: string;
}

/** Only below a line's own state: each line has one, groups and connections have none. */
const isLine = (hass: Registry, { entity_id = "" }: Entity): boolean => {
  const entity = hass.entities?.[entity_id];
  return entity?.platform === "telephony" && entity.translation_key === "state";
};

/** The card is offered for the entities of a line. */
const suggestion = (hass: Registry, entityId: string): object | null => {
  const entity = hass.entities?.[entityId];
  if (entity?.platform !== "telephony" || !entity.device_id) return null;
  return { config: { type: "custom:telephony-card", devices: [entity.device_id] } };
};

/** Our names are asked for when a picker opens: only then it's sure in which language that is. */
export const registerCard = (text: (key: string) => string): void => {
  const pickers = window as unknown as Pickers;
  const add = (
    list: keyof Pickers,
    [name, description]: readonly [string, string?],
    more: object,
  ): void => {
    const entry = Object.defineProperties(more, {
      name: { get: () => text(name), enumerable: true },
      ...(description && { description: { get: () => text(description), enumerable: true } }),
    });
    (pickers[list] ??= []).push(entry);
  };
  add("customCards", ["card.name", "card.description"], {
    type: "telephony-card",
    preview: true,
    getEntitySuggestion: suggestion,
  });
  add("customCardFeatures", ["feature.name"], { type: "telephony-call-feature", isSupported: isLine });
  add("customBadges", ["card.name", "badge.description"], { type: "telephony-badge", preview: true });
  add("customStrategies", ["card.name", "strategy.description"], {
    type: "telephony",
    strategyType: "dashboard",
  });
};
