"""Calls that ask us where to go (ECMA-269, clause 20), with the simulated exchange and its own way."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import override

import pytest

from custom_components.telephony.cti.csta.route_points import MOST_OPEN
from custom_components.telephony.cti.errors import (
    OutcomeUnknown,
    RouteOver,
    TelephonyError,
)
from custom_components.telephony.cti.model import RESTRICTED_PARTY, DialedNumber
from custom_components.telephony.cti.routes import Router, RouteRequest, Routing
from simulator.csta.messages import Element
from simulator.options import ExchangeOptions

from .dress import ELTEX
from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world
from .peer import frame
from .scripted_world import scripted_world

POINT, OWN_WAY = "600", "703"


class Desk(Router):
    """Keeps the calls that ask, for the test to decide."""

    def __init__(self) -> None:
        """Begin with none."""
        self.requests: list[RouteRequest] = []
        self.refused: Mapping[str, TelephonyError] = {}

    @override
    def route_requested(self, request: RouteRequest) -> None:
        self.requests.append(request)

    @override
    def route_points_changed(self, refused: Mapping[str, TelephonyError]) -> None:
        self.refused = refused


@pytest.fixture
def desk() -> Desk:
    """Return who decides."""
    return Desk()


@pytest.fixture
def world(request: pytest.FixtureRequest, desk: Desk) -> Iterator[ExchangeWorld]:
    """Return an exchange with two route points, of which we decide about the first."""
    options = ExchangeOptions(route_points={POINT: OWN_WAY, "601": OWN_WAY})
    profile = getattr(request, "param", "eltex_ecss10")
    with exchange_world(profile=profile, exchange_options=options) as made:
        made.client.set_routing(Routing(desk, (POINT,), 0.8))
        made.settle()
        yield made


def ring(world: ExchangeWorld, desk: Desk, called: str = POINT) -> RouteRequest:
    """Let somebody from outside call, and return what we are asked."""
    world.dial(OUTSIDE, called, name="Ada")
    return desk.requests[-1]


def rings(world: ExchangeWorld) -> list[str]:
    """Return the lines that ring, as the exchange knows it."""
    states = world.exchange.snapshot()
    return [line for line, calls in states.items() if "alerting" in calls.values()]


EVERY_MAKER = pytest.mark.parametrize(
    "world",
    ["eltex_ecss10", "avaya_aes", "openscape_voice", "mivoice_office_400", "generic"],
    indirect=True,
)


@EVERY_MAKER
def test_a_call_asks_where_to_go_and_goes_there(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    assert (request.party.number, request.device) == (OUTSIDE, POINT)
    assert request.called_number == POINT
    assert 0 < request.seconds <= 0.8
    assert rings(world) == []
    world.run(request.select(DialedNumber("702")))
    assert rings(world) == ["702"]
    call = world.call("702")
    assert call.redirected_by is not None
    assert call.redirected_by.number == POINT


@EVERY_MAKER
def test_a_call_goes_its_own_way_where_we_say_so(
    world: ExchangeWorld, desk: Desk
) -> None:
    ring(world, desk).proceed()
    world.settle()
    assert rings(world) == [OWN_WAY]


def test_a_call_goes_its_own_way_when_nobody_answers_in_time(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    world.settle(0.6)
    assert rings(world) == []
    world.settle(0.2)
    assert not request.is_open
    assert rings(world) == [OWN_WAY]
    with pytest.raises(RouteOver):
        world.run(request.select(DialedNumber("702")))
    assert rings(world) == [OWN_WAY]


def test_a_phone_system_with_less_patience_is_answered_earlier(desk: Desk) -> None:
    options = ExchangeOptions(route_points={POINT: OWN_WAY}, route_seconds=0.5)
    with exchange_world(exchange_options=options) as world:
        world.client.set_routing(Routing(desk, (POINT,), 3.0))
        world.settle()
        assert ring(world, desk).seconds == pytest.approx(0.4)
        world.settle(0.45)
        named = [name for name, _ in world.front_end.requests]
        assert named[-1] == "RouteEnd"
        assert rings(world) == [OWN_WAY]


def test_the_first_answer_counts(world: ExchangeWorld, desk: Desk) -> None:
    request = ring(world, desk)
    world.run(request.select(DialedNumber("702")))
    with pytest.raises(RouteOver):
        world.run(request.select(DialedNumber("701")))
    with pytest.raises(RouteOver):
        request.proceed()
    assert rings(world) == ["702"]


def test_a_caller_who_gives_up_waits_no_more(world: ExchangeWorld, desk: Desk) -> None:
    request = ring(world, desk)
    over: list[bool] = []
    request.on_over = lambda: over.append(True)
    world.drop(OUTSIDE)
    assert over == [True]
    with pytest.raises(RouteOver):
        request.proceed()


def test_a_call_that_cannot_go_there_goes_its_own_way(
    world: ExchangeWorld, desk: Desk
) -> None:
    world.run(ring(world, desk).select(DialedNumber("99")))
    world.settle()
    assert rings(world) == [OWN_WAY]
    assert len(desk.requests) == 1


def test_a_call_whose_destination_is_refused_does_not_go_there(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    undone: list[bool] = []
    request.on_undone = lambda: undone.append(True)
    world.options.refusals = {"RouteSelect": ("operation", "invalidDestination")}
    world.run(request.select(DialedNumber("702")))
    world.settle()
    assert undone == [True]
    world.settle(world.exchange.options.route_seconds)
    assert rings(world) == [OWN_WAY]


def test_a_call_that_cannot_go_there_is_the_latest_of_its_dialogues_name(
    world: ExchangeWorld, desk: Desk
) -> None:
    make = world.front_end.writer.csta
    (registered,) = world.front_end.route_registrations
    undone: list[str] = []

    def say(name: str, *content: Element) -> None:
        reference = make("crossRefIdentifier", "77")
        registration = make("routeRegisterReqID", registered)
        world.front_end.say(name, reference, registration, *content)
        world.settle()

    for call in ("earlier", "later"):
        say("RouteRequest", make("currentRoute", make("deviceIdentifier", POINT)))
        desk.requests[-1].on_undone = partial(undone.append, call)
        world.run(desk.requests[-1].select(DialedNumber("702")))
        if call == "earlier":
            say("RouteEnd")
    assert undone == ["earlier", "later"]  # of which the phone system knows nothing
    undone.clear()
    say("ReRoute")
    assert undone == ["later"]
    world.front_end.faults.clear()


def test_a_call_inside_asks_as_well(world: ExchangeWorld, desk: Desk) -> None:
    world.dial("700", POINT)
    (request,) = desk.requests
    assert request.party.number == "700"
    world.run(request.select(DialedNumber("701")))
    assert rings(world) == ["701"]


def test_calls_at_other_route_points_are_not_ours(
    world: ExchangeWorld, desk: Desk
) -> None:
    world.dial(OUTSIDE, "601")
    assert not desk.requests
    assert rings(world) == [OWN_WAY]


def test_each_of_many_calls_gets_its_own_answer(
    world: ExchangeWorld, desk: Desk
) -> None:
    for caller in ("+4989555001", "+4989555002", "+4989555003"):
        world.dial(caller, POINT)
    assert len({each.route_id for each in desk.requests}) == 3
    for request, line in zip(desk.requests, ("702", "700", "701"), strict=True):
        world.run(request.select(DialedNumber(line)))
    assert world.call("700").party.number == "+4989555002"
    assert world.call("701").party.number == "+4989555003"


def test_more_calls_than_anybody_decides_about_go_their_own_way(
    world: ExchangeWorld, desk: Desk
) -> None:
    for number in range(MOST_OPEN + 20):
        world.exchange.dial(f"+49895550{number:03}", POINT)
    world.settle(0.1)
    assert len(desk.requests) == MOST_OPEN
    world.settle(2)
    assert not any(each.is_open for each in desk.requests)
    assert not world.exchange.route_points.open


def test_a_route_point_that_is_refused_is_told_and_tried_again(
    world: ExchangeWorld, desk: Desk
) -> None:
    world.client.set_routing(Routing(desk, ("699", POINT), 0.8))
    world.settle()
    assert list(desk.refused) == ["699"]
    ring(world, desk).proceed()
    world.exchange.options.route_points = {POINT: OWN_WAY, "699": OWN_WAY}
    world.settle(61)
    assert not desk.refused
    assert ring(world, desk, "699").device == "699"


def test_a_route_point_that_is_taken_back_is_asked_for_again(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    world.front_end.abort_routing()
    world.settle()
    assert not request.is_open
    assert rings(world) == [OWN_WAY]
    assert list(desk.refused) == [POINT]
    world.settle(61)
    assert not desk.refused
    assert ring(world, desk).is_open


def test_calls_wait_no_more_when_the_link_goes_and_ask_again_when_it_is_back(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    world.front_end.drop_connections()
    world.settle()
    assert not request.is_open
    assert rings(world) == [OWN_WAY]
    world.settle(30)
    assert ring(world, desk) is not request
    assert desk.requests[-1].is_open


def test_a_client_that_leaves_hands_every_call_back(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    world.run(world.client.stop())
    assert not request.is_open
    assert rings(world) == [OWN_WAY]
    named = [name for name, _ in world.front_end.requests]
    assert named[-3:] == [
        "RouteEnd", "RouteRegisterCancel", "StopApplicationSession",
    ]  # fmt: skip


def test_a_question_about_a_strangers_route_point_is_handed_back(
    world: ExchangeWorld, desk: Desk
) -> None:
    make = world.front_end.writer.csta
    called = make("currentRoute", make("deviceIdentifier", "650"))
    dialogue = make("crossRefIdentifier", "77")
    world.front_end.say("RouteRequest", dialogue, called)
    world.settle()
    assert not desk.requests
    name, request = world.front_end.requests[-1]
    assert name == "RouteEnd"
    assert request[0].text == "77"
    world.front_end.faults.clear()


def test_a_call_that_goes_elsewhere_waits_no_more(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    make = world.front_end.writer.csta
    (registered,) = world.front_end.route_registrations
    world.front_end.say(
        "RouteEnd",
        make("crossRefIdentifier", str(next(iter(world.exchange.route_points.open)))),
        make("routeRegisterReqID", registered),
    )
    world.settle()
    assert not request.is_open


def test_an_answer_that_comes_late_leaves_nobody_registered(
    world: ExchangeWorld, desk: Desk
) -> None:
    world.options.answer_delays = {"RouteRegister": 15.0}
    world.client.set_routing(Routing(desk, ("601",), 0.8))
    world.settle(20)
    assert world.front_end.route_registrations == ()
    assert list(desk.refused) == ["601"]
    world.options.answer_delays = {}
    world.settle(61)
    assert not desk.refused
    assert ring(world, desk, "601").device == "601"


def test_what_is_registered_while_something_else_is_wanted_is_given_back(
    world: ExchangeWorld, desk: Desk
) -> None:
    world.options.answer_delays = {"RouteRegister": 1.0}
    world.client.set_routing(Routing(desk, ("601",), 0.8))
    world.settle(0.1)
    world.client.set_routing(Routing(desk, (POINT,), 0.8))
    world.settle(5)
    assert len(world.front_end.route_registrations) == 1
    assert ring(world, desk).device == POINT


def test_the_same_choice_again_leaves_waiting_calls_alone(
    world: ExchangeWorld, desk: Desk
) -> None:
    request = ring(world, desk)
    world.client.set_routing(Routing(desk, (POINT,), 0.8))
    world.settle()
    assert request.is_open


@pytest.mark.parametrize("world", ["avaya_aes"], indirect=True)
def test_a_call_to_a_number_without_a_device_goes_its_own_way(
    world: ExchangeWorld, desk: Desk
) -> None:
    world.options.silent_services = frozenset({"GetThirdPartyDeviceId"})
    request = ring(world, desk)
    with pytest.raises(OutcomeUnknown):
        world.run(request.select(DialedNumber("0123456789")))
    world.settle()
    assert rings(world) == [OWN_WAY]


def test_no_route_points_are_no_problem(world: ExchangeWorld, desk: Desk) -> None:
    world.client.set_routing(Routing(desk, ("699",), 0.8))
    world.settle()
    assert desk.refused
    world.client.set_routing(Routing(desk, (), 0.8))
    world.settle()
    assert not desk.refused


def test_a_caller_who_hides_stays_hidden_whatever_the_trunk_is_called(
    world: ExchangeWorld, desk: Desk
) -> None:
    make = world.front_end.writer.csta
    (registered,) = world.front_end.route_registrations
    world.front_end.say(
        "RouteRequest",
        make("crossRefIdentifier", "78"),
        make("routeRegisterReqID", registered),
        make("currentRoute", make("deviceIdentifier", POINT)),
        make("callingDevice", make("restricted")),
        make("associatedCallingDevice", make("deviceIdentifier", OUTSIDE)),
    )
    world.settle()
    assert desk.requests[-1].party == RESTRICTED_PARTY
    desk.requests[-1].proceed()
    world.settle()


def test_a_question_in_the_same_read_as_the_answer_to_the_registration_is_asked(
    desk: Desk,
) -> None:
    with scripted_world() as world:

        def register(_: object) -> None:
            invoke_id, _root = world.switch.asked[-1]
            reference = ELTEX.element("routeRegisterReqID", "r1")
            told = ELTEX.message("RouteRegisterResponse", reference)
            asks = ELTEX.message(
                "RouteRequest",
                ELTEX.element("crossRefIdentifier", "7"),
                reference,
                ELTEX.device("currentRoute", POINT),
            )
            world.switch.send_bytes(frame(invoke_id, told) + frame(1, asks))

        world.switch.answers["RouteRegister"] = register
        world.start("700")
        world.client.set_routing(Routing(desk, (POINT,), 0.8))
        world.settle()
        [request] = desk.requests
        assert request.device == POINT
        assert "RouteEnd" not in world.switch.history
        world.run(request.select(DialedNumber("702")))
        assert world.switch.history[-1] == "RouteSelect"
