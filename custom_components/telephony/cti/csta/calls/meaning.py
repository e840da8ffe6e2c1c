"""What an event says of a call: whose connection and whose call it is, who calls, why it is here."""

from typing import Final

from ...model import NO_FACTS, UNKNOWN_PARTY, CallFacts, Party
from ..wire.call_events import CALL_EVENTS
from ..wire.events import Event
from ..wire.identifiers import PARTIES, leg_of, own_device
from .causes import CALLS_BACK, MAKES_RING, MOVED, REDIRECTS
from .connections import Connections

RINGING: Final = ("DeliveredEvent", "OfferedEvent")
LIFTED: Final = frozenset({"ServiceInitiatedEvent", "OriginatedEvent"})
UNHEARD: Final = frozenset({"DivertedEvent", "FailedEvent"})
"""How a call may end at a line before any bell."""


def is_own(legs: Connections, event: Event) -> bool:
    """Whether an event is about the line's own connection."""
    device = event.device_id
    if device is not None and legs.is_own(PARTIES[device.text].number):
        return True
    return legs.is_own(event.device.number) or _is_alias(legs, event)


def _is_alias(legs: Connections, event: Event) -> bool:
    """Tell that the line is told under another name than its number (a SIP name, say).

    It is the device of its own connection in the call, or the one whose state has become what
    the event makes of it: localConnectionInfo is the monitored device's (ECMA-269, 17.2). What is
    told of a call that is not known yet is about the line itself, too: nobody else is in it. But
    of a ring group a colleague may be told first: only a name, never another number, rings here.
    A call in which the line goes by its number has no other name for it: what is told late there
    (the line has taken the call back meanwhile, say) would make the far end one.
    """
    device = event.device_id
    name = (device.number if device else None) or event.device.number or ""
    own_state, state = event.own_state, CALL_EVENTS[event.name].state
    if (leg := legs.get(event.call_id)) is not None:
        if leg.is_called(name):
            return True
        named = any(
            each and legs.is_own(each.number) for each, _ in leg.phones.values()
        )
        return not named and state is not None and own_state == state != leg.state
    if legs.ended(event.call_id):
        return False
    if event.name not in UNHEARD and own_state not in (None, state):
        return False
    if event.name in RINGING or event.name in UNHEARD:
        is_name = any(map(str.isalpha, name))
        return is_name and not legs.is_own(event.calling.number)
    return event.name in LIFTED


def is_trunk(legs: Connections, event: Event, who: Party) -> bool:
    """Whether somebody is nobody but the way out, by this event or by an earlier one."""
    return event.is_trunk(who) or who.number in legs.outside.trunks


def is_outgoing(legs: Connections, event: Event) -> bool:
    """Whether an event's call was placed by the line.

    Somebody who shows our number to us is a caller; only the very phone that is said to call,
    or the cause, makes the call ours.
    """
    if event.cause == MAKES_RING:
        return True
    if not legs.is_own(event.calling.number):
        return False
    if event.name not in RINGING or event.cause in CALLS_BACK:
        return True
    calling = own_device(event.fields.get("callingDevice"))
    return bool(leg_of(calling)) and leg_of(calling) == leg_of(event.device_id)


def caller_of(legs: Connections, event: Event) -> Party | None:
    """Return who calls us; one that shows our own number is a caller like any other.

    Only while it rings: Eltex names the answering device as callingDevice once it answers.
    """
    calling = event.calling
    if event.name not in RINGING and legs.is_own(calling.number):
        return None
    if (
        event.is_external
        and calling.name is None
        and event.party("callingDevice").number == calling.number
        and event.is_trunk(calling)
    ):
        return None
    return calling if calling != UNKNOWN_PARTY else None


def facts_of(event: Event) -> CallFacts:
    """Return what an event tells of a call besides its parties."""
    by = event.party("lastRedirectionDevice")
    known = by if by != UNKNOWN_PARTY else None
    cause = event.cause if event.name not in UNHEARD else None  # why it leaves us
    why = cause if cause in (MOVED if known else REDIRECTS) else None
    if (
        known is None
        and why is None
        and not event.is_external
        and not event.form.has_data
    ):
        return NO_FACTS
    return CallFacts(
        redirected_by=known,
        redirect_reason=why,
        external=True if event.is_external else None,
        call_linkage_id=event.call_linkage_id,
        account_code=event.account_code,
        correlator_data=event.correlator_data,
    )
