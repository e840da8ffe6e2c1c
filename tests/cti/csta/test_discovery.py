"""How a phone system of any maker speaks is found out from what it answers."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
import random
from typing import Any

import pytest

from custom_components.telephony.cti.csta import (
    CstaSettings,
    CstaSystem,
    Dialect,
    Discovery,
    find_dialect,
)
from custom_components.telephony.cti.csta.profiles import StartMode
from custom_components.telephony.cti.csta.wire.messages import Messages
from custom_components.telephony.cti.errors import (
    AuthenticationRefused,
    CannotConnect,
    ConnectionTimedOut,
    NotCsta,
    SessionRefused,
)
from custom_components.telephony.cti.model import CallState, DialedNumber
from simulator.csta import CstaFrontEnd
from simulator.csta.options import CstaOptions
from simulator.csta.profiles import PROFILES, Login, Profile, Start
from simulator.exchange import Exchange
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

from .any_maker import ELTEX_FIELDS, KINDS, LOGIN, OWN_FIELDS, USER, USER_NAME, switch
from .dress import Dress
from .peer import Answer, Element, Recorder, ScriptedSwitch, frame
from .scripted_world import scripted_world

type Find = Callable[[], Discovery]


@dataclass
class Street:
    """A loop with a network, and what listens in it."""

    loop: VirtualLoop
    network: Network
    front_end: CstaFrontEnd
    exchange: Exchange

    def find(self, line: str = "700", **login: str) -> Discovery:
        """Find out how the phone system speaks."""
        connect = self.network.connector(self.front_end.connection)
        return self.loop.run(find_dialect(connect, line, **login))


@contextmanager
def street(profile: Profile, **options: Any) -> Iterator[Street]:
    """Let a phone system listen; a search leaves nothing behind in it."""
    options["sessions_outlive_connections"] = True
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    exchange = Exchange(loop, ("700", "701"))
    front_end = CstaFrontEnd(exchange, loop, CstaOptions(profile=profile, **options))
    made = Street(loop, Network(loop, random.Random(1)), front_end, exchange)
    try:
        yield made
        loop.pass_time(1)
        assert not front_end.sessions
        assert not front_end.monitors
        assert not front_end.connections
        assert not asyncio.all_tasks(loop)
    finally:
        front_end.close()
        loop.close()
        asyncio.set_event_loop(None)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_phone_system_answers_tells_how_it_speaks(kind: str) -> None:
    profile, options, dialect = KINDS[kind]
    with street(profile, **options) as place:
        found = place.find(**LOGIN)
        assert found.watched
        assert found.refusal is None
        assert found.dialect == dialect
        assert place.loop.time() < 60


def system(place: Street, dialect: Dialect) -> CstaSystem:
    """Return a client that speaks like this."""

    async def make() -> CstaSystem:
        settings = CstaSettings("generic", "demo.local", "demo", dialect=dialect)
        connect = place.network.connector(place.front_end.connection)
        return CstaSystem(connect, Recorder(), settings, clock=place.loop.clock())

    return place.loop.run(make())


@pytest.mark.parametrize("kind", KINDS)
def test_calls_go_both_ways_in_what_was_found(kind: str) -> None:
    profile, options, _ = KINDS[kind]
    with street(profile, **options) as place:
        client = system(place, place.find(**LOGIN).dialect)
        line = client.add_line("700")
        place.loop.run(client.start())
        place.loop.pass_time(1)
        place.loop.run(client.make_call("700", DialedNumber("701")))
        place.loop.pass_time(1)
        (placed,) = line.calls
        assert placed.state is CallState.DIALING
        place.loop.run(client.hangup("700", placed.call_id))
        place.exchange.dial("701", "700")
        place.loop.pass_time(1)
        (call,) = line.calls
        assert call.party.number == "701"
        place.loop.run(client.answer("700", call.call_id))
        place.loop.pass_time(1)
        assert line.call(call.call_id).state is CallState.CONNECTED
        place.loop.run(client.stop())


def test_any_other_elements_can_carry_the_login() -> None:
    with street(switch(Start.SESSION, "ed5", OWN_FIELDS)) as place:
        client = system(place, Dialect(StartMode.SESSION, "ed5", "loginName/pin"))
        line = client.add_line("700")
        place.loop.run(client.start())
        place.loop.pass_time(1)
        assert line.available
        place.loop.run(client.stop())


@pytest.mark.parametrize(
    "profile",
    ["eltex_ecss10", "openscape_voice", "openscape_business", "mivoice_office_400"],
)
def test_the_known_makers_are_found_out_too(profile: str) -> None:
    with street(PROFILES[profile]) as place:
        found = place.find(**LOGIN)
        assert found.watched
        assert found.dialect.edition == PROFILES[profile].edition


@pytest.mark.parametrize("login", [USER, USER_NAME, ELTEX_FIELDS, OWN_FIELDS])
@pytest.mark.parametrize(
    "given", [{"username": "demo.local", "password": "s3cret!"}, {}]
)
def test_who_is_not_let_in_is_told_so(login: Login, given: dict[str, str]) -> None:
    with street(switch(Start.SESSION, "ed4", login)) as place:
        found = place.find(**given)
        assert isinstance(found.refusal, AuthenticationRefused)
        assert found.dialect.start is StartMode.SESSION
        assert not found.watched
        asked = [name for name, _ in place.front_end.requests]
        assert asked == ["StartApplicationSession"] * (5 if given else 1)
        assert "s3cret" not in repr(found)


def test_a_phone_system_without_a_session_left_is_not_asked_further() -> None:
    with street(switch(Start.SESSION, "ed4", USER), maximum_sessions=0) as place:
        found = place.find(**LOGIN)
        assert isinstance(found.refusal, SessionRefused)
        assert found.refusal.code == "maxNumberSessions"


def test_a_line_that_is_not_known_is_told_with_what_was_answered() -> None:
    with street(switch(edition="ed4")) as place:
        found = place.find("999")
        assert not found.watched
        assert found.dialect == Dialect(edition="ed4")
        words = {each.question: each.refusal for each in found.answers}
        assert words["StartApplicationSession"] == "serviceNotSupported"
        assert words["RequestSystemStatus (ed4)"] is None
        assert words["MonitorStart (NUMBER, ed4)"] == "invalidMonitorObject"


def test_nobody_waits_longer_than_a_minute() -> None:
    everything = frozenset(
        {
            "RequestSystemStatus",
            "StartApplicationSession",
            "SystemRegister",
            "MonitorStart",
        }
    )
    with (
        street(switch(), silent_services=everything) as place,
        pytest.raises(ConnectionTimedOut),
    ):
        place.find(**LOGIN)
    assert place.loop.time() < 70


ED4 = Dress("generic", "ed4")
UNKNOWN = ED4.error("operation", "serviceNotSupported")
REFUSED = ED4.error("operation", "generic")


@contextmanager
def scripted(**answers: Answer) -> Iterator[tuple[ScriptedSwitch, Find]]:
    """Let a script listen that knows no sessions, and hand out what finds out how it speaks."""
    with scripted_world(ED4) as world:
        world.switch.answers |= {"StartApplicationSession": UNKNOWN} | answers
        connect = world.network.connector(world.switch.connection)
        yield (
            world.switch,
            lambda: world.loop.run(find_dialect(connect, "725", **LOGIN)),
        )


def test_a_phone_system_that_closes_on_what_it_does_not_know_is_called_again() -> None:
    with scripted() as (switch, find):

        def close(_request: Element) -> None:
            switch.connections[-1].transport.abort()

        switch.answers["StartApplicationSession"] = close
        switch.answers["RequestSystemStatus"] = close
        found = find()
        assert found.watched
        assert found.dialect == Dialect(edition="ed4")
        assert len(switch.connections) > 1


def test_a_status_that_comes_by_itself_is_no_registration_yet() -> None:
    with scripted(SystemRegister=UNKNOWN) as (switch, find):
        switch.greet(ED4.message("SystemStatus", ED4.element("systemStatus", "normal")))
        found = find()
        assert found.watched
        assert found.dialect == Dialect(edition="ed4")
        assert "SystemStatusResponse" in switch.history


def test_who_refuses_monitors_may_want_a_registration_first() -> None:
    with scripted() as (switch, find):
        watch = switch.answers["MonitorStart"]
        assert callable(watch)

        def start(request: Element) -> str | None:
            return watch(request) if "SystemRegister" in switch.history else REFUSED

        switch.answers["MonitorStart"] = start
        found = find()
        assert found.watched
        assert found.dialect == Dialect(StartMode.SYSTEM_REGISTER, "ed4")


@pytest.mark.parametrize(
    ("greeting", "error"),
    [(b"SSH-2.0-OpenSSH\r\n", NotCsta), (frame(1, "no XML"), NotCsta)],
)
def test_somebody_else_is_told_apart(greeting: bytes, error: type[Exception]) -> None:
    with scripted() as (switch, find):
        switch.greeting = greeting
        with pytest.raises(error):
            find()


def test_where_nothing_listens_nothing_is_found_out() -> None:
    with scripted_world(ED4) as world:
        world.network.weather.reachable = False
        connect = world.network.connector(world.switch.connection)
        with pytest.raises(CannotConnect):
            world.loop.run(find_dialect(connect, "725"))


def test_credentials_that_no_message_can_carry_are_wrong_ones() -> None:
    with street(switch()) as place:
        with pytest.raises(AuthenticationRefused) as caught:
            place.find(username="demo.local", password="s3cret\x07")
        assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("edition", each) for each in ("ed2", "ed7", "", "4")),
        *(("login_fields", each) for each in ("", "name", "a b/c", "1/2", "x/y/z")),
        *(("device_form", each) for each in ("", "725", "NUMBERNUMBER", "NUMBER\n")),
    ],
)
def test_what_nobody_can_mean_is_no_dialect(field: str, value: str) -> None:
    wrong: dict[str, Any] = {field: value}
    with pytest.raises(ValueError, match=field):
        replace(Dialect(), **wrong)


@pytest.mark.parametrize("form", ["{0}NUMBER{x}", "NUMBER%s", "<NUMBER>&"])
def test_any_letters_stand_around_a_number(form: str) -> None:
    messages = Messages(Dialect(device_form=form).profile)
    assert messages.device_id("700").text == form.replace("NUMBER", "700")
