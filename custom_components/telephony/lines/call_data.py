"""Calls and events as plain data: for attributes, automations and answers."""

from typing import Any

from ..cti.model import CallEvent, Direction, Party


def call_attributes(
    call_id: str, direction: Direction | None, party: Party
) -> dict[str, Any]:
    """Return what tells a call and its other side."""
    return {
        "call_id": call_id,
        "direction": direction and str(direction),
        "number": party.number,
        "name": party.name,
        "presentation": str(party.presentation),
    }


def event_attributes(event: CallEvent) -> dict[str, Any]:
    """Return what an event says; the outcome and the durations where it has them."""
    call = event.call
    attributes = call_attributes(call.call_id, call.direction, call.party)
    attributes["called_number"] = call.called_number
    attributes["cause"] = event.cause
    if event.outcome is not None:
        attributes["outcome"] = str(event.outcome)
        attributes["ring_seconds"] = event.ring_seconds
        attributes["talk_seconds"] = event.talk_seconds
    return attributes
