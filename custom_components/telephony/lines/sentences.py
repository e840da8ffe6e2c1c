"""What became of a call, as a sentence whose subject is the line."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations

from ..const import DOMAIN
from ..cti.model import Direction, NameSource, Outcome, Presentation
from ..numbers.readings import readable

_QUOTATION_MARKS: Final = str.maketrans(dict.fromkeys('"“”„‟', "’"))


def sentence(hass: HomeAssistant, call: Mapping[str, Any]) -> str:
    """Return what a line did, in the language of the house: "answered Martha Reyes, 0:27".

    `call` has `direction`, `number`, `name`, `name_source`, `presentation`, `outcome` and
    `talk_seconds` as an event of a finished call does.
    """
    prefix = f"component.{DOMAIN}.common.activity_"
    texts = async_get_cached_translations(hass, hass.config.language, "common", DOMAIN)
    outcome = call["outcome"] or Outcome.UNKNOWN
    if outcome == Outcome.ANSWERED and call["direction"] != Direction.INCOMING:
        outcome = "called" if call["direction"] == Direction.OUTGOING else "talked"
    anonymous = call["presentation"] == Presentation.RESTRICTED
    nobody = "anonymous" if anonymous else "nobody_known"
    return texts.get(f"{prefix}{outcome}", "{party}").format(
        party=party_name(call, hass.config.country)
        or texts.get(f"{prefix}{nobody}", "?"),
        duration=duration(call["talk_seconds"] or 0),
    )


def party_name(call: Mapping[str, Any], country: str | None) -> str | None:
    """Return what the other side is called; None for one that is unknown, or wants to be.

    A name that only the caller has sent stands in quotation marks, beside the number.
    """
    if call["presentation"] == Presentation.RESTRICTED:
        return None
    name: str | None = call["name"]
    number: str | None = call["number"] and readable(call["number"], country)
    if name and call["name_source"] == NameSource.NETWORK:
        quoted = f"“{name.translate(_QUOTATION_MARKS)}”"
        return f"{quoted} {number}" if number else quoted
    return name or number


def duration(seconds: float) -> str:
    """Return seconds as m:ss, or h:mm:ss."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}"
