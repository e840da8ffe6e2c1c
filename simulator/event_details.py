"""What only some events carry."""

from typing import TypedDict

from .calls import ForwardingType, Leg, Moved


class EventDetails(TypedDict, total=False):
    """What only some events carry."""

    releasing: str | None
    destination: str | None
    old_call_ids: tuple[int, ...]
    moved: tuple[Moved, ...]
    dropped: tuple[Leg, ...]
    digits: str
    waiting: tuple[int, ...]
    is_final: bool
    enabled: bool
    forwarding_type: ForwardingType
    number: str | None
