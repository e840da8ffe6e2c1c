/** The page's title, by which a tab in the background is found while somebody calls. */

let ours = "";
let others = "";

/** Begin the title with who calls; with nobody, it is again what Home Assistant has made it. */
export const showInTitle = (party: string): void => {
  if (document.title !== ours) others = document.title;
  ours = party && `\u260e ${party} \u00b7 ${others}`;
  const wanted = ours || others;
  if (document.title !== wanted) document.title = wanted;
};
