"""The phone itself: physical device services and events (ECMA-269, 21.1 and 21.2).

A phone has auditory apparatuses (handset, headset, loudspeaker), ringers and lamps, and what sets one
names it by the ID that the services for reading tell. Its ring mode is whether it rings now, and no setting.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from ..line import Line
from ..model import PhoneSetting
from ..phone import LOUDEST
from .wire.xml import Element, child, descendants, flag, own_text, text

_LONGEST_ID: Final = 64
_APPARATUS: Final = "auditoryApparatus"


class PhoneService(NamedTuple):
    """How a setting is read, set and told of."""

    reads: str
    sets: str
    event: str
    item: str
    """What stands in the answer for each part."""
    part: str
    """What holds the part's ID."""
    value: str
    """What is set, and what an event tells."""
    read_value: str
    """What is told when it is read."""

    @property
    def is_flag(self) -> bool:
        """Whether it is on or off."""
        return self.value.endswith("On")


SERVICES: Final[Mapping[PhoneSetting, PhoneService]] = {
    PhoneSetting.MICROPHONE_MUTE: PhoneService(
        "GetMicrophoneMute",
        "SetMicrophoneMute",
        "MicrophoneMuteEvent",
        "microphoneMuteItem",
        _APPARATUS,
        "microphoneMuteOn",
        "microphoneMuteOn",
    ),
    PhoneSetting.SPEAKER_MUTE: PhoneService(
        "GetSpeakerMute",
        "SetSpeakerMute",
        "SpeakerMuteEvent",
        "speakerMuteItem",
        _APPARATUS,
        "speakerMuteOn",
        "speakerMuteOn",
    ),
    PhoneSetting.SPEAKER_VOLUME: PhoneService(
        "GetSpeakerVolume",
        "SetSpeakerVolume",
        "SpeakerVolumeEvent",
        "speakerVolumeItem",
        _APPARATUS,
        "speakerVolume",
        "speakerVolAbs",
    ),
    PhoneSetting.RINGER_VOLUME: PhoneService(
        "GetRingerStatus",
        "SetRingerStatus",
        "RingerStatusEvent",
        "ringerStatusItem",
        "ringer",
        "ringVolume",
        "ringVolAbs",
    ),
    PhoneSetting.LAMPS: PhoneService(
        "GetLampMode",
        "SetLampMode",
        "LampModeEvent",
        "lampModeItem",
        "lamp",
        "lampMode",
        "lampMode",
    ),
}


def _event(line: Line, root: Element, *, setting: PhoneSetting) -> None:
    """Read what changed at one part; a step up or down tells no volume, so it has to be asked for."""
    service = SERVICES[setting]
    line.phone.outdated |= text(root, service.value, "volInc") is not None
    inside = None if service.value == service.read_value else "volAbs"
    value = _value(root, service, service.value, inside)
    if (part := _part(root, service)) is not None and value is not None:
        set_part(line, setting, part, value)


def set_part(line: Line, setting: PhoneSetting, part: str, value: int) -> None:
    """Take over what one part of a line's phone is set to."""
    if line.phone.set_part(setting, part, value):
        line.mark_changed()


def read_parts(line: Line, root: Element, *, setting: PhoneSetting) -> None:
    """Read which parts there are, and what each is set to; who names none knows less than events."""
    told = dict(_told(root, SERVICES[setting]))
    if told and line.phone.set_all(setting, told):
        line.mark_changed()


def _told(root: Element, service: PhoneService) -> Iterator[tuple[str, int]]:
    for item in descendants(root, service.item):
        value, part = _value(item, service, service.read_value), _part(item, service)
        if part is not None and value is not None:
            yield part, value


def _part(element: Element, service: PhoneService) -> str | None:
    """Return a part's ID as it is to be given back."""
    part = own_text(child(element, service.part))
    return part if 0 < len(part) <= _LONGEST_ID else None


def _value(
    element: Element, service: PhoneService, name: str, inside: str | None = None
) -> int | None:
    if service.is_flag:
        on = flag(element, name)
        return None if on is None else int(on)
    told = (text(element, name, inside) if inside else text(element, name)) or ""
    if not (told.isascii() and told.isdecimal() and len(told) <= len(str(LOUDEST))):
        return None
    return int(told) if int(told) <= LOUDEST else None


EVENTS: Final[Mapping[str, Callable[[Line, Element], None]]] = {
    service.event: partial(_event, setting=setting)
    for setting, service in SERVICES.items()
}
PROBES: Final[Mapping[str, Callable[[Line, Element], None]]] = {
    service.reads: partial(read_parts, setting=setting)
    for setting, service in SERVICES.items()
}
