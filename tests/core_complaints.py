"""What Home Assistant has to say against the integration: what blocks, what will stop working."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging
import re
import traceback
from typing import Final, override

_NAMES_US: Final = re.compile(
    r"custom integration 'telephony'|'telephony' custom integration|from telephony\."
    r"|platform telephony does not|with platform telephony|setting up telephony",
    re.IGNORECASE,
)
_OUR_FILES: Final = "custom_components/telephony/"
_CORE: Final = ("homeassistant", "asyncio")


def complains_of_us(text: str) -> bool:
    """Tell whether a log line is a warning of misuse, deprecation or blocking by the integration."""
    return bool(_NAMES_US.search(text))


def _is_our_fault(record: logging.LogRecord) -> bool:
    """Tell whether an exception went through our files and was caught by nobody but the core."""
    if record.exc_info is None or record.name.partition(".")[0] not in _CORE:
        return False
    frames = traceback.walk_tb(record.exc_info[2])
    return any(_OUR_FILES in frame.f_code.co_filename for frame, _ in frames)


class CoreComplaints(logging.Handler):
    """Collects the warnings that name the integration."""

    def __init__(self) -> None:
        """Begin with nothing to mend."""
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if complains_of_us(text) or _is_our_fault(record):
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
