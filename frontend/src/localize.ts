import de from "./translations/de.json";
import en from "./translations/en.json";
import es from "./translations/es.json";
import fr from "./translations/fr.json";
import ru from "./translations/ru.json";

export type Key = keyof typeof en;
type Texts = Record<Key, string>;

export const LANGUAGES: Record<string, Texts> = { de, en, es, fr, ru };

const isKey = (key: string): key is Key => key in en;

/** A text in the user's language, or in English where there is none. */
export const localize = (
  language: string,
  key: string,
  values: Record<string, string | number> = {},
): string => {
  if (!isKey(key)) return key;
  const texts = LANGUAGES[language.split("-")[0] ?? ""] ?? en;
  return texts[key].replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ""));
};
