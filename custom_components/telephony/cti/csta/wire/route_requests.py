"""What a call that asks where to go says of itself (ECMA-269, 20.2.4)."""

from typing import Final

from ...model import Party, Presentation
from .identifiers import party, with_name
from .xml import Element, child, exact_text, text

_SHARE_OF_TIME: Final = 0.8
"""How much of the switching function's patience is used: the answer has a way to go."""


def time_of(root: Element, seconds: float) -> float:
    """Return how long a call waits for us: `seconds`, or less where it doesn't wait so long (20.2.4)."""
    told = text(root, "replyTimeout") or ""
    if told.isdecimal() and 0 < len(told) < 10:
        seconds = min(seconds, int(told) / 1000 * _SHARE_OF_TIME)
    return seconds


def dialogue_of(root: Element) -> dict[str, str]:
    """Return what names a dialogue, as it came."""
    found = {"crossRefIdentifier": exact_text(root, "crossRefIdentifier") or ""}
    if (reference := exact_text(root, "routeRegisterReqID")) is not None:
        found["routeRegisterReqID"] = reference
    return found


def key_of(dialogue: dict[str, str]) -> str:
    """Return one text for a dialogue."""
    return "\n".join(dialogue.values())


def caller_of(root: Element) -> Party:
    """Return who calls, from outside where only the network knows (17.2); who hides stays hidden."""
    calling = party(child(root, "callingDevice"))
    if calling.presentation is Presentation.RESTRICTED:
        return calling
    associated = party(child(root, "associatedCallingDevice"))
    who = associated if calling.number is None and associated.number else calling
    return with_name(who, (associated,))
