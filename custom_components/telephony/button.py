"""Buttons that act on a line's calls, log and number to dial."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, cast, override

from homeassistant.components.button import (
    DOMAIN as BUTTON_DOMAIN,
    ButtonEntity,
    ButtonEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .call_log.entries import LogQuery
from .call_log.trail import Way
from .connection.changes import FEATURES
from .connection.line_state import LineState
from .connection.settings import LineSettings
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.capability import Capability
from .cti.model import Direction
from .entity import EntityAdder, LineEntity, PhoneBookEntity
from .entries import is_phone_book
from .errors import user_error
from .lines import commands
from .lines.origin import Origin
from .lines.target_line import TargetLine
from .phone_book.book import PhoneBookEntry
from .phone_book.errors import SourceError
from .phone_book.refreshing import RefreshedBook

PARALLEL_UPDATES = 0
REDIAL_LOOKS_AT: Final = 10
"""Calls from this line that may have no number before there is nothing to redial."""


@dataclass(frozen=True, kw_only=True)
class LineButtonDescription(ButtonEntityDescription):
    """A button of a line, for phone systems that have the capability."""

    press_fn: Callable[[TargetLine, Origin], Awaitable[object]]
    capability: Capability | None = None
    of_protocol: Capability | None = None
    """What a protocol has that needs the button, where that isn't its capability itself."""


async def _async_mark_missed_read(line: TargetLine, _: Origin) -> None:
    line.coordinator.async_mark_missed_read(line.number)


async def _async_redial(line: TargetLine, origin: Origin) -> None:
    """Call whom the line called last."""
    query = LogQuery(directions=[Direction.OUTGOING], limit=REDIAL_LOOKS_AT)
    page = await line.coordinator.call_log.async_find([line.number], query)
    for call in page.calls:
        if call.number:
            await commands.MAKE_CALL(line, origin, call.number)
            return
    raise user_error("nothing_to_redial", line=line.number)


async def _async_dial(line: TargetLine, origin: Origin) -> None:
    """Call what stands in the text entity."""
    if not (to_dial := line.coordinator.dial_numbers.get(line.number)):
        raise user_error("nothing_to_dial", line=line.number)
    await commands.MAKE_CALL(line, origin, to_dial)


BUTTONS: Final = (
    LineButtonDescription(
        key="answer", press_fn=commands.ANSWER, capability=Capability.ANSWER
    ),
    LineButtonDescription(
        key="hangup", press_fn=commands.HANGUP, capability=Capability.HANGUP
    ),
    LineButtonDescription(
        key="hold", press_fn=commands.HOLD, capability=Capability.HOLD
    ),
    LineButtonDescription(
        key="retrieve",
        press_fn=commands.RETRIEVE,
        capability=Capability.RETRIEVE,
        of_protocol=Capability.HOLD,
    ),
    LineButtonDescription(
        key="mark_missed_read",
        press_fn=_async_mark_missed_read,
        entity_registry_enabled_default=False,
    ),
    LineButtonDescription(
        key="redial",
        press_fn=_async_redial,
        capability=Capability.MAKE_CALL,
        entity_registry_enabled_default=False,
    ),
    LineButtonDescription(
        key="dial",
        press_fn=_async_dial,
        capability=Capability.MAKE_CALL,
        entity_registry_enabled_default=False,
    ),
)
REFRESH: Final = ButtonEntityDescription(
    key="refresh", entity_category=EntityCategory.DIAGNOSTIC
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of a phone book, or of the lines."""
    if is_phone_book(entry):
        book = cast("PhoneBookEntry", entry).runtime_data
        if isinstance(book, RefreshedBook):
            async_add_entities([RefreshButton(book, REFRESH)])
        return
    await EntityAdder(
        entry.runtime_data, BUTTON_DOMAIN, async_add_entities, _for_line
    ).async_start()


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineButton]:
    protocol = type(coordinator.system).capabilities
    return [
        LineButton(coordinator, line.number, each)
        for each in BUTTONS
        if (wanted := each.of_protocol or each.capability) is None or wanted in protocol
    ]


class RefreshButton(PhoneBookEntity, ButtonEntity):
    """Fetches what changed in a phone book's source."""

    book: RefreshedBook

    @override
    async def async_press(self) -> None:
        try:
            await self.book.async_refresh()
        except SourceError as error:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key=error.key,
                translation_placeholders=error.placeholders,
            ) from error


class LineButton(LineEntity, ButtonEntity):
    """A button of a line; pressed when nothing fits, it says so."""

    entity_description: LineButtonDescription
    _is_offered = True

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        number: str,
        description: LineButtonDescription,
    ) -> None:
        """Do for a line what the description says."""
        super().__init__(coordinator, number, description.key)
        self.entity_description = description
        self._line = TargetLine(coordinator, number)

    @override
    async def async_press(self) -> None:
        origin = Origin(Way.BUTTON, self._context or Context())
        await self.entity_description.press_fn(self._line, origin)

    @property
    @override
    def available(self) -> bool:
        """Whether the line is there, and the phone system has what the button does."""
        return self._attr_available and self._is_offered

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if self.entity_description.capability is not None:
            self._is_offered = self._offered()
            self.listen(FEATURES, self.owner, self._offers_changed)

    def _offered(self) -> bool:
        wanted = self.entity_description.capability
        return wanted in self.coordinator.system.capabilities

    @callback
    def _offers_changed(self, _state: LineState, _context: Context | None) -> None:
        if self._is_offered is not (offered := self._offered()):
            self._is_offered = offered
            self.async_write_ha_state()
