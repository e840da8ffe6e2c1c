"""The fields of actions: what they take, and what is said in the user's language where they don't."""

from collections.abc import Callable, Collection
import re
from typing import Any, Final

import voluptuous as vol

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType, VolSchemaType

from ..cti.system import LONGEST_DISPLAY_TEXT
from ..errors import user_error
from .targets import ATTR_LINE

_DIGITS: Final = re.compile(r"[0-9A-D*#]{1,64}")
_WORDS: Final[tuple[tuple[type[vol.Invalid], str], ...]] = (
    (vol.RequiredFieldInvalid, "field_missing"),
    (vol.Invalid, "field_invalid"),
)


def number(value: Any) -> str | int:
    """Accept a number as text or, as templates make it of one, as a whole number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise user_error("number_expected")


def digits(value: Any) -> str:
    """Accept DTMF digits."""
    text = str(number(value)).upper()
    if not _DIGITS.fullmatch(text):
        raise user_error("digits_expected")
    return text


def display_text(value: Any) -> str:
    """Accept what a phone's display takes: one line of letters (ECMA-285, 21.1.15)."""
    text = cv.string(value)
    if len(text) > LONGEST_DISPLAY_TEXT or not text.isprintable():
        raise vol.Invalid("no text for a display")
    return text


def action_schema(fields: VolDictType) -> VolSchemaType:
    """Return an action's schema: its fields beside the target."""
    fields = {**fields, vol.Optional(ATTR_LINE): cv.string}
    known = {str(each) for each in (*fields, *cv.ENTITY_SERVICE_FIELDS)}
    return _saying_what_is_wrong(cv.make_entity_service_schema(fields), known)


def fields_schema(fields: VolDictType) -> VolSchemaType:
    """Return the schema of an action without a target."""
    return _saying_what_is_wrong(vol.Schema(fields), {str(each) for each in fields})


def _saying_what_is_wrong(
    schema: Callable[[Any], Any], known: Collection[str]
) -> VolSchemaType:
    def validate(data: Any) -> Any:
        try:
            return schema(data)
        except vol.Invalid as error:
            raise _translated(error, known) from error

    return vol.All(validate)


def _translated(error: vol.Invalid, known: Collection[str]) -> ServiceValidationError:
    """Say of the first field that is wrong what is wrong with it, but never what stood there."""
    first = error.errors[0] if isinstance(error, vol.MultipleInvalid) else error
    if isinstance(first, vol.InclusiveInvalid):
        return user_error("credentials_incomplete")
    if not first.path:
        return user_error("no_line_targeted")
    field = str(first.path[0])
    key = next(key for kind, key in _WORDS if isinstance(first, kind))
    if key == "field_invalid" and field not in known:
        key = "field_unknown"
    return user_error(key, field=field)
