"""The phone at a line as a device: what its parts are set to, as far as the phone system tells."""

from collections.abc import Mapping
from typing import Final

from .model import LampMode, PhoneSetting

LOUDEST: Final = 100
MOST_PARTS: Final = 128
"""Parts of one kind at a phone that are told apart."""
_MUTES: Final = (PhoneSetting.MICROPHONE_MUTE, PhoneSetting.SPEAKER_MUTE)


class Phone:
    """A phone's settings: of several handsets, loudspeakers, bells or lamps by the IDs of each."""

    def __init__(self) -> None:
        """Know nothing."""
        self._parts: dict[PhoneSetting, dict[str, int]] = {}
        self.outdated = False
        """Whether a volume has changed, and nobody has told to what."""

    def parts(self, setting: PhoneSetting) -> Mapping[str, int]:
        """Return what each part that has a setting is set to."""
        return self._parts.get(setting, {})

    def value(self, setting: PhoneSetting) -> int | None:
        """Return what a phone is set to, or None; it is muted where all parts are, as loud as the loudest."""
        values = self.parts(setting).values()
        return (min if setting in _MUTES else max)(values, default=None)

    @property
    def lamps(self) -> Mapping[str, LampMode]:
        """Return how each lamp shines."""
        lamps = self.parts(PhoneSetting.LAMPS)
        return {part: LampMode(mode) for part, mode in lamps.items()}

    def set_all(self, setting: PhoneSetting, values: Mapping[str, int]) -> bool:
        """Take over the parts that there are, and return whether any is set differently."""
        before = self.parts(setting)
        now = self._parts[setting] = dict(list(values.items())[:MOST_PARTS])
        return now != before

    def set_part(self, setting: PhoneSetting, part: str, value: int) -> bool:
        """Take over one part, and return whether it is set differently."""
        return self.set_all(setting, {**self.parts(setting), part: value})
