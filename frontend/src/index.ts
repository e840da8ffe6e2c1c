import { appIsDefined } from "./hass";

/** Set by the first of us on a page: the file may be there as a dashboard's resource besides. */
interface Page {
  telephonyCard?: Promise<unknown>;
}

const page = window as unknown as Page;

if (!page.telephonyCard) {
  page.telephonyCard = appIsDefined().then(() => import("./parts"));
}
