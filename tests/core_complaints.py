"""What Home Assistant has to say against the integration: what blocks, what will stop working."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging
import re
from typing import Final, override

from custom_components.telephony.const import DOMAIN

_NAMES_US: Final = re.compile(
    rf"custom integration '{DOMAIN}'|'{DOMAIN}' custom integration|from {DOMAIN}\."
)


class CoreComplaints(logging.Handler):
    """Collects the warnings of misuse, deprecation and blocking that name the integration."""

    def __init__(self) -> None:
        """Begin with nothing to mend."""
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if _NAMES_US.search(text):
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
