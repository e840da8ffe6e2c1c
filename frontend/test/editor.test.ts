import { beforeEach, expect, test } from "vitest";
import { configForm } from "../src/editor";
import { firstLine, registerCard } from "../src/picker";
import { FakeConnection } from "./world";

interface Form {
  schema: { name: string; selector: { select?: { options: { label: string }[] } } }[];
  computeLabel(field: { name: string }): string;
}

beforeEach(() => {
  const conn = new FakeConnection();
  conn.answers["telephony/lines"] = {
    lines: [{ device_id: "d1", name: "Line 725", connection_name: "office" }],
  };
  Object.assign(window, { hassConnection: Promise.resolve({ conn }) });
});

test("the editor offers the lines that there are by their names", async () => {
  const { schema } = (await configForm()) as Form;
  const devices = schema.find(({ name }) => name === "devices")?.selector.select?.options;
  expect(devices).toEqual([{ value: "d1", label: "Line 725 · office" }]);
});

test("every field of the editor is labelled in the page's language", async () => {
  document.documentElement.lang = "fr";
  const { schema, computeLabel } = (await configForm()) as Form;
  for (const field of schema) {
    expect(computeLabel(field)).not.toContain("editor.");
  }
  expect(computeLabel({ name: "sections" })).toBe("Sections");
  expect(computeLabel({ name: "title" })).toBe("Titre");
});

test("a new card begins with the first line that there is", () => {
  const line = { platform: "telephony", device_id: "d1", translation_key: "state" };
  const link = { platform: "telephony", device_id: "d0", translation_key: "connected" };
  expect(firstLine({ entities: { "binary_sensor.link": link, "sensor.line": line } })).toBe("d1");
  expect(firstLine({ entities: {} })).toBeUndefined();
});

test("the card is offered for a line's entities and for nothing else", () => {
  registerCard((key) => key);
  const { customCards } = window as unknown as {
    customCards: { getEntitySuggestion(hass: object, entityId: string): object | null }[];
  };
  const hass = {
    entities: {
      "sensor.line": { platform: "telephony", device_id: "d1" },
      "light.lamp": { platform: "demo", device_id: "d2" },
    },
  };
  const suggest = customCards[0]?.getEntitySuggestion;
  expect(suggest?.(hass, "sensor.line")).toEqual({
    config: { type: "custom:telephony-card", devices: ["d1"] },
  });
  expect(suggest?.(hass, "light.lamp")).toBeNull();
});
