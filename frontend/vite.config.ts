import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** What minifiers leave alone, since to them it is text: the blanks in templates of CSS and HTML. */
const squeezed = (code: string): string =>
  code
    .replace(/\bcss`[^`]*`/gu, (css) =>
      css
        .replace(/\/\*.*?\*\//gsu, "")
        .replace(/\s+/gu, " ")
        .replace(/ ?([{};,]) ?/gu, "$1")
        .replace(/: /gu, ":")
        .replace(/;\}/gu, "}"),
    )
    .replace(/\n\s+/gu, "\n");

/** Lit's decorators as the table of properties that they fill: it is half as long. */
const tabled = (code: string): string =>
  code.replace(/( extends LitElement \{\n)([^]*?\n\}\n)/gu, (_, head: string, body: string) => {
    const table: string[] = [];
    const rest = body.replace(
      /@(property|state)\((.*?)\)(?=\s+(?:private\s+)?(\w+))/gu,
      (__, kind: string, options: string, name: string) => {
        table.push(`${name}: ${kind === "state" ? "{ state: true }" : options || "{}"}`);
        return "";
      },
    );
    return `${head}static properties = { ${table.join(", ")} };\n${rest}`;
  });

/** Its other decorators as what they do: then nothing is left of what a compiler makes of any. */
const undecorated = (code: string): string =>
  code
    .replace(
      /@query\((".*?")\)(\s+private)? (\w+)!: (.+);/gu,
      "$2 get $3(): $4 { return this.renderRoot.querySelector($1)!; }",
    )
    .replace(
      /@customElement\((".*?")\)\n(export class (\w+) [^]*)$/u,
      "$2\ncustomElements.define($1, $3);",
    );

/** `removePart` of lit-html 3.3.3 leaves the second of an item's two comments: they pile up on a wall. */
const withoutRests = (code: string): string => {
  const mended = code.replace(/(\w)=>\{\1\._\$AR\(\),\1\._\$AA\.remove\(\)\}/u, "$1=>{$1._$AR(),$1._$AA.remove(),$1._$AB.remove()}");
  if (mended === code) throw new Error("Lit removes items in another way: is it mended?");
  return mended;
};

const TRANSLATIONS = "src/translations";

/** All languages but English, by the names of their files. */
const LANGUAGES = new Map(
  readdirSync(TRANSLATIONS)
    .filter((name) => name !== "en.json")
    .toSorted()
    .map((name) => [name, JSON.stringify(JSON.parse(readFileSync(join(TRANSLATIONS, name), "utf8")))]),
);

/**
 * What runs at once: everything else waits in one function for the app's own element, that of Home
 * Assistant or of its Cast receiver. The app's bundle replaces `window.customElements` before it
 * defines that, and elements in the registry that was there before are lost to every page. The file
 * may be there as a dashboard's resource besides: only the first of us counts.
 */
const intro = `window.telephonyCard || (window.telephonyCard = Promise.race(
  ["home-assistant", "hc-main"].map((name) => customElements.whenDefined(name))
).then(() => {`;
const outro = "}));";

/** Make the built card smaller than a minifier can, and put the languages beside it. */
const templates = (): Plugin => ({
  name: "templates",
  enforce: "pre",
  transform: (code, id) =>
    id.endsWith(".ts")
      ? { code: squeezed(undecorated(tabled(code))), map: null }
      : id.endsWith("/lit-html/directive-helpers.js")
        ? { code: withoutRests(code), map: null }
        : null,
  generateBundle() {
    for (const [name, source] of LANGUAGES) this.emitFile({ type: "asset", fileName: `texts/${name}`, source });
  },
});

export default defineConfig({
  plugins: [templates()],
  define: {
    TEXTS_VERSION: JSON.stringify(
      createHash("sha256").update([...LANGUAGES.values()].join()).digest("hex").slice(0, 8),
    ),
  },
  build: {
    // What the browsers understand that Home Assistant gives its older build.
    target: "es2019",
    outDir: "../custom_components/telephony/www",
    emptyOutDir: false,
    // A library, as Vite's help for pages that load their parts has no use here.
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "telephony-card.js" },
    rolldownOptions: {
      output: {
        intro,
        outro,
        postBanner: "/*! Parts of Lit: Copyright 2017-2024 Google LLC, SPDX-License-Identifier: BSD-3-Clause */",
        comments: { annotation: false, legal: false },
        minify: true,
      },
    },
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
