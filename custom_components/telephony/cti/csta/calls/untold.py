"""What events do not tell of calls, and what a phone system has shown of that."""

from dataclasses import dataclass

from ...model import Call, Outcome


@dataclass(slots=True)
class Outside:
    """What a phone system has shown of other networks."""

    has_answered: bool = False
    """Whether it has ever told that somebody outside answered."""


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
