import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parse } from "acorn";
import { expect, test } from "vitest";

const built = readFileSync("../custom_components/telephony/www/telephony-card.js", "utf8");

test("the built card is written in the language of the oldest browsers that Home Assistant serves", () => {
  const options = { ecmaVersion: 2019, sourceType: "module" } as const;
  expect(() => parse("class Newer { static {} }", options)).toThrow();
  expect(() => parse("older?.browser", options)).toThrow();
  // Only the standard took until 2020: Chrome 64, Firefox 62 and Safari 11.1 know it.
  const older = built.replace("import.meta.url", '""');
  expect(() => parse(older, options)).not.toThrow();
});

test("it calls nothing that they lack and cannot be asked for first", () => {
  const newer = /\.(groupBy|at|findLast|findLastIndex|toSorted|toReversed|with|replaceAll|matchAll|hasOwn)\(|structuredClone/u;
  expect("lines.at(-1)").toMatch(newer);
  expect(built.match(newer)?.[0]).toBeUndefined();
});

test("it weighs no more than 45 kB on its way to the browser", () => {
  expect(gzipSync(built).length).toBeLessThan(45_000);
});

test("it says whose library is in it, as the license of that asks", () => {
  expect(built).toMatch(/^\/\*! .*Lit.*BSD-3-Clause \*\//u);
});
