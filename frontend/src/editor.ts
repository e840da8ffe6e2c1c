import { SECTIONS } from "./config";
import { pageConnection, pageLanguage } from "./hass";
import { learn, localize } from "./localize";
import type { DeviceInfo } from "./model";

interface Field {
  name: string;
}

interface Option {
  value: string;
  label: string;
}

const several = (options: readonly Option[]): object => ({
  select: { multiple: true, reorder: true, mode: "dropdown", options },
});

/** What the user picks from. */
export const deviceOptions = (lines: readonly DeviceInfo[]): Option[] =>
  lines.map(({ device_id, name, connection_name }) => ({
    value: device_id,
    label: `${name} · ${connection_name}`,
  }));

const readableLines = async (): Promise<readonly DeviceInfo[]> => {
  const connection = await pageConnection();
  const { lines } = await connection.sendMessagePromise<{ lines: readonly DeviceInfo[] }>({
    type: "telephony/lines",
  });
  return lines;
};

/** The form of the visual editor; Home Assistant draws it. */
export const configForm = async (): Promise<object> => {
  const language = pageLanguage();
  const [lines] = await Promise.all([readableLines(), learn(language)]);
  const devices = deviceOptions(lines);
  const sections = SECTIONS.map((value) => ({
    value,
    label: localize(language, `section.${value}`),
  }));
  const help: Record<string, string> = {
    devices: "editor.devices_help",
    lamps: "editor.lamps_help",
  };
  const ofButton = {
    name: { label: localize(language, "choice.name"), required: true, selector: { text: {} } },
    icon: { label: localize(language, "editor.icon"), selector: { icon: {} } },
    tap_action: {
      label: localize(language, "editor.action"),
      required: true,
      selector: { ui_action: {} },
    },
  };
  return {
    schema: [
      { name: "title", selector: { text: {} } },
      { name: "devices", selector: several(devices) },
      { name: "sections", selector: several(sections) },
      { name: "lamps", selector: several(devices) },
      {
        name: "log_limit",
        default: 10,
        selector: { number: { min: 1, max: 100, mode: "box" } },
      },
      { name: "compact", selector: { boolean: {} } },
      { name: "busy_only", selector: { boolean: {} } },
      { name: "camera", selector: { entity: { domain: "camera" } } },
      {
        name: "buttons",
        selector: { object: { multiple: true, label_field: "name", fields: ofButton } },
      },
      { name: "popup_switch", default: true, selector: { boolean: {} } },
    ],
    computeLabel: ({ name }: Field) => localize(language, `editor.${name}`),
    computeHelper: ({ name }: Field) =>
      help[name] ? localize(language, help[name]) : undefined,
  };
};
