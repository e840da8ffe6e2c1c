"""What a switch refuses, and the words it does so in (ECMA-269 clause 12, ECMA-323 CSTAErrorCode)."""


class CstaError(Exception):
    """One CSTAErrorCode: its category and its code."""

    def __init__(self, category: str, code: str) -> None:
        """Category and code are the element's name and text."""
        super().__init__(f"{category}/{code}")
        self.category = category
        self.code = code


def operation(code: str) -> CstaError:
    """A request that cannot be carried out as it stands."""
    return CstaError("operation", code)


def state(code: str) -> CstaError:
    """A request that does not fit what is going on."""
    return CstaError("stateIncompatibility", code)


class SessionRefused(Exception):
    """A NegResponse of ECMA-354; `defined` tells a code of the standard from free text."""

    def __init__(self, code: str) -> None:
        """Codes of the standard and free texts are told apart by spelling."""
        super().__init__(code)
        self.code = code

    @property
    def defined(self) -> bool:
        """Whether the code is one that the standard lists."""
        return self.code in DEFINED_SESSION_ERRORS


DEFINED_SESSION_ERRORS = frozenset(
    {
        "invalidApplicationInfo",
        "invalidSessionID",
        "maxNumberSessions",
        "requestedProtocolVersionNotSupported",
        "serverCannotResetSessionTimer",
        "serverResourcesBusy",
    }
)
