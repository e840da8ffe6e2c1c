"""The phones at lines as devices: what is muted, how loud they are, what they show (ECMA-269, clause 21)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from .calls import ErrorCode, ExchangeError, ExchangeEvent, LegState
from .switchboard import Switchboard


class PhoneChange(StrEnum):
    """What can change at a phone, by the events that tell of it (21.2)."""

    DISPLAY = "DisplayUpdated"
    LAMP_MODE = "LampMode"
    MICROPHONE_MUTE = "MicrophoneMute"
    RINGER_STATUS = "RingerStatus"
    SPEAKER_MUTE = "SpeakerMute"
    SPEAKER_VOLUME = "SpeakerVolume"


@dataclass
class Apparatus:
    """What somebody speaks into and listens to: a handset, say."""

    microphone_muted: bool = False
    speaker_muted: bool = False
    volume: int = 50


@dataclass
class Ringer:
    """The bell of a phone."""

    volume: int = 70
    pattern: int = 1
    rings: bool = False
    in_cycle: bool = False
    """Whether its line rings, be it silenced or not."""
    usual_volume: int | None = None
    """What it goes back to after this ringing cycle, where what was set holds for no other."""


class LampMode(IntEnum):
    """How a lamp shines (21.1.17)."""

    BROKEN_FLUTTER = 0
    FLUTTER = 1
    OFF = 2
    STEADY = 3
    WINK = 4
    UNKNOWN = 5


@dataclass
class Lamp:
    """A lamp of a phone."""

    label: str
    mode: LampMode = LampMode.OFF
    shows_line: bool = False
    """Whether it shines as the calls of the phone's line are."""


_AS_CALLS_ARE = {
    LegState.ALERTING: LampMode.FLUTTER,
    LegState.CONNECTED: LampMode.STEADY,
    LegState.HELD: LampMode.WINK,
}
"""How the lamp of a line shines, the first state that a call of it has."""


@dataclass
class Phone:
    """A phone with its parts by their IDs."""

    apparatuses: dict[str, Apparatus] = field(
        default_factory=lambda: {"1": Apparatus(), "2": Apparatus()}
    )
    ringers: dict[str, Ringer] = field(default_factory=lambda: {"1": Ringer()})
    lamps: dict[str, Lamp] = field(
        default_factory=lambda: {
            "1": Lamp("Line", shows_line=True),
            "2": Lamp("Door"),
        }
    )
    rows: int = 2
    columns: int = 24
    display: str = ""
    tells_steps: bool = False
    """Whether a volume that changes is told as a step up or down (21.2)."""
    keeps_ring_settings: bool = True
    """Whether a bell's volume and pattern hold for more than one ringing cycle (21.1.21)."""


type Listener = Callable[[str, Phone, PhoneChange, str], object]


class Phones:
    """Changes phones, lets them ring while their lines do, and tells of each change."""

    def __init__(self, board: Switchboard) -> None:
        """Know of no phone that can be set."""
        self._board = board
        self._phones: dict[str, Phone] = {}
        self._listeners: list[Listener] = []
        board.subscribe(self._on_event)

    def put(self, device: str, phone: Phone) -> Phone:
        """Put a phone to a line."""
        self._phones[device] = phone
        return phone

    def __getitem__(self, device: str) -> Phone:
        """Return the phone at a line; one that can't be set is none."""
        if (phone := self._phones.get(device)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        return phone

    def subscribe(self, listener: Listener) -> None:
        """Tell somebody of each change: the line, its phone, what changed, and at which part."""
        self._listeners.append(listener)

    def set_microphone_mute(self, device: str, part: str, *, muted: bool) -> None:
        """Let nobody hear what is said at a phone, or let them hear it."""
        self._apparatus(device, part).microphone_muted = muted
        self._tell(device, PhoneChange.MICROPHONE_MUTE, part)

    def set_speaker_mute(self, device: str, part: str, *, muted: bool) -> None:
        """Let nobody hear at a phone what is said elsewhere, or let them hear it."""
        self._apparatus(device, part).speaker_muted = muted
        self._tell(device, PhoneChange.SPEAKER_MUTE, part)

    def set_speaker_volume(self, device: str, part: str, volume: int) -> None:
        """Set how loud that is."""
        self._apparatus(device, part).volume = volume
        self._tell(device, PhoneChange.SPEAKER_VOLUME, part)

    def set_ringer(
        self,
        device: str,
        part: str,
        *,
        rings: bool | None = None,
        pattern: int | None = None,
        volume: int | None = None,
    ) -> None:
        """Set a bell, or let it be silent while its line goes on ringing."""
        phone = self[device]
        if (ringer := phone.ringers.get(part)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        if volume is not None:
            if not phone.keeps_ring_settings and ringer.usual_volume is None:
                ringer.usual_volume = ringer.volume
            ringer.volume = volume
        if pattern is not None:
            ringer.pattern = pattern
        if rings is not None:
            ringer.rings = rings
        self._tell(device, PhoneChange.RINGER_STATUS, part)

    def set_lamp(self, device: str, part: str, mode: LampMode) -> None:
        """Let a lamp shine; nobody is told of what is as it was (9.5.1)."""
        if (lamp := self[device].lamps.get(part)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        if lamp.mode is not mode:
            lamp.mode = mode
            self._tell(device, PhoneChange.LAMP_MODE, part)

    def show(self, device: str, text: str) -> None:
        """Show a text on a phone's display."""
        self[device].display = text
        self._tell(device, PhoneChange.DISPLAY, "")

    def _apparatus(self, device: str, part: str) -> Apparatus:
        if (apparatus := self[device].apparatuses.get(part)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        return apparatus

    def _on_event(self, event: ExchangeEvent) -> None:
        """Let bells ring, and lamps shine, with the calls of their lines."""
        for device in self._phones.keys() & set(event.devices):
            phone, legs = self._phones[device], self._board.calls_of(device)
            states = {leg.state for leg in legs}
            rings = LegState.ALERTING in states
            modes = (mode for state, mode in _AS_CALLS_ARE.items() if state in states)
            mode = next(modes, LampMode.OFF)
            for part, lamp in phone.lamps.items():
                if lamp.shows_line:
                    self.set_lamp(device, part, mode)
            for part, ringer in phone.ringers.items():
                if ringer.in_cycle is rings:
                    continue
                ringer.in_cycle = ringer.rings = rings
                if not rings and ringer.usual_volume is not None:
                    ringer.volume, ringer.usual_volume = ringer.usual_volume, None
                self._tell(device, PhoneChange.RINGER_STATUS, part)

    def _tell(self, device: str, change: PhoneChange, part: str) -> None:
        for listener in tuple(self._listeners):
            listener(device, self[device], change, part)
