"""What a switch insists on: an edition of the protocol, and a filter."""

from dataclasses import replace

from lxml import etree
import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Outcome,
)
from simulator.csta.profiles import ECMA_323, PROFILES

from .dress import ELTEX, session_answers
from .exchange_world import OUTSIDE, exchange_world
from .peer import name_of
from .scripted_world import scripted_world

ELTEX_SWITCH = PROFILES["eltex_ecss10"]


# The edition that the switch has chosen (ECMA-354, 8.1: actualProtocolVersion)


@pytest.mark.parametrize("edition", ["ed3", "ed4", "ed6"])
@pytest.mark.parametrize("more", ["", "/priv5"])
def test_messages_are_in_the_edition_that_the_switch_has_chosen(
    edition: str, more: str
) -> None:
    """The switch refuses every message in another one, and writes in it itself."""
    switch = replace(
        ELTEX_SWITCH, edition=edition, actual_version=f"{ECMA_323}{edition}{more}"
    )
    with exchange_world(switch=switch) as world:
        world.talk(OUTSIDE, "700")
        assert world.call("700").state is CallState.CONNECTED
        world.run(world.client.hold("700", world.call("700").call_id))
        assert world.call("700").state is CallState.HELD
        spoken = {etree.QName(root).namespace for _, root in world.front_end.requests}
        assert f"{ECMA_323}{edition}" in spoken
        assert len([each for each in spoken if each and "csta/ed" in each]) == 1


@pytest.mark.parametrize("version", ["", "5", "urn:somebody:else", ECMA_323])
def test_a_version_that_names_no_edition_changes_nothing(version: str) -> None:
    with scripted_world() as world:
        start = session_answers()["StartApplicationSession"]
        world.switch.answers["StartApplicationSession"] = start.replace(
            f">{ECMA_323}ed3<", f">{version}<"
        )
        world.start("725")
        (monitor,) = (
            root for _, root in world.switch.asked if name_of(root) == "MonitorStart"
        )
        assert etree.QName(monitor).namespace == f"{ECMA_323}ed3"


# A filter that the switch does not take


@pytest.mark.parametrize(
    "refusal",
    [
        ("operation", "valueOutOfRange"),
        ("operation", "generic"),
        ("operation", "invalidParameterValue"),
        ("unspecified", "unspecified"),
        ("privateErrorCode", "0x17"),
    ],
)
def test_a_refused_filter_is_followed_by_the_documented_one(
    refusal: tuple[str, str],
) -> None:
    with exchange_world(filter_refusal=refusal) as world:
        assert all(line.available for line in world.client.lines.values())
        asked = [name for name, _ in world.front_end.requests].count("MonitorStart")
        assert asked <= 2 * len(world.client.lines)
        world.client.add_line("709")
        world.run(world.client.wait_synchronized())
        world.talk("701", "700")
        world.drop("700")
        assert world.types("700") == [Type.INCOMING, Type.ANSWERED, Type.ENDED]


def test_once_the_documented_filter_is_taken_no_other_is_asked_for() -> None:
    refusal = ("operation", "valueOutOfRange")
    with exchange_world(("700",), filter_refusal=refusal) as world:
        world.client.add_line("701")
        world.run(world.client.wait_synchronized())
        names = [name for name, _ in world.front_end.requests]
        assert names.count("MonitorStart") == 3


def test_what_the_documented_filter_hides_is_looked_for() -> None:
    """Neither holds nor diversions are told then: lines in a call are compared."""
    with exchange_world(filter_refusal=("operation", "generic")) as world:
        call = world.talk("701", "700")
        world.exchange.hold("700", call)
        world.settle(30)
        assert world.call("700").state is CallState.HELD
        world.exchange.retrieve("700", call)
        world.settle(30)
        assert world.call("700").state is CallState.CONNECTED
        ringing = world.dial(OUTSIDE, "703")
        world.exchange.deflect("703", ringing, "702")
        world.settle(30)
        assert world.line("703").calls == ()
        assert world.events("703")[-1].outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "refusal",
    [
        ("operation", "invalidMonitorObject"),
        ("operation", "privilegeViolationSpecifiedDevice"),
        ("subscribedResourceAvailability", "objectMonitorLimitExceeded"),
    ],
)
def test_a_line_that_is_refused_for_itself_is_asked_for_once(
    refusal: tuple[str, str],
) -> None:
    with scripted_world() as world:
        world.switch.answers["MonitorStart"] = ELTEX.error(*refusal)
        world.start("725")
        world.settle(5)
        assert world.switch.history.count("MonitorStart") == 1
        assert world.client.line("725").problem is not None


def test_where_both_filters_are_refused_the_line_is() -> None:
    with scripted_world() as world:
        world.switch.answers["MonitorStart"] = ELTEX.error("operation", "generic")
        world.start("725")
        world.settle(5)
        assert world.switch.history.count("MonitorStart") == 2
        assert world.client.line("725").problem is not None
