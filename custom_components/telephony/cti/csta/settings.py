"""What a person sets of a connection to a switch."""

from dataclasses import dataclass, field

from .dialect import Dialect
from .profiles import PROFILES, Profile


@dataclass(frozen=True, slots=True)
class CstaSettings:
    """Which maker's switch it is, how to log in, and how gently to ask."""

    profile: str = "eltex_ecss10"
    """The name of one of PROFILES."""
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    switch_connection: str | None = None
    """What the administrator of an Avaya server has named its connection to the phone system."""
    monitor_window: int = 32
    """How many lines are taken up at once."""
    monitor_pause_ms: int = 0
    """Milliseconds between two MonitorStart, for switches that need it."""
    dialect: Dialect | None = None
    """How a phone system of any other maker speaks; with it the profile is `generic`."""

    @property
    def speech(self) -> Profile:
        """What the phone system understands."""
        return self.dialect.profile if self.dialect else PROFILES[self.profile]
