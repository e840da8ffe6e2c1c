import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** A language as the texts alone, in the order of English: its keys stand in the file once. */
const textsOf = (id: string): string => {
  const read = (file: string): Record<string, string> =>
    JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const english = read(join(dirname(id), "en.json"));
  const own = read(id);
  const texts = Object.keys(english).map((key) => own[key]);
  return `import en from "./en.json";
    const texts = ${JSON.stringify(texts)};
    export default Object.fromEntries(Object.keys(en).map((key, at) => [key, texts[at]]));`;
};

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

/** Make the built card smaller than a minifier can. */
const templates = (): Plugin => ({
  name: "templates",
  enforce: "pre",
  load: (id) =>
    /translations\/(?!en)\w+\.json$/u.test(id) ? { code: textsOf(id), moduleType: "js" } : null,
  transform: (code, id) => (id.endsWith(".ts") ? { code: squeezed(undecorated(tabled(code))), map: null } : null),
});

export default defineConfig({
  plugins: [templates()],
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
