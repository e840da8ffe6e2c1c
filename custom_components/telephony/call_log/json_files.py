"""The logs that releases before 0.2 kept, one JSON document for each connection."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from ..cti.model import Direction, Outcome, Presentation
from .entries import Counters, LineLog, LoggedCall, StoredLog


class UnreadableDocument(Exception):
    """The document is damaged, of a newer version, or something else."""


def read_document(path: Path) -> StoredLog:
    """Read a connection's log; FileNotFoundError, OSError or UnreadableDocument."""
    data = path.read_bytes()
    try:
        document = orjson.loads(data)
        if document["version"] != 1:
            raise UnreadableDocument(f"version {document['version']}")
        stored = document["data"]
        return StoredLog(
            {line: _line(line, log) for line, log in stored["lines"].items()},
            _counters(stored["totals"]),
        )
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise UnreadableDocument(type(error).__name__) from error


def _line(line: str, data: Mapping[str, Any]) -> LineLog:
    unread = {str(caller): int(count) for caller, count in data["unread"].items()}
    calls = tuple(_call(line, call) for call in data["calls"])
    return LineLog(calls, unread, _counters(data["counters"]))


def _counters(data: Mapping[str, Any]) -> Counters:
    """Return the counters, whatever else a later release has added."""
    return Counters(
        calls_in=int(data["calls_in"]),
        calls_out=int(data["calls_out"]),
        calls_answered=int(data["calls_answered"]),
        calls_missed=int(data["calls_missed"]),
        talk_time=float(data["talk_time"]),
    )


def _call(line: str, data: Mapping[str, Any]) -> LoggedCall:
    direction, answered_at = data["direction"], data["answered_at"]
    return LoggedCall(
        call_id=str(data["call_id"]),
        line=line,
        direction=Direction(direction) if direction else None,
        number=_text(data["number"]),
        name=_text(data["name"]),
        presentation=Presentation(data["presentation"]),
        called_number=_text(data["called_number"]),
        outcome=Outcome(data["outcome"]),
        cause=_text(data["cause"]),
        started_at=_time(data["started_at"]),
        answered_at=_time(answered_at) if answered_at else None,
        ended_at=_time(data["ended_at"]),
        ring_seconds=float(data["ring_seconds"]),
        talk_seconds=float(data["talk_seconds"]),
        switch_call_id=_text(data.get("switch_call_id")),
    )


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(text)
    return time
