"""The phone at a line as a device: mute it, set how loud it is, and write on its display."""

from typing import Final

from ..cti.capability import Capability
from ..cti.model import LampMode, PhoneSetting
from .commands import LineCommand
from .origin import Origin
from .target_line import TargetLine

LAMP_MODES: Final = {
    mode.name.lower(): mode for mode in LampMode if mode is not LampMode.UNKNOWN
}
"""What a lamp can be set to."""


async def async_set_phone(
    target: TargetLine,
    origin: Origin,
    setting: PhoneSetting,
    value: int,
    part: str | None = None,
) -> None:
    """Set one part of a line's phone, or all: mutes are 0 or 1, volumes 0 to 100."""
    command = LineCommand(
        Capability(setting),
        lambda system, line: system.set_phone(line, setting, value, part),
    )
    await command(target, origin)


async def async_set_mute(target: TargetLine, origin: Origin, enabled: bool) -> None:
    """Mute the phone's microphone, or let it be heard."""
    await async_set_phone(target, origin, PhoneSetting.MICROPHONE_MUTE, enabled)


async def async_set_lamp(
    target: TargetLine, origin: Origin, lamp: str, mode: str
) -> None:
    """Let one of the phone's lamps shine, in one of LAMP_MODES."""
    await async_set_phone(target, origin, PhoneSetting.LAMPS, LAMP_MODES[mode], lamp)


async def async_set_display(target: TargetLine, origin: Origin, text: str) -> None:
    """Show a text on the phone's display."""
    command = LineCommand(
        Capability.SET_DISPLAY, lambda system, line: system.set_display(line, text)
    )
    await command(target, origin)
