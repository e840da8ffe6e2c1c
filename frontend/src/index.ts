/** Everything that a page gets of us, once Home Assistant's app is there; in the order that is smallest when it's packed. */
import { localize } from "./localize";
import { installPopup } from "./popup";
import "./card";
import "./strategy";
import "./feature";
import "./badge";
import { registerCard } from "./picker";
import { pageLanguage } from "./hass";

registerCard((key) => localize(pageLanguage(), key));
installPopup();
