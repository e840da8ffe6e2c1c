"""The model of one monitored device: what events say becomes what its line shows.

How events become states
------------------------
A connection is one device in one call (ECMA-269, 12.3), and it has a state of its own. What people
see of a call follows from the line's own connection and the far end:

| own connection | far end | shown |
| --- | --- | --- |
| initiated, or connected while nobody has answered | any | dialing |
| alerting, for a caller | any | ringing |
| alerting, for a call that was placed for the line | any | dialing |
| connected | connected, or several | connected |
| hold | any | held |

Several own connections of one call are several phones of the line: shown is the most active one,
and the call is over when the last one is null (`connections.py`). What an event says of a call is
read in `meaning.py`, and which event moves what stands in `handlers.py`: calls that the line places
in `outgoing.py`, calls to it in `incoming.py`, answers, hold and keys in `talking.py`, ends in
`endings.py` and `causes.py`, transfers and conferences in `joins.py`.

Doubts, and who taught them:

- Events of a call that is just being placed may come before its answer, nameless (Eltex rings the
  caller's phone first): `placing.py` keeps them back.
- A callID may change with a transfer or a conference, or untold at the ring-back, the answer or a hold
  (`renames.py`); what still comes under the old one is nobody's.
- Eltex names the answering device as callingDevice in Established, and repeats the dropped device as
  releasingDevice: neither tells who called, or who let go.
- What events leave open, a snapshot settles (`incomplete`); what they contradict, another one.
"""

from typing import Final

from ...line import Line
from ...model import (
    UNKNOWN_PARTY,
    CallEventType,
    CallFacts,
    CallState,
    Charge,
    Direction,
    Party,
    Presentation,
)
from ..wire.events import Event
from ..wire.identifiers import ConnectionId
from .connection import Connection
from .connections import Connections
from .handlers import HANDLERS
from .meaning import is_own
from .members import show_members
from .placing import Placing
from .states import OWN_STATES
from .untold import Outside

LIVES_ON: Final = frozenset(
    {"DeliveredEvent", "EstablishedEvent", "HeldEvent", "RetrievedEvent"}
)
"""What never happens in a call that goes on under another name."""
CHARGES_KEPT: Final = 64
"""Calls of one line whose latest charge is known."""
JOINS: Final = frozenset({"ConferencedEvent", "TransferedEvent"})
"""What tells of the new call what it is called, and not of the old one that the event is about."""


class DeviceCalls:
    """Applies events to the legs of one line."""

    def __init__(self, line: Line, outside: Outside | None = None) -> None:
        """Begin without calls; `outside` is what all lines of a phone system share."""
        self.line = line
        self.legs = Connections(line, outside)
        self.comparing = False
        """Whether a snapshot is under way, which events may contradict."""
        self.began_anew = False
        """Whether events may have been missed: from a monitor's start until a snapshot has settled it."""
        self._charges: dict[str, tuple[Charge, bool]] = {}
        """What each of the last calls costs so far, by callID, and whether it was known then."""
        self.placing = Placing(self.legs, self.apply, self._doubt)
        for known in line.known:  # the snapshot names their devices
            leg = Connection(known.call.call_id, known.reference or known.call.call_id)
            leg.put(None, OWN_STATES[known.call.state])
            leg.remote_ringing = CallEventType.REMOTE_RINGING in known.told
            self.legs.resume(leg)

    # Calls that we place

    def placed(self, own: ConnectionId, number: str) -> str:
        """Take the switch's answer to a call that we asked for; return our id of the call."""
        self.legs.touched.add(own.call_id)
        if (leg := self.legs.get(own.call_id)) is None:
            if (ended := self.legs.ended(own.call_id)) is not None:
                return ended
            leg = self.legs.begin(
                *own, Direction.OUTGOING, CallState.DIALING, _dialed(number), number
            )
            return leg.id
        call = self.legs.call(leg)
        if own.device is not None:
            leg.put(own.device)
        self.legs.change(
            leg,
            state=CallState.DIALING if call.state is CallState.RINGING else None,
            direction=Direction.OUTGOING,
            party=None if call.party.number else _dialed(number),
            called_number=call.called_number or number,
        )
        return leg.id

    def _doubt(self) -> None:
        self.legs.incomplete = True

    def _doubt_new_name(self, event: Event) -> None:
        """Ask where a call lives on under the name that we believed to have changed."""
        believed = {leg.named_before for leg in self.legs.all()}
        if event.name in LIVES_ON and event.call_id in believed:
            self.legs.touched.add(event.call_id)
            self._doubt()

    def _learn(self, event: Event) -> None:
        """Learn what goes with the call, before something is told of it."""
        leg = self.legs.get(event.call_id)
        charge = self._charge(event, leg)
        if leg is None:
            return
        joins = event.name in JOINS
        facts = CallFacts(
            call_linkage_id=None if joins else event.call_linkage_id,
            account_code=event.account_code,
            correlator_data=event.correlator_data,
            charge=charge,
        )
        self.line.learn(leg.id, facts)

    def _charge(self, event: Event, leg: Connection | None) -> Charge | None:
        """Return what the line pays for a call, also after its end; others pay for themselves.

        It goes on where a call has got a new callID untold, and begins where a callID comes again.
        """
        if (charge := event.charge) is None:
            return None
        told = event.device.number if event.name == "ChargingEvent" else None
        is_ours = self.legs.is_own(told) if told else is_own(self.legs, event)
        if not is_ours:
            return None
        before, was_known = self._charges.pop(event.call_id, (None, False))
        if leg is not None:
            goes_on = leg.joined or not was_known
            before = leg.charge or (before if goes_on else None)
            leg.charge, was_known = charge, True
        self._charges[event.call_id] = charge, was_known
        if len(self._charges) > CHARGES_KEPT:
            del self._charges[next(iter(self._charges))]
        self.line.pay(charge, before)
        return charge

    def _know_trunk(self, event: Event) -> None:
        """Learn what a trunk is called; a snapshot may have named it as if it were somebody."""
        legs = self.legs
        legs.outside.note_trunk(event)
        if (leg := legs.get(event.call_id)) is None:
            return
        call, trunks = legs.call(leg), legs.outside.trunks
        if call.party.number in trunks or call.called_number in trunks:
            who = legs.other(event.calling) or legs.other(event.called) or UNKNOWN_PARTY
            called = who.number if call.called_number in trunks else None
            legs.change(leg, party=who, called_number=called)

    # Events

    def apply(self, event: Event) -> None:
        """Apply one event."""
        legs, call_id = self.legs, event.call_id
        if self.placing.numbers and self.placing.keeps(event):
            return
        if legs.ended(call_id) is not None and legs.has_moved(call_id):
            self._doubt_new_name(event)
            return
        if self.comparing:
            legs.touched.add(call_id)
        if event.is_external:
            self._know_trunk(event)
        if event.form.has_data:
            self._learn(event)
        HANDLERS[event.name](legs, event)
        if legs.crowded:
            for leg in legs.all():
                show_members(legs, leg)
        if not self.comparing:
            legs.touched.clear()
        if legs.overflowed:
            legs.overflowed = False
            legs.incomplete = True


def _dialed(number: str) -> Party:
    return Party(number, None, Presentation.ALLOWED)
