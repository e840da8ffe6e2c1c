"""Phones as devices: the physical device services and events (ECMA-269, 21.1 and 21.2)."""

from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Protocol

from simulator.calls import ErrorCode, ExchangeError
from simulator.phones import LampMode, Phone, PhoneChange, Ringer

from .context import Context, Handler
from .errors import operation
from .messages import Element, boolean, child, text

LOUDEST = 100
LONGEST_DISPLAY = 240
"""Letters that a display takes at once (ECMA-285)."""
STEP = 10
"""By how much `increment` and `decrement` change a volume."""


class Tell(Protocol):
    """Sends the monitors of a line an event."""

    def __call__(self, line: str, name: str, *content: Element) -> None:
        """Send it."""


class PhoneServices:
    """Tells and changes what the exchange knows of phones, where the maker has such services."""

    def __init__(self, context: Context, tell: Tell) -> None:
        """Belong to one switch."""
        self._context = context
        self._phones = context.exchange.phones
        self._send = tell
        if context.options.profile.sets_phones:
            self._phones.subscribe(self._changed)

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        if not self._context.options.profile.sets_phones:
            return {}

        def of_apparatuses(
            name: str, describe: Callable[[Phone, str], list[Element]]
        ) -> Callable[[str, Element], Element]:
            apparatuses = attrgetter("apparatuses")
            return partial(self._list, name, "auditoryApparatus", apparatuses, describe)

        services: dict[str, Callable[[str, Element], Element | None]] = {
            "GetLampMode": partial(
                self._list, "lampMode", "lamp", attrgetter("lamps"), self._lamp
            ),
            "GetMicrophoneMute": of_apparatuses("microphoneMute", self._microphone),
            "GetRingerStatus": partial(
                self._list, "ringerStatus", "ringer", attrgetter("ringers"), self._bell
            ),
            "GetSpeakerMute": of_apparatuses("speakerMute", self._speaker),
            "GetSpeakerVolume": of_apparatuses("speakerVolume", self._loudness),
            "SetDisplay": self._set_display,
            "SetLampMode": self._set_lamp_mode,
            "SetMicrophoneMute": self._set_microphone_mute,
            "SetRingerStatus": self._set_ringer_status,
            "SetSpeakerMute": self._set_speaker_mute,
            "SetSpeakerVolume": self._set_speaker_volume,
        }
        return {name: self._context.of_line(carry) for name, carry in services.items()}

    # What is asked

    def _list(
        self,
        name: str,
        kind: str,
        parts: Callable[[Phone], Mapping[str, object]],
        describe: Callable[[Phone, str], list[Element]],
        line: str,
        request: Element,
    ) -> Element:
        """Return each part of a kind that a phone has, or the one that is asked for."""
        make, phone = self._context.make, self._phones[line]
        wanted = _wanted(request, kind, parts(phone))
        items = (make(f"{name}Item", *describe(phone, part)) for part in wanted)
        return make(f"{name}List", *items)

    # What is set

    def _set_display(self, line: str, request: Element) -> None:
        shown = text(request, "contentsOfDisplay") or ""
        is_plain = text(request, "characterSet") in (None, "ascii")
        if len(shown) > LONGEST_DISPLAY or (is_plain and not shown.isascii()):
            raise operation("invalidParameterValue")
        self._phones.show(line, shown)

    def _set_lamp_mode(self, line: str, request: Element) -> None:
        told = text(request, "LampMode") or text(request, "lampMode") or ""
        if not told.isdecimal() or int(told) not in set(LampMode):
            raise operation("invalidParameterValue")
        self._phones.set_lamp(line, text(request, "lamp") or "", LampMode(int(told)))

    def _set_microphone_mute(self, line: str, request: Element) -> None:
        muted, part = boolean(request, "microphoneMuteOn"), _apparatus(request)
        self._phones.set_microphone_mute(line, part, muted=muted)

    def _set_speaker_mute(self, line: str, request: Element) -> None:
        muted, part = boolean(request, "speakerMuteOn"), _apparatus(request)
        self._phones.set_speaker_mute(line, part, muted=muted)

    def _set_speaker_volume(self, line: str, request: Element) -> None:
        part = _apparatus(request)
        apparatus = self._phones[line].apparatuses.get(part)
        before = 0 if apparatus is None else apparatus.volume
        volume = _volume(request, "speakerVolume", before, "invalidSpeakerVolume")
        self._phones.set_speaker_volume(line, part, volume)

    def _set_ringer_status(self, line: str, request: Element) -> None:
        part, mode = text(request, "ringer") or "", text(request, "ringMode")
        pattern = text(request, "ringPattern")
        ringer = self._phones[line].ringers.get(part, Ringer())
        volume = None
        if child(request, "ringVolume") is not None:
            volume = _volume(request, "ringVolume", ringer.volume, "invalidRingVolume")
        self._phones.set_ringer(
            line,
            part,
            rings=None if mode is None else mode == "ringing",
            pattern=None if pattern is None else int(pattern),
            volume=volume,
        )

    # What is told

    def _changed(self, line: str, phone: Phone, change: PhoneChange, part: str) -> None:
        device, describe = {
            PhoneChange.DISPLAY: ("device", self._display),
            PhoneChange.LAMP_MODE: ("device", self._lamp_by_event),
            PhoneChange.MICROPHONE_MUTE: ("invokingDevice", self._microphone),
            PhoneChange.RINGER_STATUS: ("device", self._bell_by_event),
            PhoneChange.SPEAKER_MUTE: ("invokingDevice", self._speaker),
            PhoneChange.SPEAKER_VOLUME: ("invokingDevice", self._loudness_by_event),
        }[change]
        devices = self._context.parties.devices
        subject = devices.device(device, devices.identifier(line))
        self._send(line, f"{change}Event", subject, *describe(phone, part))

    def _display(self, phone: Phone, _part: str) -> list[Element]:
        make = self._context.make
        return [
            make("logicalRows", str(phone.rows)),
            make("logicalColumns", str(phone.columns)),
            make("characterSet", "ascii" if phone.display.isascii() else "unicode"),
            make("contentsOfDisplay", phone.display),
        ]

    def _lamp(self, phone: Phone, part: str) -> list[Element]:
        make, mode = self._context.make, phone.lamps[part].mode
        return [make("lamp", part), make("lampMode", str(int(mode)))]

    def _lamp_by_event(self, phone: Phone, part: str) -> list[Element]:
        """Return a lamp with one of the members that only an event has (21.2.5)."""
        lamp, mode = self._lamp(phone, part)
        return [lamp, self._context.make("lampLabel", phone.lamps[part].label), mode]

    def _microphone(self, phone: Phone, part: str) -> list[Element]:
        muted = phone.apparatuses[part].microphone_muted
        flag = self._context.flag("microphoneMuteOn", on=muted)
        return [self._context.make("auditoryApparatus", part), flag]

    def _speaker(self, phone: Phone, part: str) -> list[Element]:
        flag = self._context.flag(
            "speakerMuteOn", on=phone.apparatuses[part].speaker_muted
        )
        return [self._context.make("auditoryApparatus", part), flag]

    def _loudness(self, phone: Phone, part: str) -> list[Element]:
        make, volume = self._context.make, str(phone.apparatuses[part].volume)
        return [make("auditoryApparatus", part), make("speakerVolAbs", volume)]

    def _loudness_by_event(self, phone: Phone, part: str) -> list[Element]:
        make, volume = self._context.make, phone.apparatuses[part].volume
        level = make("speakerVolume", self._level(phone, volume))
        return [make("auditoryApparatus", part), level]

    def _bell(self, phone: Phone, part: str) -> list[Element]:
        volume = str(phone.ringers[part].volume)
        return [*self._ringing(phone, part), self._context.make("ringVolAbs", volume)]

    def _bell_by_event(self, phone: Phone, part: str) -> list[Element]:
        level = self._level(phone, phone.ringers[part].volume)
        return [
            *self._ringing(phone, part),
            self._context.make("ringVolume", level),
        ]

    def _level(self, phone: Phone, volume: int) -> Element:
        """Return a volume as an event tells it; what a step leads to must be asked for."""
        if phone.tells_steps:
            return self._context.make("volInc", "increment")
        return self._context.make("volAbs", str(volume))

    def _ringing(self, phone: Phone, part: str) -> list[Element]:
        make, ringer = self._context.make, phone.ringers[part]
        return [
            make("ringer", part),
            make("ringMode", "ringing" if ringer.rings else "notRinging"),
            make("ringPattern", str(ringer.pattern)),
        ]


def _apparatus(request: Element) -> str:
    return text(request, "auditoryApparatus") or ""


def _wanted(request: Element, name: str, there: Mapping[str, object]) -> list[str]:
    """Return the parts that a request is about: the one that it names, or all."""
    if (named := text(request, name)) is None:
        return list(there)
    if named not in there:
        raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
    return [named]


def _volume(request: Element, name: str, before: int, refusal: str) -> int:
    """Return a volume, which is told by itself or as a step from the one before."""
    step = text(request, name, "volInc")
    if step is not None:
        wanted = before + (STEP if step == "increment" else -STEP)
        return min(max(wanted, 0), LOUDEST)
    told = text(request, name, "volAbs") or ""
    if not told.isdecimal() or int(told) > LOUDEST:
        raise operation(refusal)
    return int(told)
