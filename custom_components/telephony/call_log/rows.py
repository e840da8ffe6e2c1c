"""How a finished call becomes a row of the file, and a row a call."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
import json
import re
from typing import Any, Final

from ..cti.model import Direction, NameSource, Outcome, Presentation
from .entries import Counters, LoggedCall

# New members go to the end: their places are what the file holds.
DIRECTIONS: Final = (Direction.INCOMING, Direction.OUTGOING)
PRESENTATIONS: Final = (
    Presentation.ALLOWED,
    Presentation.RESTRICTED,
    Presentation.UNAVAILABLE,
)
OUTCOMES: Final = (
    Outcome.ANSWERED,
    Outcome.MISSED,
    Outcome.REJECTED,
    Outcome.UNANSWERED,
    Outcome.BUSY,
    Outcome.FAILED,
    Outcome.DIVERTED,
    Outcome.ANSWERED_ELSEWHERE,
    Outcome.UNKNOWN,
)
NAME_SOURCES: Final = (NameSource.PHONE_BOOK, NameSource.LINE, NameSource.NETWORK)
CAUSES: Final = (
    *("normalClearing", "callNotAnswered", "callCancelled", "normal", "busy"),
    *("newCall", "noAvailableAgents", "destNotObtainable", "invalidNumber", "blocked"),
    *("redirected", "callForward", "callForwardImmediate", "callForwardBusy"),
    *("callForwardNoAnswer", "transfer", "singleStepTransfer", "callPickup"),
    *("doNotDisturb", "rejected", "networkCongestion", "trunkBusy", "destOutOfOrder"),
)
"""The words that are told most, by ECMA-269; any other is kept as it is."""
COLUMNS: Final = (
    "call_id, direction, number, name, presentation, called_number, outcome, cause,"
    " switch_call_id, ended_at, lasted, answered, ring, talk, name_source, more"
)
_MORE: Final = ("routed_to", "routed_by", "note")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_OWN_ID: Final = re.compile(r"c[0-9a-f]{32}")


def write_call(call: LoggedCall) -> tuple[Any, ...]:
    """Return the values of COLUMNS."""
    called, number = storable(call.called_number), storable(call.number)
    own = number if call.direction is Direction.OUTGOING else storable(call.line)
    answered_at = call.answered_at
    return (
        write_id(call.call_id),
        None if call.direction is None else DIRECTIONS.index(call.direction),
        number,
        storable(call.name),
        PRESENTATIONS.index(call.presentation),
        None if called and called == own else called or "",
        OUTCOMES.index(call.outcome),
        CAUSES.index(call.cause) if call.cause in CAUSES else storable(call.cause),
        storable(call.switch_call_id),
        microseconds(call.ended_at),
        (call.ended_at - call.started_at) // _MICROSECOND,
        answered_at and (answered_at - call.started_at) // _MICROSECOND,
        round(call.ring_seconds * 10),
        round(call.talk_seconds * 10),
        None if call.name_source is None else NAME_SOURCES.index(call.name_source),
        write_more(call),
    )


def write_more(call: LoggedCall) -> str | None:
    """Return what few calls have, all in one column: each of its own would cost every call a byte."""
    named = {name: getattr(call, name) for name in _MORE}
    more = {name: storable(text) for name, text in named.items() if text}
    return json.dumps(more) if more else None


def read_call(line: str, row: Sequence[Any]) -> LoggedCall | None:
    """Return the call in a row; None where somebody has written what no call can be."""
    call_id, direction, number, name, presentation, called_number, *rest = row
    outcome, cause, switch_call_id, ended_at, lasted, answered, *rest = rest
    ring, talk, source, more = rest
    own = number if direction == DIRECTIONS.index(Direction.OUTGOING) else line
    try:
        told = {} if more is None else json.loads(more)
        ended = _EPOCH + timedelta(microseconds=ended_at)
        started = ended - timedelta(microseconds=lasted)
        return LoggedCall(
            call_id=call_id if isinstance(call_id, str) else f"c{call_id.hex()}",
            line=line,
            direction=None if direction is None else DIRECTIONS[direction],
            number=number,
            name=name,
            presentation=PRESENTATIONS[presentation],
            called_number=own if called_number is None else called_number or None,
            outcome=OUTCOMES[outcome],
            cause=CAUSES[cause] if isinstance(cause, int) else cause,
            started_at=started,
            answered_at=None
            if answered is None
            else started + timedelta(microseconds=answered),
            ended_at=ended,
            ring_seconds=ring / 10,
            talk_seconds=talk / 10,
            switch_call_id=switch_call_id,
            name_source=None if source is None else NAME_SOURCES[source],
            **{name: told.get(name) for name in _MORE},
        )
    except AttributeError, IndexError, OverflowError, TypeError, ValueError:
        return None


def write_id(call_id: str) -> bytes | str | None:
    """Return an id of ours in half the room, any other as it is."""
    if _OWN_ID.fullmatch(call_id):
        return bytes.fromhex(call_id[1:])
    return storable(call_id)


def storable(text: str | None) -> str | None:
    """Return a text without what UTF-8 has no bytes for."""
    return text.encode(errors="replace").decode() if text else text


def microseconds(time: datetime) -> int:
    """Return a time as the file has it."""
    return (time - _EPOCH) // _MICROSECOND


def read_time(value: int) -> datetime | None:
    """Return a time of the file; None where somebody has written what no time can be."""
    try:
        return _EPOCH + timedelta(microseconds=value)
    except OverflowError:
        return None


def read_counters(values: Sequence[int]) -> Counters:
    """Return the counters in four counts and the tenths of seconds of talk."""
    calls_in, calls_out, answered, missed, talk = values
    return Counters(calls_in, calls_out, answered, missed, talk / 10)


def write_counters(counters: Counters) -> tuple[int, ...]:
    """Return the same of counters."""
    *counts, talk = counters
    return (*map(int, counts), round(talk * 10))


def read_unread(nobody: int, callers: str | None) -> dict[str, int]:
    """Return unread missed calls by caller; nobody's where somebody has edited them."""
    unread = {"": nobody} if nobody > 0 else {}
    try:
        data = json.loads(callers or "{}")
    except ValueError:
        return unread
    if not isinstance(data, dict):
        return unread
    for caller, count in data.items():
        if isinstance(count, int) and count > 0:
            unread[caller] = unread.get(caller, 0) + count
    return unread


def caller_of(number: str | None, canonical: Callable[[str], str]) -> str:
    """Return what a caller is called among the unread missed calls."""
    return canonical(number) if number else ""
