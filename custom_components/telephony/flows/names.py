"""What lines are called when they are set up: typed by hand, or found in a phone book."""

from collections.abc import Iterable, Mapping, Sequence
import re
from typing import Final

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant

from ..const import CONF_NUMBER, CONF_PHONES, SUBENTRY_LINE
from ..numbers.dial_plan import DialPlan, load_regions
from ..phone_book.book import async_phone_books
from ..phone_book.index import longest

_SHOWN: Final = 50
"""So many lines stand in the form also where they have no name yet."""
_NAMED: Final = re.compile(
    r"(?P<line>\S+?)\s*[=\t]\s*(?P<name>.*)|(?P<bare>\S+)(?:\s+(?P<rest>.*))?"
)


def line_subentry(
    number: str, name: str | None = None, phones: Sequence[str] = ()
) -> ConfigSubentryData:
    """Return what is kept of a line."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_LINE,
        title=name or number,
        unique_id=number,
        data={CONF_NUMBER: number, **({CONF_PHONES: [*phones]} if phones else {})},
    )


async def async_known_names(
    hass: HomeAssistant, lines: Iterable[str]
) -> dict[str, str]:
    """Return the names that phone books for all connections have for lines."""
    books = [each for each in async_phone_books(hass).of("") if each.has_numbers]
    if not books:
        return {}
    await hass.async_add_executor_job(load_regions)
    plan = DialPlan({}, hass.config.country)
    names = {}
    for line in lines:
        found = longest(filter(None, (each.find(line, plan) for each in books)))
        if found and found.contact.name:
            names[line] = found.contact.name
    return names


def write_names(lines: Sequence[str], names: Mapping[str, str]) -> str:
    """Write lines with their names, one below the other, the way `read_names` reads them."""
    shown = lines if len(lines) <= _SHOWN else [each for each in lines if each in names]
    return "\n".join(f"{line} = {names.get(line, '')}".strip() for line in shown)


def read_names(text: str, lines: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the names that a text gives to lines, and what in it stands for no line."""
    known, names, strange = set(lines), dict[str, str](), list[str]()
    for row in map(str.strip, text.splitlines()):
        if not row:
            continue
        found = _NAMED.fullmatch(row)
        line = found and (found["line"] or found["bare"])
        if not found or line not in known:
            strange.append(row)
        elif name := (found["name"] or found["rest"] or "").strip():
            names[line] = name
    return names, strange
