import en from "./translations/en.json";

export type Key = keyof typeof en;
type Texts = Partial<Record<Key, string>>;

/** The languages that lie beside the card, each in a file of its own; English is in the card. */
export const OTHERS: readonly string[] = ["de", "es", "fr", "ru"];

const known: Record<string, Texts> = { en };
const asked = new Map<string, Promise<void>>();

/** Where the card comes from: that's another host than the page's on a Cast receiver. */
const here = import.meta.url;

/** The language in which somebody is spoken to: a region's is that of all, and else it's English. */
const spoken = (language: string): string => {
  const name = language.split("-")[0] ?? "";
  return OTHERS.includes(name) ? name : "en";
};

const isKey = (key: string): key is Key => key in en;

/** Fetch a language's texts, if they aren't here; where they can't be had, it stays English. */
export const learn = (language: string): Promise<void> => {
  const name = spoken(language);
  const before = asked.get(name);
  if (before || known[name]) return before ?? Promise.resolve();
  const fetched = fetch(new URL(`texts/${name}.json?v=${TEXTS_VERSION}`, here).href)
    .then(async (response) => (response.ok ? ((await response.json()) as Texts) : {}))
    .catch((): Texts => ({}))
    .then((texts) => void (known[name] = texts));
  asked.set(name, fetched);
  return fetched;
};

/** Whether a language's texts are here; otherwise they are fetched, and `then` hears of that. */
export const speaks = (language: string, then: () => void): boolean => {
  if (known[spoken(language)]) return true;
  void learn(language).then(then);
  return false;
};

/** A text in the user's language, or in English where there is none. */
export const localize = (
  language: string,
  key: string,
  values: Record<string, string | number> = {},
): string => {
  if (!isKey(key)) return key;
  const text = known[spoken(language)]?.[key] ?? en[key];
  return text.replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ""));
};
