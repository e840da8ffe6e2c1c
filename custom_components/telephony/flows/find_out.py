"""How a phone system of any other maker speaks: found out by what it answers, or entered by hand."""

from abc import abstractmethod
import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.typing import VolDictType

from ..connection.protocols import dialect_choices, read_dialect
from ..connection.trial import async_find_dialect
from ..const import CONF_DEVICE_FORM, CONF_LINES, CONF_LOGIN_FIELDS, CONF_START
from ..cti.errors import AuthenticationRefused, TelephonyError
from ..numbers.line_lists import LinesError, read_lines
from .forms import CREDENTIALS, async_texts, filled
from .host import HostSteps

if TYPE_CHECKING:
    from ..cti import Discovery

CONF_LINE: Final = "line"
_TRIAL: Final[VolDictType] = {vol.Required(CONF_LINE): TextSelector(), **CREDENTIALS}
CONF_FIND_OUT: Final = "find_out"
FIND_OUT: Final[VolDictType] = {
    vol.Optional(CONF_FIND_OUT, default=False): BooleanSelector()
}
_TRANSLATED: Final = (CONF_START, CONF_LOGIN_FIELDS)
_FREE: Final = (CONF_LOGIN_FIELDS, CONF_DEVICE_FORM)


def dialect_form(values: Mapping[str, Any]) -> VolDictType:
    """Return the fields that say how a phone system speaks, with what is known of it."""
    known = {**read_dialect({}).as_words(), **values}
    form: VolDictType = {}
    for field, choices in dialect_choices().items():
        config = SelectSelectorConfig(
            options=list(choices),
            mode=SelectSelectorMode.DROPDOWN,
            custom_value=field in _FREE,
        )
        if field in _TRANSLATED:
            config["translation_key"] = field
        form[vol.Required(field, default=known[field])] = SelectSelector(config)
    return form


class FindOutSteps(HostSteps):
    """The config flow's steps for phone systems that aren't of a known maker."""

    _finding: asyncio.Task[Discovery] | None = None
    _report: str = ""
    _known_lines: Sequence[str] = ()
    """Lines that there are; the first is watched to find out how the phone system speaks."""

    def __init__(self) -> None:
        """Begin with nothing tried."""
        super().__init__()
        self._trial: dict[str, Any] = {}
        """The line to watch for a moment, and who logs in."""

    @abstractmethod
    async def _async_step_after_dialect(self) -> ConfigFlowResult:
        """Go on, now that it's known how the phone system speaks."""

    async def async_step_other_system(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who says how it speaks; scripts have said it with the first form."""
        if CONF_LINES in self._given:
            return await self.async_step_by_hand(self._given)
        return self.async_show_menu(
            step_id="other_system",
            menu_options=["find_out", "by_hand"],
            description_placeholders={"host": self._data[CONF_HOST]},
        )

    async def async_step_by_hand(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how the phone system speaks."""
        self._errors = {}
        return await self._async_take("by_hand", user_input)

    async def async_step_find_out(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what is needed to find out how the phone system speaks."""
        self._errors = {}
        if user_input is not None:
            self._trial = given = filled(user_input)
            if CONF_USERNAME in given and CONF_PASSWORD in self._data:
                given.setdefault(CONF_PASSWORD, self._data[CONF_PASSWORD])
            try:
                line = given.get(CONF_LINE, "")
                (given[CONF_LINE],) = read_lines(line, 1, only_numbers=True)
            except LinesError:
                self._errors = {CONF_LINE: "one_line"}
            else:
                return await self.async_step_finding()
        known = {**self._data, CONF_LINE: next(iter(self._known_lines), None)}
        return self._show("find_out", _TRIAL, user_input or known)

    async def async_step_finding(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show that it's being found out."""
        if (task := self._finding) is None:
            data = {**self._data, **self._trial}
            search = async_find_dialect(self.hass, data, self._trial[CONF_LINE])
            task = self._finding = self.hass.async_create_task(search)
        if task.done():
            return self.async_show_progress_done(next_step_id="found")
        return self.async_show_progress(
            step_id="finding",
            progress_action="finding",
            description_placeholders={"host": self._data[CONF_HOST]},
            progress_task=task,
        )

    async def async_step_found(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show how it speaks; what keeps it from being found out is to be mended first."""
        self._errors = {}
        if (task := self._finding) is None:
            return await self._async_take("found", user_input)
        self._finding = None
        try:
            found = task.result()
        except TelephonyError as error:
            self._blame(error)
            return self._show("find_out", _TRIAL, self._trial)
        self._report = await self._async_report(found)
        if found.refusal:
            self._blame(found.refusal)
            if isinstance(found.refusal, AuthenticationRefused) and (
                CONF_USERNAME not in self._trial
            ):
                self._errors = {CONF_USERNAME: "credentials_needed"}
            return self._show("find_out", _TRIAL, self._trial)
        self._data |= found.dialect.as_words()
        if not found.watched:
            self._errors = {"base": "line_not_watched"}
            self._named |= {"line": self._trial[CONF_LINE]}
        return await self._async_take("found", None)

    async def _async_take(
        self, step_id: str, user_input: Mapping[str, Any] | None
    ) -> ConfigFlowResult:
        """Take what a form says of how the phone system speaks."""
        form = dialect_form(self._data)
        if user_input is not None and self._take_dialect({**self._data, **user_input}):
            return await self._async_step_after_dialect()
        self._named |= {"report": self._report, "host": self._data[CONF_HOST]}
        return self._show(step_id, form, user_input)

    def _take_dialect(self, entered: Mapping[str, Any]) -> bool:
        """Take what was entered into the connection; False where it can't be read."""
        try:
            self._data |= read_dialect(filled(entered)).as_words()
        except ValueError as error:
            self._errors = {str(error): f"invalid_{error}"}
            return False
        return True

    async def _async_report(self, found: Discovery) -> str:
        """Return what came of each question, in the words of Home Assistant's language."""
        words = await async_texts(self.hass, "answer")
        rows = []
        for question, refusal in found.answers:
            said = words["yes"] if refusal is None else words["silence"]
            if refusal:
                said = f"{words['no']} (`{refusal.replace('`', '')}`)"
            rows.append(f"- `{question}`: {said}")
        return "\n".join(rows)

    @callback
    @override
    def async_remove(self) -> None:
        """Stop asking where nobody waits for the answer anymore."""
        if self._finding:
            self._finding.cancel()
