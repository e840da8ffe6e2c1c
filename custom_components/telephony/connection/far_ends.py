"""Who is at the other side of a call: a contact, or a line of ours; and what was written about the last call with it."""

from collections.abc import Callable, Mapping

from homeassistant.const import ATTR_ENTITY_PICTURE
from homeassistant.core import HomeAssistant, State

from ..call_log.log import CallLog
from ..cti.model import NameSource, Party, Presentation
from .bulkheads import Bulkheads
from .line_state import FarEnd
from .settings import ConnectionSettings, LineSettings


class FarEnds:
    """The people and lines that a connection knows."""

    def __init__(
        self,
        hass: HomeAssistant,
        recognize: Callable[[Party], tuple[Party, str | None] | None],
        settings: ConnectionSettings,
        line_names: Mapping[str, str],
        call_log: CallLog,
        bulkheads: Bulkheads,
    ) -> None:
        """Ask the phone books by `recognize` first, then the lines' names, then whose they are."""
        self._hass = hass
        self._settings = settings
        self._recognize = recognize
        self._line_names = line_names
        self._call_log = call_log
        self._bulkheads = bulkheads

    @property
    def knows_somebody(self) -> bool:
        """Whether it's worth asking, also without a phone book."""
        return bool(self._line_names or self._settings.persons or self._call_log.notes)

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
            line = self._settings.lines.get(number)
            owner = self.owner(line) if line and line.persons else None
            name = self._line_names.get(number) or (owner.name if owner else None)
            if name:
                party = party._replace(name=name, known_by=NameSource.LINE)
                picture = owner.attributes.get(ATTR_ENTITY_PICTURE) if owner else None
                return FarEnd(party, picture)
        except Exception as error:  # noqa: BLE001  # a call is shown also without a name
            self._bulkheads.failed("phone book", self._recognize, error)
        return FarEnd(party)

    def owner(self, line: LineSettings) -> State | None:
        """Return the person whose line it is, if it's one person's."""
        persons = line.persons
        return self._hass.states.get(persons[0]) if len(persons) == 1 else None
