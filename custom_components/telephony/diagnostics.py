"""Diagnostics of a connection and its lines: how things are, never who calls whom, where, or how to log in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any, Final, cast

from homeassistant.components.diagnostics import REDACTED
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_PORT, CONF_PROTOCOL, CONF_SOURCE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from . import const
from .call_log.entries import LoggedCall
from .call_log.trail import Attempt
from .connection.line_state import LineState
from .connection.protocols import async_transcript
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.capability import Capability
from .cti.errors import RequestRefused, TelephonyError
from .cti.model import Call, PhoneSetting
from .entries import is_phone_book
from .phone_book.book import PhoneBookEntry

SHOWN: Final = frozenset(
    {
        const.CONF_ASSIST_MAY_DIAL,
        const.CONF_BLOCKED_CALLS,
        const.CONF_CALL_LOG_SIZE,
        const.CONF_CALLS_PER_MINUTE,
        const.CONF_DEVICE_FORM,
        const.CONF_EDITION,
        const.CONF_EMERGENCY_NUMBERS_ALLOWED,
        const.CONF_ENCRYPTION,
        const.CONF_INSTALL_BLUEPRINTS,
        const.CONF_INSTALL_SENTENCES,
        const.CONF_LOGIN_FIELDS,
        const.CONF_MISSED_MIN_RING_SECONDS,
        const.CONF_MONITOR_PAUSE_MS,
        const.CONF_MONITOR_WINDOW,
        const.CONF_OUTSIDE_CALLS_AT_ONCE,
        const.CONF_OUTSIDE_CALLS_PER_DAY,
        CONF_PORT,
        const.CONF_PROFILE,
        CONF_PROTOCOL,
        const.CONF_SHORT_NUMBER_LENGTH,
        const.CONF_SHOW_INCOMING_POPUP,
        CONF_SOURCE,
        const.CONF_START,
        const.CONF_TLS,
        const.CONF_VERIFY_CERTIFICATE,
    }
)
"""What an entry's data and options may show; whatever else there is or comes is redacted."""
LIBRARIES: Final = (
    "aiomqtt",
    "fritzconnection",
    "lxml",
    "phonenumbers",
    "sansldap",
    "vobject",
)
CALLS_SHOWN: Final = 20


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: TelephonyConfigEntry | PhoneBookEntry
) -> dict[str, Any]:
    """Return how a phone book is, or a connection and what its link went through."""
    if is_phone_book(entry):
        is_loaded = entry.state is ConfigEntryState.LOADED
        book = cast("PhoneBookEntry", entry)
        return {
            "data": _redacted(entry.data),
            **(book.runtime_data.summary() if is_loaded else {}),
        }
    return await _async_connection(hass, cast("TelephonyConfigEntry", entry))


async def _async_connection(
    hass: HomeAssistant, entry: TelephonyConfigEntry
) -> dict[str, Any]:
    """Return how a connection is and what its link went through."""
    from .connection.diagnoses import last_report  # noqa: PLC0415

    report = last_report(hass, entry)
    told = {"trial": report.splitlines() if report else None}
    if entry.state is not ConfigEntryState.LOADED:
        return {
            "data": _redacted(entry.data),
            "options": _redacted(entry.options),
            "versions": await hass.async_add_executor_job(_versions),
            **told,
        }
    coordinator = entry.runtime_data
    status = coordinator.system.status
    return {
        "data": _redacted(entry.data),
        "options": _redacted(entry.options),
        "versions": await hass.async_add_executor_job(_versions),
        "capabilities": _capabilities(coordinator),
        "link": {
            "state": status.state,
            "reason": type(status.reason).__name__ if status.reason else None,
            "events": [each.as_dict() for each in coordinator.history.link_events],
        },
        "faults": dict(sorted(coordinator.bulkheads.faults.items())),
        "call_events": dict(sorted(coordinator.history.call_events.items())),
        "counters": coordinator.call_log.totals._asdict(),
        "dialed": {
            "outside_calls_today": coordinator.guard.limits.outside_calls_today,
            "attempts": [
                _attempt(each)
                for each in await coordinator.call_log.async_attempts(
                    coordinator.settings.numbers, None, CALLS_SHOWN
                )
            ],
        },
        "phone_books": [each.summary() for each in coordinator.phone_book.books],
        "lines": _summary(coordinator, coordinator.settings.numbers),
        "lines_with_entities": len(coordinator.settings.lines),
        "groups": [
            len(group.numbers) for group in coordinator.settings.groups.values()
        ],
        **told,
        "recording": await async_transcript(hass, entry.data, coordinator.system),
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry | PhoneBookEntry,
    device: DeviceEntry,
) -> dict[str, Any]:
    """Return how a line or a group is; the entry's own device is the entry."""
    if is_phone_book(entry):
        return await async_get_config_entry_diagnostics(hass, entry)
    coordinator = cast("TelephonyConfigEntry", entry).runtime_data
    for _, identifier in device.identifiers:
        key = identifier.removeprefix(f"{entry.entry_id}_")
        if key in coordinator.settings.lines:
            return _line(coordinator, coordinator.states[key])
        if group := coordinator.settings.groups.get(key):
            return {"lines": _summary(coordinator, group.numbers)}
    return await async_get_config_entry_diagnostics(hass, entry)


def _capabilities(coordinator: TelephonyCoordinator) -> list[str]:
    """Return what can be asked for; of phones and agents only what a line has shown."""
    has_feature = coordinator.states.has_feature
    lines = coordinator.settings.numbers
    needed = {Capability(each): each.value for each in PhoneSetting}
    needed[Capability.SET_AGENT_STATE] = "agent_state"
    return sorted(
        each
        for each in coordinator.system.capabilities
        if each not in needed or any(has_feature(line, needed[each]) for line in lines)
    )


def _redacted(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value if key in SHOWN or value in (None, "") else REDACTED
        for key, value in data.items()
    }


def _versions() -> dict[str, str]:
    """Return the libraries' versions; reads files."""
    return {name: version(name) for name in LIBRARIES}


def _summary(coordinator: TelephonyCoordinator, numbers: Iterable[str]) -> Any:
    """Return how many lines there are, and how they are."""
    states = [coordinator.states[number] for number in numbers]
    refused = coordinator.issues.lines
    return {
        "count": len(states),
        "available": sum(state.available for state in states),
        "problems": Counter(
            _problem(refused[state.number])
            for state in states
            if state.number in refused
        ),
        "calls": Counter(call.state for state in states for call in state.calls),
    }


def _line(coordinator: TelephonyCoordinator, state: LineState) -> dict[str, Any]:
    log = coordinator.call_log.line(state.number)
    features = state.features
    return {
        "available": state.available,
        "problem": _problem(coordinator.issues.lines.get(state.number)),
        "registration": features.registration,
        "sip_code": features.sip_code,
        "do_not_disturb": features.do_not_disturb,
        "message_waiting": features.message_waiting,
        "forwarding": {each.type: each.enabled for each in features.forwarding or ()},
        "calls": [_call(call) for call in state.calls],
        "finished_calls": [_logged(call) for call in log.calls[-CALLS_SHOWN:]],
        "missed_calls": log.missed,
        "counters": log.counters._asdict(),
    }


def _call(call: Call) -> dict[str, Any]:
    return {
        "state": call.state,
        "direction": call.direction,
        "presentation": call.party.presentation,
        "has_number": call.party.number is not None,
        "has_name": call.party.name is not None,
        "started_at": call.started_at.isoformat(),
        "answered_at": call.answered_at and call.answered_at.isoformat(),
    }


def _logged(call: LoggedCall) -> dict[str, Any]:
    return {
        "direction": call.direction,
        "presentation": call.presentation,
        "has_number": call.number is not None,
        "has_name": call.name is not None,
        "outcome": call.outcome,
        "cause": _word(call.cause),
        "started_at": call.started_at.isoformat(),
        "ended_at": call.ended_at.isoformat(),
        "ring_seconds": call.ring_seconds,
        "talk_seconds": call.talk_seconds,
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "at": attempt.at.isoformat(),
        "action": attempt.action,
        "way": attempt.way,
        "by_user": attempt.user_id is not None,
        "outside": attempt.outside,
        "refused": attempt.refused,
    }


def _problem(problem: TelephonyError | None) -> str | None:
    """Return the kind of a problem, with the other side's code where that is one."""
    if problem is None:
        return None
    kind = type(problem).__name__
    code = _word(problem.code) if isinstance(problem, RequestRefused) else None
    return f"{kind}: {code}" if code else kind


def _word(text: str | None) -> str | None:
    """Return a code that is a mere word; free text may name numbers and people."""
    return text if text is None or text.isalpha() else REDACTED
