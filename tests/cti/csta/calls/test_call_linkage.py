"""What names a call in all phone systems that it goes through (ECMA-269, 12.2.8)."""

import pytest

from custom_components.telephony.cti.model import CallEventType, DialedNumber

from ..dress import ELTEX
from ..exchange_world import exchange_world
from ..scripted_world import scripted_world

UNIQUE, OF_DOMAIN = "globallyUniqueCallLinkageID", "subDomainCallLinkageID"


def linkage(value: str, kind: str = UNIQUE) -> str:
    """Return the data of a call, as the standard writes them."""
    return (
        "<globalCallData><globalCallSwitchingSubDomainName>pbx</globalCallSwitchingSubDomainName>"
        f"<globalCallLinkageID><{kind}>{value}</{kind}></globalCallLinkageID></globalCallData>"
    )


def box(value: str) -> str:
    """Return it as an event has it."""
    return f"<callLinkageData>{linkage(value)}</callLinkageData>"


def told(event: str, more: str) -> str:
    """Return an event with something more in it."""
    before, end, after = event.rpartition("</")
    return f"{before}{more}{end}{after}"


PRIVATE = (
    "<extensions><privateData><private><PrivateData xmlns='urn:maker'>"
    f"{box('00001002')}</PrivateData></private></privateData></extensions>"
)
RINGS = ELTEX.delivered("725", "725", "722", "725")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (box("00001001971700000000"), "00001001971700000000"),
        (box(" 0A1B \n"), "0A1B"),
        (
            f"<callLinkageData>{linkage('77', OF_DOMAIN)}</callLinkageData>",
            "77",
        ),
        (PRIVATE, "00001002"),
        (box("") + "<cause>newCall</cause>", None),
        ("<callLinkageData/>", None),
        ("", None),
    ],
)
def test_the_first_event_of_a_call_tells_it(more: str, expected: str | None) -> None:
    with scripted_world() as world:
        world.start("725")
        world.tell(told(RINGS, more))
        (event,) = world.heard.events
        assert event.type is CallEventType.INCOMING
        assert event.call.call_linkage_id == expected


def test_it_stays_when_later_events_tell_none_and_follows_those_that_do() -> None:
    with scripted_world() as world:
        world.start("725")
        world.tell(told(RINGS, box("1")))
        world.tell(
            ELTEX.event(
                "Established",
                "725",
                ELTEX.connection("establishedConnection", "725", "c1"),
            )
        )
        (call,) = world.client.line("725").calls
        assert call.call_linkage_id == "1"
        held = ELTEX.event(
            "Held", "725", ELTEX.connection("heldConnection", "725", "c1")
        )
        world.tell(told(held, box("2")))
        assert world.heard.events[-1].call.call_linkage_id == "2"


@pytest.mark.parametrize("joins", ["complete_transfer", "conference"])
def test_calls_that_become_one_have_the_new_ones(joins: str) -> None:
    with exchange_world(call_linkage=UNIQUE) as world:
        world.talk("701", "700")
        call_id = world.call("700").call_id
        first = world.call("701").call_linkage_id
        assert first == world.call("700").call_linkage_id
        world.run(world.client.consult("700", call_id, DialedNumber("702")))
        world.lift("702")
        second = world.call("702").call_linkage_id
        assert second not in (None, first)
        world.run(getattr(world.client, joins)("700"))
        together = world.call("701").call_linkage_id
        assert together == world.call("702").call_linkage_id
        assert together is not None
        event = world.events("701")[-1]
        assert event.type in (CallEventType.TRANSFERRED, CallEventType.CONFERENCED)
        assert event.call.call_linkage_id == together


def test_where_nobody_tells_it_there_is_none() -> None:
    with exchange_world() as world:
        world.talk("701", "700")
        assert world.call("700").call_linkage_id is None
