"""How a phone system of any maker speaks, as a person says it or as it was found out."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import ClassVar, Final, Self

from ..addresses import has_scheme
from .profiles import PROFILES, Login, Profile, StartMode

EDITIONS: Final = ("ed3", "ed4", "ed5", "ed6")
"""Of ECMA-323, whose messages are alike but for their namespace."""
NO_LOGIN: Final = "none"
NUMBER: Final = "NUMBER"
"""What stands for a line's number in the form of a device."""
DEVICE_FORMS: Final = (NUMBER, f"N<{NUMBER}>", f"tel:{NUMBER}")
LOGIN_FIELDS: Final[Mapping[str, Login | None]] = {
    NO_LOGIN: None,
    "user": PROFILES["openscape_business"].login,
    "user_name": Login(),
    "eltex": PROFILES["eltex_ecss10"].login,
    "avaya": PROFILES["avaya_aes"].login,
}
"""Where username and password stand in a session's start: bare elements, or a maker's own."""
_ELEMENTS: Final = re.compile(
    r"([A-Za-z_][\w.-]{0,63})/([A-Za-z_][\w.-]{0,63})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between phone systems that speak ECMA-323 over TCP."""

    CHOICES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "start": tuple(StartMode),
        "edition": EDITIONS,
        "login_fields": tuple(LOGIN_FIELDS),
        "device_form": DEVICE_FORMS,
    }
    """The usual words for each part; the last two take others as well."""

    start: StartMode = StartMode.NONE
    edition: str = EDITIONS[0]
    login_fields: str = NO_LOGIN
    """One of LOGIN_FIELDS, or the names of two elements: `name/secret`."""
    device_form: str = NUMBER
    """How a line is written as a device, with NUMBER in it."""

    @classmethod
    def read(cls, words: Mapping[str, str]) -> Self:
        """Return what such words say; ValueError, with the name of the part, for what cannot be read."""
        known = {part: words[part] for part in cls.CHOICES if part in words}
        start = known.pop("start", StartMode.NONE)
        if start not in cls.CHOICES["start"]:
            raise ValueError("start")
        return cls(StartMode(start), **known)

    def as_words(self) -> dict[str, str]:
        """Return it in the words that `read` takes."""
        return {part: str(getattr(self, part)) for part in self.CHOICES}

    def __post_init__(self) -> None:
        """Raise ValueError, with the name of the field, for what cannot be read."""
        if self.edition not in EDITIONS:
            raise ValueError("edition")
        if self.login_fields not in LOGIN_FIELDS and not _ELEMENTS.fullmatch(
            self.login_fields
        ):
            raise ValueError("login_fields")
        form = self.device_form
        if form.count(NUMBER) != 1 or not form.isprintable() or len(form) > 100:
            raise ValueError("device_form")

    @property
    def login(self) -> Login | None:
        """Where username and password stand; None where nobody logs in."""
        if self.start is not StartMode.SESSION:
            return None
        if self.login_fields in LOGIN_FIELDS:
            return LOGIN_FIELDS[self.login_fields]
        username, _, password = self.login_fields.partition("/")
        return Login(username=username, password=password)

    @property
    def profile(self) -> Profile:
        """The profile of such a phone system.

        Called numbers are URIs where lines are; all other forms name what is the phone system's own.
        """
        escaped = self.device_form.replace("{", "{{").replace("}", "}}")
        device = escaped.replace(NUMBER, "{}")
        return PROFILES["generic"]._replace(
            start=self.start,
            edition=self.edition,
            login=self.login,
            device=device,
            called=device if has_scheme(device) else "{}",
        )
