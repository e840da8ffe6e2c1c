"""Everything that the client and the simulator say, held against the table of the standard's members."""

import asyncio
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from itertools import product
from typing import Any, override

from lxml import etree
import pytest

from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.model import (
    AgentState,
    DialedNumber,
    ForwardingType,
    PhoneSetting,
)
from custom_components.telephony.cti.routes import Router, RouteRequest, Routing
from simulator.calls import AgentState as Truth, EventKind, ForwardingType as Forwarding
from simulator.csta import CstaOptions
from simulator.csta.connection import CstaConnection
from simulator.csta.frame import FrameReader
from simulator.csta.profiles import PROFILES
from simulator.options import ExchangeOptions
from simulator.phones import Phone
from tests.simulator.csta_client import desk, name_of as tag_of

from .exchange_world import LINES, OUTSIDE, ExchangeWorld, exchange_world
from .member_table import MEMBERS, violations
from .peer import Element, name_of

ECMA_323 = "http://www.ecma-international.org/standards/ecma-323/csta/"
SESSION = "http://www.ecma-international.org/standards/ecma-354/appl_session"
AVAYA = "http://www.avaya.com/csta"
EDITIONS = {
    "eltex_ecss10": "ed3",
    "avaya_aes": "ed3",
    "openscape_voice": "ed4",
    "openscape_business": "ed4",
    "mivoice_office_400": "ed5",
    "generic": "ed3",
}


def namespace(profile: str, message: str, *, by_client: bool = True) -> str:
    """Return where a maker's message belongs."""
    if by_client and profile == "avaya_aes":  # as the maker's samples ask
        if message == "StopApplicationSession":
            return f"{ECMA_323}ed3"
        if message == "MonitorStop":
            return AVAYA
    if "ThirdPartyDeviceId" in message:
        return AVAYA
    if "ApplicationSession" in message:
        return SESSION
    return ECMA_323 + EDITIONS[profile]


class Said:
    """What the two sides have said to each other, in whole messages."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._readers: dict[tuple[int, bool], FrameReader] = {}
        self.client: list[Element] = []
        self.switch: list[Element] = []

    def add(self, connection: object, data: bytes, *, by_client: bool) -> None:
        """Hear some bytes."""
        reader = self._readers.setdefault((id(connection), by_client), FrameReader())
        heard = self.client if by_client else self.switch
        heard += [etree.fromstring(xml) for _, xml in reader.feed(data)]


THIRD = DialedNumber("703")


def clear(world: ExchangeWorld) -> None:
    """End every call."""
    for call in tuple(world.exchange.calls):
        world.exchange.clear_call(call)
    world.settle()


class Sender(Router):
    """Sends every other call to one number, and the rest on its own way."""

    def __init__(self, number: str) -> None:
        """Begin with one that is sent."""
        self.number = DialedNumber(number)
        self.requests: list[RouteRequest] = []

    @override
    def route_requested(self, request: RouteRequest) -> None:
        self.requests.append(request)
        if len(self.requests) % 2:
            sent = asyncio.ensure_future(request.select(self.number))
            sent.add_done_callback(lambda sent: sent.result())
        else:
            request.proceed()

    @override
    def route_points_changed(self, refused: Mapping[str, TelephonyError]) -> None:
        assert not refused


def decide_where_calls_go(world: ExchangeWorld) -> None:
    """Let the client be asked about calls, and answer in every way."""
    senders = [Sender("702"), Sender("999")]
    for sender in senders:
        world.client.set_routing(Routing(sender, ("600",), 1.0))
        world.settle()
        for _ in range(2):
            world.dial(OUTSIDE, "600")
            clear(world)
        assert len(sender.requests) == 2
    world.client.set_routing(Routing(senders[0], (), 1.0))
    world.settle()


def use_every_service(world: ExchangeWorld) -> None:
    """Let the client ask for whatever it can."""
    client, run = world.client, world.run
    decide_where_calls_go(world)
    call = run(client.make_call("700", DialedNumber("701")))
    world.lift("700")
    world.lift("701")
    run(client.hold("700", call))
    run(client.retrieve("700", call))
    run(client.send_digits("700", call, "12#"))
    second = run(client.consult("700", call, DialedNumber("702")))
    world.lift("702")
    run(client.switch_call("700", call))
    run(client.switch_call("700", second))
    run(client.reconnect("700"))
    run(client.consult("700", world.call("700").call_id, DialedNumber("702")))
    world.lift("702")
    run(client.conference("700"))
    run(client.add_to_conference("700", world.call("700").call_id, DialedNumber("703")))
    run(client.hangup("700", world.call("700").call_id, everyone=True))
    clear(world)
    world.dial("701", "700")
    run(client.answer("700", world.call("700").call_id))
    run(client.consult("700", world.call("700").call_id, DialedNumber("702")))
    world.lift("702")
    run(client.complete_transfer("700"))
    clear(world)
    world.talk("701", "700")
    run(client.transfer("700", world.call("700").call_id, DialedNumber("702")))
    clear(world)
    world.dial("701", "700")
    run(client.deflect("700", world.call("700").call_id, DialedNumber("702")))
    run(client.pick_up("703", DialedNumber("702")))
    run(client.hangup("703", world.call("703").call_id))
    clear(world)
    for enabled in (True, False):
        kind = ForwardingType.NO_ANSWER
        run(client.set_forwarding("700", kind, THIRD if enabled else None, enabled))
        run(client.set_do_not_disturb("700", enabled=enabled))
        run(client.set_message_waiting("700", enabled=enabled))
    leave_and_come_back(world)
    world.client.remove_line("703")
    world.exchange.line("703").agent = Truth.NOT_READY
    world.client.add_line("703")
    world.settle()
    for state in AgentState:
        if state is not AgentState.BUSY:
            run(client.set_agent_state("703", state))
    run(client.set_agent_state("703", AgentState.READY))
    world.talk("701", "703")
    run(client.set_agent_state("703", AgentState.NOT_READY))
    clear(world)
    world.exchange.line("703").works_after_calls = True
    run(client.set_agent_state("703", AgentState.READY))
    world.talk("701", "703")
    clear(world)
    run(client.set_agent_state("703", AgentState.READY))
    run(client.named_lines())
    if world.options.profile.sets_phones:
        set_the_phone(world)


def set_the_phone(world: ExchangeWorld) -> None:
    """Set everything that a phone has, from here and at the phone."""
    world.exchange.phones.put("702", Phone())
    world.client.remove_line("702")
    world.client.add_line("702")
    world.settle()
    for setting in PhoneSetting:
        world.run(world.client.set_phone("702", setting, 1))
        world.run(world.client.set_phone("702", setting, 0))
    for text in ("Back at 2 p.m.", "Zurück um 14 Uhr", ""):
        world.run(world.client.set_display("702", text))
    world.exchange.phones.set_ringer("702", "1", volume=30, pattern=2)
    world.dial("701", "702")
    world.exchange.phones.set_ringer("702", "1", rings=False)
    clear(world)


def leave_and_come_back(world: ExchangeWorld) -> None:
    """Park and fetch, pick up in the group, wait for who is busy, and be called back."""
    client, run = world.client, world.run
    world.talk("701", "700")
    run(client.park("700", world.call("700").call_id, DialedNumber("702")))
    run(client.unpark("703", DialedNumber("702")))
    clear(world)
    world.dial("701", "702")
    run(client.group_pick_up("703"))
    clear(world)
    world.exchange.line("702").call_waiting = False
    busy = world.talk("701", "702")
    world.dial("700", "702")
    run(client.camp_on("700", world.call("700").call_id))
    clear(world)
    for cancels in (True, False):
        busy = world.talk("701", "702")
        world.dial("700", "702")
        run(client.call_back("700", world.call("700").call_id))
        if cancels:
            run(client.cancel_call_back("700"))
        world.exchange.clear_call(busy)
        world.settle()
        assert bool(world.client.line("700").calls) is not cancels
        clear(world)
    world.exchange.line("702").call_waiting = True


def let_everything_happen(world: ExchangeWorld) -> None:
    """Let the exchange tell whatever it can."""
    exchange = world.exchange
    for caller, called in (
        ("700", OUTSIDE),
        ("+4930123456", "701"),
        ("700", "790"),
        ("700", "999"),
    ):
        world.dial(caller, called)
        clear(world)
    world.dial("+4930123456", "701", restricted=True)
    clear(world)
    exchange.line("701").offered_seconds = 0
    exchange.features.set_forwarding("701", Forwarding.NO_ANSWER, "702")
    world.dial("700", "701")
    world.settle(40)
    world.lift("702")
    clear(world)
    call = world.talk(OUTSIDE, "701")
    exchange.supplementary.attach("701", call, account="4711", correlator="ticket 7")
    exchange.supplementary.charge("701", call, 250)
    exchange.hold("701", call)
    clear(world)
    exchange.features.set_in_service("703", enabled=False)
    exchange.features.set_in_service("703", enabled=True)
    world.dial("700", "703")
    world.lift("703")
    world.drop("703")
    world.front_end.ask("RequestSystemStatus")
    asked = world.front_end.writer.csta("snapshotObject", "700")
    world.front_end.ask("SnapshotDevice", asked)
    world.front_end.system_status("overloadImminent")
    world.front_end.messages_lost()
    world.settle(20)
    world.front_end.stop_monitors("702")
    world.client.remove_line("703")
    world.settle(20)


WORLDS: dict[str, dict[str, object]] = {
    "plain": {},
    "standard forms": {"odd_forms": False, "call_cleared": True},
    "segments": {"segmented_snapshots": True, "endpoints_in_snapshots": True},
    "more than it must": {
        "odd_forms": False,
        "snapshots_name_called": True,
        "tells_services": True,
        "call_linkage": "globallyUniqueCallLinkageID",
        "tells_queues": True,
        "network_events": {"delivered": True, "established": False},
    },
    "simple states": {
        "simple_call_states": True,
        "odd_forms": False,
        "currency": None,
    },
}


@cache
def conversation(profile: str, kind: str) -> Said:
    """Let one client and one simulated system say all that they can; return what they said."""
    heard = Said()
    receive, send = CstaConnection.data_received, CstaConnection.send_raw

    def data_received(connection: CstaConnection, data: bytes) -> None:
        heard.add(connection, data, by_client=True)
        receive(connection, data)

    def send_raw(connection: CstaConnection, data: bytes) -> None:
        heard.add(connection, data, by_client=False)
        send(connection, data)

    points = {"600": "703"}
    exchange = ExchangeOptions(
        digits_dialed=True,
        route_points=points,
        keys_told_as=EventKind.DIGITS_GENERATED,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CstaConnection, "data_received", data_received)
        patch.setattr(CstaConnection, "send_raw", send_raw)
        settings: dict[str, Any] = {
            "profile": profile,
            "exchange_options": exchange,
            **WORLDS[kind],
        }
        with exchange_world(LINES, **settings) as world:
            use_every_service(world)
            let_everything_happen(world)
            world.talk("700", "701")
            world.settle(400)
            world.front_end.expire_sessions()
            world.settle(60)
    return heard


@pytest.mark.parametrize("kind", WORLDS)
@pytest.mark.parametrize("profile", PROFILES)
def test_both_sides_keep_to_the_table(profile: str, kind: str) -> None:
    said = conversation(profile, kind)
    for by_client, heard in ((True, said.client), (False, said.switch)):
        assert len(heard) > 70
        wrong: set[str] = set()
        for message in heard:
            where = namespace(profile, name_of(message), by_client=by_client)
            wrong.update(violations(message, where))
        assert not wrong


SAID_BY_NOBODY = {"BridgedEvent"}
ONLY_ON_REQUEST = {
    "GetMessageWaitingIndicator",
    "GetMessageWaitingIndicatorResponse",
    "StartApplicationSessionNegResponse",
    "ResetApplicationSessionTimerNegResponse",
    "StopApplicationSessionNegResponse",
    "RouteRegisterAbort",
    "RouteUsed",
}


def messages_of_the_table() -> set[str]:
    """Return the names of messages, without those of types."""
    types = {member.type for members in MEMBERS.values() for member in members}
    return set(MEMBERS) - types


def test_every_message_of_the_table_is_said() -> None:
    everything = [conversation(*each) for each in product(PROFILES, WORLDS)]
    names = {name_of(e) for said in everything for e in said.client + said.switch}
    assert messages_of_the_table() - names == ONLY_ON_REQUEST | SAID_BY_NOBODY


def without_one(message: Element) -> Iterator[tuple[str, Element]]:
    """Yield a message as often as it has mandatory members, each time without one of them."""
    places = [(message, name_of(message))]
    while places:
        parent, kind = places.pop()
        for index, child in enumerate(list(parent)):
            member = next(
                (each for each in MEMBERS[kind] if each.name == name_of(child)), None
            )
            if member is None:
                continue
            if member.presence == "M":
                parent.remove(child)
                copy = deepcopy(message)
                parent.insert(index, child)
                yield f"{kind} without {member.name}", copy
            if member.type in MEMBERS:
                places.append((child, member.type))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_member_that_one_side_leaves_out_is_found(profile: str) -> None:
    said = conversation(profile, "plain")
    kinds = {name_of(each): each for each in said.client + said.switch}
    tried = 0
    for name, message in kinds.items():
        for what, mutilated in without_one(message):
            tried += 1
            assert violations(mutilated, namespace(profile, name)), what
    assert tried > 150


@pytest.fixture
def requests(profile: str) -> list[Element]:
    """Return one of each request that the client has for a maker's system."""
    said = conversation(profile, "plain").client
    answers = ("Response", "CSTAErrorCode")
    asked = {name_of(e): e for e in said if not name_of(e).endswith(answers)}
    assert len(asked) > 20
    return list(asked.values())


@pytest.mark.parametrize("profile", PROFILES)
async def test_the_simulator_refuses_a_request_that_lacks_a_member(
    requests: list[Element], profile: str
) -> None:
    async with desk(CstaOptions(profile=PROFILES[profile])) as place:
        client = await place.connect()
        if profile == "openscape_voice":
            await client.receive()
            client.invoke_id = 100
        for message in requests:
            for what, mutilated in without_one(message):
                before = len(place.front_end.faults)
                xml = etree.tostring(mutilated, encoding="unicode")
                reply = await client.request(xml)
                assert tag_of(reply) == "CSTAErrorCode", what
                assert len(place.front_end.faults) == before + 1, what
