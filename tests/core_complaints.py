"""What Home Assistant has to say against the integration: what blocks, what will stop working."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging
import re
from typing import Final, override

_NAMES_US: Final = re.compile(
    r"custom integration 'telephony'|'telephony' custom integration|from telephony\."
)


def complains_of_us(text: str) -> bool:
    """Tell whether a log line is a warning of misuse, deprecation or blocking by the integration."""
    return bool(_NAMES_US.search(text))


class CoreComplaints(logging.Handler):
    """Collects the warnings that name the integration."""

    def __init__(self) -> None:
        """Begin with nothing to mend."""
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if complains_of_us(text):
            self.texts.append(text)


@contextmanager
def listen_to_core() -> Iterator[CoreComplaints]:
    """Listen to what Home Assistant logs."""
    complaints = CoreComplaints()
    logging.getLogger().addHandler(complaints)
    try:
        yield complaints
    finally:
        logging.getLogger().removeHandler(complaints)
