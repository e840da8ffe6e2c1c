"""How a phone system is set up: where it is, whom it lets in, and which lines it has.

Each step is tried out before the next one, so that what goes wrong stands beside the field that
can mend it.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigFlowResult,
    ConfigSubentryData,
    FlowType,
)
from homeassistant.const import CONF_PASSWORD, CONF_PORT, CONF_PROTOCOL, CONF_USERNAME
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import BooleanSelector, TextSelector
from homeassistant.helpers.typing import VolDictType

from ..connection.line_ranges import max_entity_lines
from ..connection.protocols import (
    PROTOCOL_CSTA,
    PROTOCOL_GATEWAY,
    PROTOCOL_TELESTRA,
    async_load_protocol,
    is_of_any_maker,
    needs_login,
    needs_switch_connection,
)
from ..connection.shared_broker import async_address
from ..connection.trial import Door, async_try_lines, async_try_login
from ..const import (
    CONF_LINES,
    CONF_PHONE_BOOK,
    CONF_PHONES,
    CONF_SWITCH_CONNECTION,
    CONF_TLS,
    DOMAIN,
    SUBENTRY_GROUP,
)
from ..cti.errors import TelephonyError
from ..entries import async_connections, is_phone_book
from ..numbers.line_lists import LinesError, read_lines, write_lines
from .find_out import CONF_LINE, FindOutSteps
from .forms import (
    LINES,
    LOGIN,
    MOBILE_APP,
    MULTILINE,
    NEXT,
    PHONES,
    connection_data,
    connection_title,
    filled,
    host_form,
    identity,
)
from .names import async_known_names, line_subentry, read_names, write_names

OFFERED_LINES: Final = 30
"""So many lines that a phone system tells of stand in the form already."""
GROUP_FROM: Final = 10
"""From so many lines on a group is offered."""
_LINE_NAMES: Final[VolDictType] = {vol.Optional("names"): MULTILINE}
_LEAVE_OUT: Final[VolDictType] = {
    vol.Required("leave_out", default=False): BooleanSelector()
}
_PHONE_BOOK: Final[VolDictType] = {
    vol.Required("add_phone_book", default=False): BooleanSelector()
}
_GROUP: Final[VolDictType] = {vol.Optional("group"): TextSelector()}


class SetUpSteps(FindOutSteps):
    """The config flow's steps from a host to lines with names."""

    _lines: tuple[str, ...]
    _refused_lines: Mapping[str, str]
    _known_names: Mapping[str, str] = MappingProxyType({})
    """What the phone system calls its lines."""

    @override
    async def _async_step_after_host(self) -> ConfigFlowResult:
        """Go on to how the phone system speaks, if that isn't known by its maker."""
        if is_of_any_maker(self._data):
            return await self.async_step_other_system()
        return await self._async_step_after_dialect()

    @override
    async def _async_step_after_dialect(self) -> ConfigFlowResult:
        """Go on to who may log in, or to the lines."""
        if self._trial:  # whoever typed it once needn't do so again
            tried = dict(self._trial)
            self._known_lines = (tried.pop(CONF_LINE),)
            self._given = {CONF_TLS: False, **tried} | self._given
            self._trial = {}
        if not needs_login(self._data):
            self._abort_if_known(self._data)
            return await self.async_step_lines()
        if self._door.is_encrypted or self._given.get(CONF_TLS) is False:
            return await self.async_step_login()
        return await self.async_step_not_encrypted()

    async def async_step_gateway(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask on which broker, and by which name, gateways tell of a phone system."""
        await async_load_protocol(self.hass, PROTOCOL_GATEWAY)
        self._errors = {}
        form = host_form(PROTOCOL_GATEWAY)
        if user_input is not None:
            self._given = {k: v for k, v in user_input.items() if k not in form}
            self._entered_host = {k: v for k, v in user_input.items() if k in form}
            self._data = connection_data(PROTOCOL_GATEWAY, self._entered_host)
            self._abort_if_known(self._data)
            try:
                self._known_lines = tuple(await async_try_login(self.hass, self._data))
                self._shared_host, port = async_address(self.hass)
                self._door = Door(self._data.get(CONF_PORT, port), "MQTT")
            except TelephonyError as error:
                self._blame(error, PROTOCOL_GATEWAY)
            else:
                return await self.async_step_lines()
            user_input = dict(self._entered_host)
        return self._show(PROTOCOL_GATEWAY, form, user_input)

    async def async_step_not_encrypted(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask if a password may be sent where others can read it."""
        if user_input is not None:
            return await self.async_step_login()
        self._named = self._what_was_found()
        return self._show("not_encrypted", {}, None)

    async def async_step_login(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in."""
        self._errors = {}
        self._named = self._what_was_found()
        form = dict(LOGIN)
        if needs_switch_connection(self._data):
            form[vol.Optional(CONF_SWITCH_CONNECTION)] = TextSelector()
        user_input = self._answer(user_input, form)
        if user_input is not None:
            given = filled(user_input)
            self._errors = {
                field: "credentials_needed"
                for field in (CONF_USERNAME, CONF_PASSWORD)
                if field not in given
            }
            if not self._errors:
                self._data |= given
                self._abort_if_known(self._data)
                try:
                    known = await async_try_login(self.hass, self._data)
                    self._known_lines = tuple(known) or self._known_lines
                except TelephonyError as error:
                    if (back := await self._async_back_to_host(error)) is not None:
                        return back
                else:
                    return await self.async_step_lines()
        return self._show("login", form, user_input)

    async def async_step_lines(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the lines, and try each."""
        self._errors = {}
        self._named = self._what_was_found()
        self._named["example"] = _example(self._data, self._known_lines)
        limit = max_entity_lines(groups=0)
        at_once = user_input is None and CONF_LINES in self._given
        user_input = self._answer(user_input, LINES)
        if user_input is not None:
            numbers = self._data[CONF_PROTOCOL] == PROTOCOL_CSTA
            try:
                self._lines = read_lines(
                    user_input[CONF_LINES], limit, only_numbers=numbers
                )
                tried = await async_try_lines(self.hass, self._data, self._lines)
                self._refused_lines = tried.refused
                self._known_names = {k: v for k, v in tried.named.items() if v}
            except LinesError as error:
                self._errors = {CONF_LINES: error.key}
                self._named |= {"pieces": error.pieces, "limit": str(limit)}
            except TelephonyError as error:
                if (back := await self._async_back_to_host(error)) is not None:
                    return back
            else:
                return await self.async_step_names({} if at_once else None)
        elif 0 < len(self._known_lines) <= OFFERED_LINES:
            user_input = {CONF_LINES: write_lines(self._known_lines)}
        return self._show("lines", LINES, user_input)

    async def async_step_names(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say which lines there are, and ask what they are called."""
        refused, good = self._refused_lines, self._lines
        if refused:
            good = tuple(each for each in self._lines if each not in refused)
        form = dict(_LINE_NAMES)
        if refused and good:
            form |= _LEAVE_OUT
        if len(good) >= GROUP_FROM:
            form |= _GROUP
        if self.hass.config_entries.async_loaded_entries(MOBILE_APP):
            form |= PHONES
        if not any(map(is_phone_book, self.hass.config_entries.async_entries(DOMAIN))):
            form |= _PHONE_BOOK
        self._errors = {}
        self._named = {
            "found": str(len(good)),
            "refused": ", ".join(
                f"{line} ({reason})" if reason else line
                for line, reason in refused.items()
            )
            or "0",
        }
        if user_input is None:
            known = await async_known_names(self.hass, self._lines)
            known = {**self._known_names, **known}
            return self._show("names", form, {"names": write_names(self._lines, known)})
        names, strange = read_names(user_input.get("names", ""), self._lines)
        if not strange:
            lines = good if user_input.get("leave_out") else self._lines
            return await self._async_create(lines, names, user_input)
        self._errors = {"names": "unknown_lines"}
        self._named["pieces"] = ", ".join(strange)
        return self._show("names", form, user_input)

    async def _async_create(
        self,
        lines: tuple[str, ...],
        names: Mapping[str, str],
        wanted: Mapping[str, Any],
    ) -> ConfigFlowResult:
        """Make the entry of a connection that has been tried; a phone book comes next, if it's wanted."""
        phones = wanted.get(CONF_PHONES, ())
        subentries = [line_subentry(line, names.get(line), phones) for line in lines]
        if group := wanted.get("group", "").strip():
            data = {CONF_LINES: list(lines)}
            subentries.append(
                ConfigSubentryData(
                    subentry_type=SUBENTRY_GROUP,
                    title=group,
                    unique_id=None,
                    data=data,
                )
            )
        return self.async_create_entry(
            title=connection_title(
                self._data, {each.title for each in self._async_current_entries()}
            ),
            data=self._data,
            description_placeholders=NEXT,
            subentries=subentries,
            next_flow=await self._async_next_flow()
            if wanted.get("add_phone_book")
            else None,
        )

    async def _async_next_flow(self) -> tuple[FlowType, str]:
        """Begin to add a phone book."""
        flows = self.hass.config_entries.flow
        menu = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
        await flows.async_configure(menu["flow_id"], {"next_step_id": CONF_PHONE_BOOK})
        return FlowType.CONFIG_FLOW, menu["flow_id"]

    def _abort_if_known(
        self, data: Mapping[str, Any], entry: object | None = None
    ) -> None:
        """Abort where another entry is the same connection."""
        for other in async_connections(self.hass):
            if other is not entry and identity(other.data) == identity(data):
                raise AbortFlow("already_configured")


def _example(data: Mapping[str, Any], known: Sequence[str]) -> str:
    """Return how lines can be written, with those that there are."""
    if known:
        return write_lines(known[:OFFERED_LINES])
    if data[CONF_PROTOCOL] == PROTOCOL_TELESTRA:
        return "account-1, account-2"
    return "725, 722, 700-719"
