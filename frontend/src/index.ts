import "./card";
import { localize } from "./localize";
import { pageLanguage } from "./hass";
import { installPopup } from "./popup";
import { registerCard } from "./picker";
import "./strategy";

registerCard((key) => localize(pageLanguage(), key));
installPopup();
