/** Everything that a page gets of us: it is evaluated once Home Assistant's app has been. */
import "./badge";
import "./card";
import "./feature";
import { localize } from "./localize";
import { pageLanguage } from "./hass";
import { installPopup } from "./popup";
import { registerCard } from "./picker";
import "./strategy";

registerCard((key) => localize(pageLanguage(), key));
installPopup();
