"""Who is at the other side of a call: a contact, or a line of ours; and what was written about the last call with it."""

from collections.abc import Callable, Mapping

from ..call_log.log import CallLog
from ..cti.model import NameSource, Party, Presentation
from .bulkheads import Bulkheads
from .line_state import FarEnd


class FarEnds:
    """The people and lines that a connection knows."""

    def __init__(
        self,
        recognize: Callable[[Party], tuple[Party, str | None] | None],
        line_names: Mapping[str, str],
        call_log: CallLog,
        bulkheads: Bulkheads,
    ) -> None:
        """Ask the phone books by `recognize` first, then the lines' names."""
        self._recognize = recognize
        self._line_names = line_names
        self._call_log = call_log
        self._bulkheads = bulkheads

    def __call__(self, party: Party) -> FarEnd:
        """Return the other side of a call, as it is known here."""
        try:
            number = party.number
            if number is None or party.presentation is Presentation.RESTRICTED:
                return FarEnd(party)
            if self._call_log.notes and (note := self._call_log.last_note(number)):
                party = party._replace(last_note=note)
            if known := self._recognize(party):
                return FarEnd(*known)
            if name := self._line_names.get(number):
                return FarEnd(party._replace(name=name, known_by=NameSource.LINE))
        except Exception as error:  # noqa: BLE001  # a call is shown also without a name
            self._bulkheads.failed("phone book", self._recognize, error)
        return FarEnd(party)
