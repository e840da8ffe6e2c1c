"""Switches of a line: do not disturb, what its phone mutes, its bell, and an account's registration."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final, override

from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN, SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import Context
from homeassistant.helpers.restore_state import RestoredExtraData, RestoreEntity

from .call_log.trail import Way
from .connection.settings import LineSettings
from .coordinator import TelephonyCoordinator
from .cti.capability import Capability
from .cti.model import PhoneSetting
from .entity import FeatureEntity, can_set_phone, line_platform
from .errors import user_error
from .lines import commands
from .lines.assist import async_withhold
from .lines.origin import Origin
from .lines.phone_settings import async_set_phone
from .lines.target_line import TargetLine

PARALLEL_UPDATES = 0

VOLUMES: Final = "volumes"


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineSwitch]:
    switches: list[LineSwitch] = []
    for key in ("registered", "do_not_disturb"):
        async_withhold(
            coordinator.hass,
            SWITCH_DOMAIN,
            f"{coordinator.entry.entry_id}_{line.number}_{key}",
        )
    if line.can_log_in and Capability.LOGIN in coordinator.system.capabilities:
        switches.append(RegisteredSwitch(coordinator, line.number, "registered"))
    if coordinator.states.has_feature(line.number, "do_not_disturb"):
        switches.append(DoNotDisturbSwitch(coordinator, line.number, "do_not_disturb"))
    switches += [
        MuteSwitch(coordinator, line.number, setting)
        for setting in (PhoneSetting.MICROPHONE_MUTE, PhoneSetting.SPEAKER_MUTE)
        if can_set_phone(coordinator, line.number, setting)
    ]
    if can_set_phone(coordinator, line.number, PhoneSetting.RINGER_VOLUME):
        switches.append(RingerSwitch(coordinator, line.number))
    return switches


async_setup_entry = line_platform(SWITCH_DOMAIN, _for_line)


class LineSwitch(FeatureEntity, SwitchEntity):
    """Something of a line that can be turned on and off; the phone system tells when it is.

    They set how a line's phones ring, hear and speak, so they're no matter for voice assistants,
    which aren't offered what is of this category.
    """

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(
        self, coordinator: TelephonyCoordinator, number: str, key: str
    ) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, key)
        self._line = TargetLine(coordinator, number)

    @property
    def _origin(self) -> Origin:
        return Origin(Way.BUTTON, self._context or Context())


class DoNotDisturbSwitch(LineSwitch):
    """Whether the line refuses calls."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await commands.async_set_do_not_disturb(self._line, self._origin, enabled=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await commands.async_set_do_not_disturb(self._line, self._origin, enabled=False)


class RegisteredSwitch(LineSwitch):
    """Whether the account is registered with its SIP server; only administrators turn it."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await commands.async_login(self._line, self._origin)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await commands.LOGOUT(self._line, self._origin)


class MuteSwitch(LineSwitch):
    """Whether the phone's microphone or speaker is muted."""

    _attr_entity_registry_enabled_default = False

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._async_set(muted=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_set(muted=False)

    async def _async_set(self, *, muted: bool) -> None:
        setting = PhoneSetting(self.translation_key or "")
        await async_set_phone(self._line, self._origin, setting, muted)


class RingerSwitch(LineSwitch, RestoreEntity):
    """Whether the phone rings: off is a volume of 0 of each bell, on its own one from before."""

    _attr_entity_registry_enabled_default = False
    _value: tuple[tuple[str, int], ...] = ()
    """How loud each bell is."""
    _is_halfway = False
    """Whether the phone system has refused some bells the last time."""

    def __init__(self, coordinator: TelephonyCoordinator, number: str) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, "ringer")
        self._read = attrgetter("features.ringers")
        self._audible: dict[str, int] = {}
        """The last volume of each bell that could be heard, also over restarts."""

    @override
    def show(self, value: Any) -> None:
        super().show(any(volume for _, volume in value) if value else None)
        self._value = value
        self._audible |= {part: volume for part, volume in value if volume}

    @property
    @override
    def extra_restore_state_data(self) -> RestoredExtraData:
        return RestoredExtraData({VOLUMES: self._audible})

    @override
    async def async_added_to_hass(self) -> None:
        if last := await self.async_get_last_extra_data():
            self._audible |= last.as_dict().get(VOLUMES, {})
        await super().async_added_to_hass()

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        if self.is_on and not self._is_halfway:
            return
        there = [part for part, _ in self._value if part in self._audible]
        if not there:
            raise user_error("ringer_volume_unknown", line=self.number)
        await self._async_set({part: self._audible[part] for part in there})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        if self.is_on and not self._is_halfway:  # what is silent now stays it
            self._audible = {part: volume for part, volume in self._value if volume}
        await self._async_set(dict.fromkeys(dict(self._value), 0))

    async def _async_set(self, volumes: Mapping[str, int]) -> None:
        self._is_halfway = True
        for part, volume in volumes.items():
            await async_set_phone(
                self._line, self._origin, PhoneSetting.RINGER_VOLUME, volume, part
            )
        self._is_halfway = False
