"""The phone at a line as a device: mute it, set how loud it is, and write on its display."""

from ..cti.capability import Capability
from ..cti.model import PhoneSetting
from .commands import LineCommand
from .origin import Origin
from .target_line import TargetLine


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


async def async_set_display(target: TargetLine, origin: Origin, text: str) -> None:
    """Show a text on the phone's display."""
    command = LineCommand(
        Capability.SET_DISPLAY, lambda system, line: system.set_display(line, text)
    )
    await command(target, origin)
