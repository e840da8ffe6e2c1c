"""What truly became of each call of a line, whatever the switch says of it.

The told causes may lie, come late or be left out; a story is written where the exchange acts.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """How a line's part in a call came to its end."""

    TALKED = "talked"
    PUT_DOWN = "put down"
    """Lifted, and put down again before anything was dialed."""
    UNANSWERED = "unanswered"
    """Placed by the line, which gave up, or nobody came."""
    FAR_BUSY = "far busy"
    FAILED = "failed"
    GAVE_UP = "gave up"
    """The caller hung up before anybody of the line came."""
    RANG_OUT = "rang out"
    """Nobody came, and the exchange took the call away, to wherever."""
    REFUSED = "refused"
    """Somebody at the phone, or a computer for it, refused it."""
    SENT_ON = "sent on"
    """Deflected from the line by its user or a computer."""
    FORWARDED = "forwarded"
    """Forwarded before any bell."""
    TAKEN = "taken"
    """Answered by somebody else while it rang here."""
    BUSY = "busy"
    """Failed at the line, which had no room for it, and was told so."""
    DISTURBED = "disturbed"
    """Failed at the line, which was not to be disturbed, and was told so."""


@dataclass(eq=False)
class Story:
    """One call of one line, over all its phones and through transfers; seconds by the clock."""

    line: str
    outgoing: bool
    began: float
    again: bool = False
    """Whether the line had this call before, which came back to it."""
    rang: bool = False
    """Whether a bell rang at the line for a caller."""
    answered: bool = False
    """Whether the line talked with somebody."""
    fate: Fate | None = None
    ended: float | None = None
    diverted_to: str | None = None
    """Where the exchange or the line sent it."""
    seen: bool = True
    """Whether the line's monitors are told anything of it."""
    joined: bool = False
    """Whether the line joined it with another call of its own."""
    proven: bool = False
    """Whether a computer asked for the end that came."""
    taken: float | None = None
    """When somebody else answered the call, after the line's part in it."""
    renamed: float | None = None
    """When the call, which the line is no longer in, got another ID."""
    others: set[str | None] = field(default_factory=set)
    """All who were at the far end, None for one who suppresses the number."""

    def end(self, fate: Fate, now: float) -> None:
        """Close the story, once; who talked has talked, however it ended."""
        if self.fate is None:
            self.fate = Fate.TALKED if self.answered else fate
            self.ended = now
