"""What events do not tell of calls, and what a phone system has shown of that."""

from dataclasses import dataclass, field
from typing import Final

from ...model import Call, Outcome
from ..wire.events import Event

TRUNKS_LIMIT: Final = 1024


@dataclass(slots=True)
class Outside:
    """What a phone system has shown of other networks."""

    has_answered: bool = False
    """Whether it has ever told that somebody outside answered."""
    trunks: set[str] = field(default_factory=set)
    """What the ways out are called: nobody's phone (17.2, networkInterfaceUsed)."""

    def note_trunk(self, event: Event) -> None:
        """Remember a way in or out, which later events may name as if it were somebody."""
        if (trunk := event.trunk) and len(self.trunks) < TRUNKS_LIMIT:
            self.trunks.add(trunk)


@dataclass(frozen=True, slots=True, eq=False)
class LostRing:
    """A ring that has ended, and nothing says whether the caller gave up or somebody else came."""

    call: Call
    call_id: str
    outcome: Outcome | None
    """How it ended unless somebody else came."""
    cause: str | None
    unheard: bool = False
    """Whether no bell has rung here: another phone of the line may ring for the same call yet."""
