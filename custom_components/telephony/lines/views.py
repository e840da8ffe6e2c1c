"""Lines, calls and events as plain data: for attributes, automations, answers and the card."""

from collections.abc import Callable
from typing import Any, Final

from ..call_log.entries import LineLog, LoggedCall
from ..call_log.trail import Attempt
from ..connection.line_state import FarEnd, LineState
from ..cti.model import (
    Call,
    CallEvent,
    Direction,
    Member,
    NameSource,
    Party,
    Presentation,
)
from ..cti.routes import RouteRequest
from ..numbers.readings import readable
from .offers import call_actions, line_actions

_NOT_ON_A_CARD: Final = frozenset(
    {
        "account_code",
        "call_linkage_id",
        "cause",
        "charge",
        "charge_currency",
        "charge_units",
        "contact_groups",
        "correlator_data",
        "ended_at",
        "external",
        "held_by_far_end",
        "line",
        "members",
        "queue_length",
        "queue_position",
        "redirect_reason",
        "redirected_by",
        "redirected_by_name",
        "ring_seconds",
        "routed_to",
        "spoken_name",
        "switch_call_id",
    }
)
_NOT_IN_ITS_LOG: Final = _NOT_ON_A_CARD | {"answered_at", "called_number"}


def party_view(
    call_id: str, direction: Direction | None, party: Party
) -> dict[str, Any]:
    """Return what names a call and its other side."""
    return {
        "call_id": call_id,
        "direction": direction and str(direction),
        "number": party.number,
        "name": party.name,
        "name_source": str(party.known_by or NameSource.NETWORK)
        if party.name
        else None,
        "spoken_name": party.spoken_name,
        "last_note": party.last_note,
        "contact_groups": [*party.contact_groups],
        "blocked": party.blocked and direction is Direction.INCOMING,
        "presentation": str(party.presentation),
    }


def members_view(members: tuple[Member, ...]) -> list[dict[str, Any]]:
    """Return who else is in a call of several."""
    return [
        {
            "number": member.party.number,
            "name": member.party.name,
            "name_source": member.party.name_source and str(member.party.name_source),
            "role": str(member.role),
        }
        for member in members
    ]


def associated_view(call: Call) -> dict[str, Any]:
    """Return what goes with a call, where it was told."""
    view: dict[str, Any] = {}
    if call.account_code is not None:
        view["account_code"] = call.account_code
    if call.correlator_data is not None:
        view["correlator_data"] = call.correlator_data
    if (charge := call.charge) is not None:
        view["charge"] = charge.amount
        view["charge_currency"] = charge.currency
        view["charge_units"] = charge.units
    if call.queued:
        view["queue_position"] = call.queue_position
        view["queue_length"] = call.queue_length
    return view


def call_view(call: Call) -> dict[str, Any]:
    """Return a call in progress."""
    return {
        **party_view(call.call_id, call.direction, call.party),
        "state": str(call.state),
        "called_number": call.called_number,
        "started_at": call.started_at.isoformat(),
        "answered_at": call.answered_at and call.answered_at.isoformat(),
        "switch_call_id": call.switch_call_id,
        "call_linkage_id": call.call_linkage_id,
        "redirected_by": call.redirected_by and call.redirected_by.number,
        "redirected_by_name": call.redirected_by and call.redirected_by.name,
        "redirect_reason": call.redirect_reason,
        "external": call.external,
        "members": members_view(call.members) if call.members else [],
        "held_by_far_end": bool(call.held_by_far_end),
        **associated_view(call),
    }


def event_view(event: CallEvent) -> dict[str, Any]:
    """Return what happened to a call; the outcome and the durations where it has them."""
    call = event.call
    view: dict[str, Any] = {
        **party_view(call.call_id, call.direction, call.party),
        "called_number": call.called_number,
        "cause": event.cause,
        "diverted_to": call.diverted_to,
        "switch_call_id": call.switch_call_id,
        "call_linkage_id": call.call_linkage_id,
        "redirected_by": call.redirected_by and call.redirected_by.number,
        "redirected_by_name": call.redirected_by and call.redirected_by.name,
        "redirect_reason": call.redirect_reason,
        "external": call.external,
        "members": members_view(call.members) if call.members else [],
        "held_by_far_end": bool(call.held_by_far_end),
    }
    if event.outcome is not None:
        view["outcome"] = str(event.outcome)
        view["ring_seconds"] = event.ring_seconds
        view["talk_seconds"] = event.talk_seconds
    if call.account_code or call.correlator_data or call.charge or call.queued:
        view |= associated_view(call)
    if event.digits is not None:
        view["digits"] = event.digits.keys
        view["pressed_by"] = event.digits.pressed_by and str(event.digits.pressed_by)
    return view


def route_view(request: RouteRequest, party: Party) -> dict[str, Any]:
    """Return a call that asks where to go."""
    view = party_view("", Direction.INCOMING, party)
    del view["call_id"], view["direction"]
    return {
        "route_id": request.route_id,
        "route_device": request.device,
        "called_number": request.called_number,
        "seconds": request.seconds,
        **view,
    }


def lamp_view(state: LineState) -> dict[str, Any]:
    """Return what a lamp shows: what the line does, not with whom."""
    return {
        "available": state.available,
        "state": state.state,
        "trouble": state.features.trouble,
    }


def line_view(state: LineState, country: str | None) -> dict[str, Any]:
    """Return what the card shows of a line but for its log, with what can be done now.

    Numbers are written as people in that country read them.
    """
    return {
        **lamp_view(state),
        "actions": line_actions(state),
        "calls": [
            _on_a_card(
                {
                    **formatted(call_view(call), country),
                    "note": state.notes.get(call.call_id),
                    "picture": state.pictures.get(call.call_id),
                    "actions": call_actions(state, call),
                },
                _NOT_ON_A_CARD,
            )
            for call in state.calls
        ],
    }


def logged_call_view(
    call: LoggedCall, far_end: Callable[[Party], FarEnd] | None
) -> dict[str, Any]:
    """Return a finished call, with the name that the other side has now, where anybody is known."""
    view = call.as_dict()
    return with_current_name(view, far_end) if far_end else view


def with_current_name(
    call: dict[str, Any], far_end: Callable[[Party], FarEnd]
) -> dict[str, Any]:
    """Return a finished call with today's name, if there is one; else with that of then."""
    then = Party(call["number"], call["name"], Presentation(call["presentation"]))
    if then.number is None or (now := far_end(then).party).known_by is None:
        return call
    return {**call, "name": now.name, "name_source": str(now.name_source)}


def attempt_view(attempt: Attempt) -> dict[str, Any]:
    """Return what somebody asked the phone system for."""
    return {
        "at": attempt.at.isoformat(),
        "line": attempt.line,
        "action": attempt.action,
        "number": attempt.number,
        "way": attempt.way,
        "user_id": attempt.user_id,
        "context_id": attempt.context_id,
        "outside": attempt.outside,
        "refused": attempt.refused,
        "call_id": attempt.call_id,
    }


def formatted(call: dict[str, Any], country: str | None) -> dict[str, Any]:
    """Return a call with its number as people in a country read it beside it."""
    number: str | None = call["number"]
    return {**call, "formatted_number": number and readable(number, country)}


def log_view(
    log: LineLog,
    limit: int,
    far_end: Callable[[Party], FarEnd],
    country: str | None,
) -> dict[str, Any]:
    """Return the unread missed calls and the newest finished calls of a line."""
    newest = log.calls[-limit:][::-1] if limit else ()
    views = [formatted(logged_call_view(call, far_end), country) for call in newest]
    entries = [_on_a_card(view, _NOT_IN_ITS_LOG) for view in views]
    return {"missed": log.missed, "log": entries}


def _on_a_card(call: dict[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    """Leave out what no card shows, and what goes without saying: every open one is sent each call."""
    of_course = {
        "blocked": False,
        "formatted_number": call["number"],
        "presentation": "allowed",
    }
    return {
        key: value
        for key, value in call.items()
        if not (key in left_out or value is None or of_course.get(key) == value)
    }
