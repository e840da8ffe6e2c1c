"""Whole stories against the simulated server, in every reading of its document."""

from collections.abc import Callable, Coroutine
import itertools
from typing import Any

import pytest

from custom_components.telephony.cti.errors import (
    CallNotFound,
    NotConnected,
    NotSupported,
    OutcomeUnknown,
    RequestRefused,
    StateIncompatible,
)
from custom_components.telephony.cti.model import (
    CallState,
    Credentials,
    DialedNumber,
    Direction,
    Outcome,
    Presentation,
    Registration,
)
from simulator.telestra import CallItems

from .conftest import MakeWorld
from .virtual import ACCOUNTS, GOOD, OUTSIDE, Client, VirtualWorld

READINGS = [
    {"call_items": form, "ids_per_account": per_account, "answered_names_other": other}
    for form, per_account, other in itertools.product(
        CallItems, (False, True), (False, True)
    )
]


def reading_name(options: dict[str, object]) -> str:
    ids = "ids by account" if options["ids_per_account"] else "ids by server"
    names = "other named" if options["answered_names_other"] else "own named"
    return f"{options['call_items']}, {ids}, {names}"


@pytest.fixture(params=READINGS, ids=reading_name)
def world(request: pytest.FixtureRequest, make_world: MakeWorld) -> VirtualWorld:
    return make_world(**request.param)


@pytest.fixture
def telling(make_world: MakeWorld) -> VirtualWorld:
    """Return a world whose server tells the states of calls."""
    return make_world(call_items=CallItems.OBJECTS)


# Calls, in every reading


def test_an_outgoing_call_is_dialled_answered_and_hung_up(world: VirtualWorld) -> None:
    client = world.client()
    call_id = client.do(client.switch.make_call("hall", DialedNumber(OUTSIDE)))
    assert client.states() == ["dialing"]
    world.wait(10)
    assert client.line().call(call_id).state is CallState.CONNECTED
    client.do(client.switch.hangup("hall", call_id))
    assert client.types() == ["outgoing", "answered", "ended"]
    assert client.outcome() is Outcome.ANSWERED


def test_an_incoming_call_is_answered(world: VirtualWorld) -> None:
    client = world.client()
    call = world.ring("hall")
    assert client.call().party.number == OUTSIDE
    client.do(client.switch.answer("hall", client.call().call_id))
    assert client.states() == ["connected"]
    world.hang_up(OUTSIDE, call)
    assert client.types() == ["incoming", "answered", "ended"]
    assert client.outcome() is Outcome.ANSWERED


def test_a_call_that_nobody_answers_is_missed(world: VirtualWorld) -> None:
    client = world.client()
    call = world.ring("hall")
    world.hang_up(OUTSIDE, call)
    world.wait(1)
    assert client.types() == ["incoming", "missed", "ended"]


def test_a_call_that_we_refuse_is_rejected_not_missed(world: VirtualWorld) -> None:
    client = world.client()
    world.ring("hall")
    client.do(client.switch.hangup("hall", client.call().call_id))
    assert client.types() == ["incoming", "ended"]
    assert client.outcome() is Outcome.REJECTED


def test_a_call_that_we_give_up_was_not_answered(world: VirtualWorld) -> None:
    client = world.client()
    call_id = client.do(client.switch.make_call("hall", DialedNumber(OUTSIDE)))
    client.do(client.switch.hangup("hall", call_id))
    assert client.types() == ["outgoing", "ended"]
    assert client.outcome() is Outcome.UNANSWERED


def test_two_accounts_that_call_each_other_both_show_the_call(
    world: VirtualWorld,
) -> None:
    client = world.client()
    client.do(client.switch.make_call("hall", DialedNumber(ACCOUNTS["kitchen"])))
    assert client.states("kitchen") == ["ringing"]
    client.do(client.switch.answer("kitchen", client.call("kitchen").call_id))
    world.wait(3)
    assert client.states("hall") == client.states("kitchen") == ["connected"]
    client.do(client.switch.hangup("kitchen", client.call("kitchen").call_id))
    world.wait(3)
    assert client.states("hall") == client.states("kitchen") == []
    assert client.outcome("hall") is client.outcome("kitchen") is Outcome.ANSWERED


def test_a_second_call_does_not_hide_the_first_and_switching_swaps_them(
    world: VirtualWorld,
) -> None:
    client = world.client()
    world.ring("hall", OUTSIDE)
    first = client.call().call_id
    client.do(client.switch.answer("hall", first))
    world.ring("hall", "+4930777")
    assert client.states() == ["connected", "ringing"]
    second = client.line().calls[1].call_id
    client.do(client.switch.answer("hall", second))
    assert client.states() == ["held", "connected"]
    client.do(client.switch.switch_call("hall", first))
    assert client.states() == ["connected", "held"]
    client.do(client.switch.retrieve("hall", second))
    assert client.states() == ["held", "connected"]
    client.do(client.switch.hangup("hall", second))
    assert client.states() == ["held"]
    client.do(client.switch.switch_call("hall", first))
    assert client.states() == ["connected"]


def test_unrelated_calls_with_the_same_id_do_not_touch_each_other(
    world: VirtualWorld,
) -> None:
    client = world.client()
    for account, caller in (("hall", OUTSIDE), ("kitchen", "+4930777")):
        world.ring(account, caller)
    client.do(client.switch.answer("hall", client.call("hall").call_id))
    assert client.states("hall") == ["connected"]
    assert client.states("kitchen") == ["ringing"]
    client.do(client.switch.hangup("hall", client.call("hall").call_id))
    assert client.states("hall") == []
    assert client.states("kitchen") == ["ringing"]


def test_two_clients_end_with_the_same_picture(world: VirtualWorld) -> None:
    first, second = world.client(), world.client()
    world.ring("hall")
    first.do(first.switch.answer("hall", first.call().call_id))
    second.do(second.switch.make_call("kitchen", DialedNumber(OUTSIDE)))
    world.wait(10)
    world.ring("attic", "+4930777")
    assert first.picture()["hall"] == [("connected", "incoming", OUTSIDE)]
    assert second.picture() == first.picture() or not tells_numbers(world)
    assert second.states("kitchen") == first.states("kitchen") == ["connected"]
    first.do(first.switch.hangup("attic", first.call("attic").call_id))
    second.do(second.switch.hangup("hall", second.call("hall").call_id))
    first.do(first.switch.hangup("kitchen", first.call("kitchen").call_id))
    world.wait(10)
    assert first.picture() == second.picture() == {name: [] for name in ACCOUNTS}
    assert first.outcome("attic") is Outcome.REJECTED
    assert second.outcome("attic") is Outcome.MISSED


def tells_numbers(world: VirtualWorld) -> bool:
    """Tell whether statuses name the far end of another client's call."""
    return world.options.call_items is CallItems.OBJECTS


# What only some servers tell


def test_another_clients_call_is_followed_though_its_return_is_not_seen(
    make_world: MakeWorld,
) -> None:
    world = make_world(call_items=CallItems.OBJECTS, call_return_broadcast=False)
    ours, other = world.client(), world.client()
    other.do(other.switch.make_call("hall", DialedNumber(OUTSIDE)))
    world.wait(40)
    assert ours.picture() == other.picture()
    assert ours.types() == ["outgoing", "answered"]
    assert ours.call().party.number == OUTSIDE


def test_answers_that_every_client_hears_end_only_the_right_commands(
    make_world: MakeWorld,
) -> None:
    world = make_world(
        call_items=CallItems.OBJECTS, replies_broadcast=True, answer_delay=0.2
    )
    first, second = world.client(), world.client()
    first.do(first.switch.make_call("hall", DialedNumber(OUTSIDE)))
    world.wait(10)
    world.ring("hall", "+4930777")
    old, new = (call.call_id for call in first.line().calls)
    first.do(first.switch.answer("hall", new))
    switching = first.begin(first.switch.switch_call("hall", old))
    second.do(second.switch.logout("kitchen"))
    first.do(switching)
    assert first.line().call(old).state is CallState.CONNECTED
    wrong = second.begin(second.switch.login("kitchen", Credentials("42", "no", "no")))
    first.do(first.switch.hangup("hall", new))
    with pytest.raises(RequestRefused):
        second.do(wrong)
    world.wait(40)
    assert first.picture() == second.picture()
    assert first.line("kitchen").registration is Registration.TIMED_OUT


def test_a_switch_by_another_client_is_seen(telling: VirtualWorld) -> None:
    ours, other = telling.client(), telling.client()
    for caller in (OUTSIDE, "+4930777"):
        telling.ring("hall", caller)
        ringing = other.line().calls[-1].call_id
        other.do(other.switch.answer("hall", ringing))
    other.do(other.switch.switch_call("hall", other.line().calls[0].call_id))
    telling.wait(5)
    assert ours.states() == other.states() == ["connected", "held"]
    assert ours.types()[-2:] == ["held", "retrieved"]


def test_a_suppressed_caller_stays_anonymous(telling: VirtualWorld) -> None:
    client = telling.client()
    telling.exchange.dial(OUTSIDE, ACCOUNTS["hall"], restricted=True)
    telling.wait(25)
    party = client.call().party
    assert party.number is None
    assert party.presentation is Presentation.RESTRICTED


@pytest.mark.parametrize("caller", [None, "anonymous"])
def test_a_caller_that_is_null_or_missing_still_rings(
    make_world: MakeWorld, caller: str | None
) -> None:
    world = make_world(suppressed_caller=caller, null_names=True)
    client = world.client()
    world.exchange.dial(OUTSIDE, ACCOUNTS["hall"], restricted=True)
    world.wait(1)
    assert client.states() == ["ringing"]
    assert client.types() == ["incoming"]


def test_a_name_is_kept(telling: VirtualWorld) -> None:
    client = telling.client()
    telling.exchange.dial(OUTSIDE, ACCOUNTS["hall"], name="Zoë Åberg")
    telling.wait(25)
    assert client.call().party.name == "Zoë Åberg"


def test_a_call_that_the_far_end_moves_on_names_the_new_party_and_keeps_what_was_dialled(
    telling: VirtualWorld,
) -> None:
    client = telling.client("hall")
    client.do(client.switch.make_call("hall", DialedNumber("42")))
    (leg,) = telling.exchange.calls_of("42")
    telling.exchange.answer("42", leg.call.id)
    telling.exchange.single_step_transfer("42", leg.call.id, OUTSIDE)
    telling.wait(35)
    call = client.call()
    assert (call.party.number, call.called_number) == (OUTSIDE, "42")
    assert call.direction is Direction.OUTGOING


# Registration


def test_a_login_ends_when_the_account_is_registered(telling: VirtualWorld) -> None:
    telling.server.set_status("hall", 0)
    client = telling.client()
    assert client.line().registration is Registration.LOGGED_OUT
    before = telling.loop.time()
    client.do(client.switch.login("hall", GOOD))
    assert client.line().registration is Registration.REGISTERED
    assert telling.loop.time() - before < 2


@pytest.mark.parametrize("at_start", [True, False])
def test_a_login_with_a_wrong_password_fails_with_the_servers_words(
    make_world: MakeWorld, *, at_start: bool
) -> None:
    world = make_world(registered_at_start=at_start)
    client = world.client()
    wrong = Credentials("41", "not this", "127.0.0.1")
    with pytest.raises(RequestRefused, match="Failed to log in") as refusal:
        client.do(client.switch.login("hall", wrong))
    assert "not this" not in repr(refusal.value)
    world.wait(1)
    assert client.line().registration is Registration.UNAUTHORISED
    assert client.line().sip_code == 401


def test_a_login_whose_failure_is_only_seen_in_the_status_fails_too(
    make_world: MakeWorld,
) -> None:
    world = make_world(registered_at_start=False, lost_replies=frozenset({""}))
    client = world.client()
    wrong = Credentials("41", "not this", "127.0.0.1")
    with pytest.raises(RequestRefused, match="SIP 401"):
        client.do(client.switch.login("hall", wrong))


def test_a_login_to_a_sip_server_that_is_away_times_out_as_sip_says(
    telling: VirtualWorld,
) -> None:
    client = telling.client()
    telling.server.set_sip_server(reachable=False)
    with pytest.raises(RequestRefused):
        client.do(client.switch.login("hall", GOOD))
    telling.wait(1)
    assert client.line().registration is Registration.TIMED_OUT


def test_a_logout_ends_when_the_account_is_logged_out(telling: VirtualWorld) -> None:
    client = telling.client()
    client.do(client.switch.logout("hall"))
    assert client.line().registration is Registration.LOGGED_OUT
    assert client.line("kitchen").registration is Registration.REGISTERED


def test_a_registration_that_is_lost_by_itself_is_seen_within_a_round(
    telling: VirtualWorld,
) -> None:
    client = telling.client()
    telling.server.set_sip_server(reachable=False)
    telling.wait(31)
    assert {line.registration for line in client.switch.lines.values()} == {
        Registration.TIMED_OUT
    }


# Refusals


def test_a_call_from_an_account_that_is_not_registered_is_refused(
    telling: VirtualWorld,
) -> None:
    client = telling.client()
    client.do(client.switch.logout("hall"))
    with pytest.raises(RequestRefused, match="not registered"):
        client.do(client.switch.make_call("hall", DialedNumber(OUTSIDE)))
    assert client.line().calls == ()


def test_an_account_that_the_server_does_not_know_spares_the_others(
    telling: VirtualWorld,
) -> None:
    client = telling.client("hall", "cellar")
    cellar = client.line("cellar")
    assert not cellar.available
    assert isinstance(cellar.problem, RequestRefused)
    assert client.line("hall").available
    with pytest.raises(NotConnected):
        client.do(client.switch.make_call("cellar", DialedNumber(OUTSIDE)))


def test_what_was_wrong_with_an_account_is_not_known_without_a_link(
    telling: VirtualWorld,
) -> None:
    client = telling.client("hall", "cellar")
    assert client.line("cellar").problem
    client.do(client.switch.stop())
    assert client.line("cellar").problem is None


def test_an_account_that_becomes_known_is_used(telling: VirtualWorld) -> None:
    client = telling.client("hall", "cellar")
    telling.server.accounts["cellar"] = telling.server.accounts.pop("attic")
    telling.server.accounts["cellar"].name = "cellar"
    telling.wait(60)
    assert client.line("cellar").available
    assert client.line("cellar").problem is None


def test_an_account_that_is_removed_becomes_unavailable(telling: VirtualWorld) -> None:
    client = telling.client()
    del telling.server.accounts["attic"]
    telling.wait(60)
    assert not client.line("attic").available
    assert client.line("hall").available


def test_a_call_that_is_over_cannot_be_hung_up(telling: VirtualWorld) -> None:
    client = telling.client()
    call = telling.ring("hall")
    call_id = client.call().call_id
    telling.hang_up(OUTSIDE, call)
    with pytest.raises(CallNotFound):
        client.do(client.switch.hangup("hall", call_id))


def test_a_call_that_does_not_ring_cannot_be_answered(telling: VirtualWorld) -> None:
    client = telling.client()
    call_id = client.do(client.switch.make_call("hall", DialedNumber(OUTSIDE)))
    with pytest.raises(StateIncompatible):
        client.do(client.switch.answer("hall", call_id))
    with pytest.raises(StateIncompatible):
        client.do(client.switch.switch_call("hall", call_id))


def test_hold_alone_is_not_something_that_the_api_has(telling: VirtualWorld) -> None:
    client = telling.client()
    telling.ring("hall")
    with pytest.raises(NotSupported):
        client.do(client.switch.hold("hall", client.call().call_id))


# Answers that do not come


def test_a_make_call_whose_return_is_lost_is_not_repeated(
    make_world: MakeWorld,
) -> None:
    world = make_world(
        call_items=CallItems.OBJECTS, lost_replies=frozenset({"make-call"})
    )
    client = world.client()
    with pytest.raises(OutcomeUnknown):
        client.do(client.switch.make_call("hall", DialedNumber(OUTSIDE)))
    made = [each for each in world.server.requests if each["cmd"] == "make-call"]
    assert len(made) == 1
    world.wait(5)
    assert client.call().party.number == OUTSIDE
    assert client.call().direction is Direction.OUTGOING


@pytest.mark.parametrize("service", ["answer-call", "hangup-call"])
def test_a_broadcast_that_is_lost_is_made_up_for_by_a_status(
    make_world: MakeWorld, service: str
) -> None:
    world = make_world(call_items=CallItems.OBJECTS, lost_replies=frozenset({service}))
    client = world.client()
    world.ring("hall")
    act = client.switch.answer if service == "answer-call" else client.switch.hangup
    client.do(act("hall", client.call().call_id))
    assert client.states() == (["connected"] if service == "answer-call" else [])


@pytest.mark.parametrize("service", ["switch-call", "hangup-call", "answer-call"])
def test_a_command_that_is_not_carried_out_ends_after_a_bound(
    make_world: MakeWorld, service: str
) -> None:
    world = make_world(
        call_items=CallItems.OBJECTS, silent_commands=frozenset({service})
    )
    client = world.client()
    world.ring("hall")
    call_id = client.call().call_id
    if service == "switch-call":
        client.do(client.switch.answer("hall", call_id))
        client.do(client.switch.make_call("hall", DialedNumber("+4930777")))
    before = world.loop.time()
    with pytest.raises(OutcomeUnknown):
        client.do(COMMANDS[service](client, call_id))
    assert 9 < world.loop.time() - before < 12


def test_commands_of_one_account_take_turns_and_others_do_not_wait(
    make_world: MakeWorld,
) -> None:
    world = make_world(silent_commands=frozenset({"logout"}))
    client = world.client()
    logout = client.begin(client.switch.logout("hall"))
    world.wait(0.1)
    waiting = client.begin(client.switch.make_call("hall", DialedNumber(OUTSIDE)))
    client.do(client.switch.make_call("kitchen", DialedNumber(OUTSIDE)))
    assert client.states("kitchen") == ["dialing"]
    assert client.states("hall") == []
    world.wait(10)
    with pytest.raises(OutcomeUnknown):
        client.do(logout)
    assert waiting.result() == client.call("hall").call_id


# Outages


def test_calls_that_ended_during_an_outage_end_as_unknown(world: VirtualWorld) -> None:
    client = world.client()
    call = world.ring("hall")
    world.ring("kitchen", "+4930777")
    kept = client.call("kitchen").call_id
    client.network.weather.reachable = False
    client.cut()
    world.wait(0.1)
    assert not client.line().available
    world.hang_up(OUTSIDE, call)
    client.network.weather.reachable = True
    world.wait(5)
    assert client.line().available
    assert client.states("hall") == []
    assert client.outcome("hall") is Outcome.UNKNOWN
    assert client.call("kitchen").call_id == kept
    assert client.types("kitchen") == ["incoming"]


def test_calls_that_began_during_an_outage_are_there(telling: VirtualWorld) -> None:
    client = telling.client()
    client.network.weather.reachable = False
    client.cut()
    telling.ring("hall")
    client.network.weather.reachable = True
    telling.wait(5)
    assert client.states() == ["ringing"]
    assert client.call().party.number == OUTSIDE


def test_after_a_restart_the_same_id_is_another_call(telling: VirtualWorld) -> None:
    client = telling.client()
    telling.ring("hall")
    old = client.call().call_id
    telling.server.restart()
    telling.ring("hall", "+4930777")
    telling.wait(5)
    assert client.call().call_id != old
    assert client.call().party.number == "+4930777"
    assert client.outcome() is Outcome.UNKNOWN


def test_a_connection_that_dies_silently_is_noticed_within_a_minute(
    world: VirtualWorld,
) -> None:
    client = world.client("hall")
    client.vanish()
    world.wait(60)
    assert [status.connected for status in client.links] == [True, False, True]


type Commands = dict[str, Callable[[Client, str], Coroutine[Any, Any, object]]]

COMMANDS: Commands = {
    "make-call": lambda client, _: client.switch.make_call(
        "hall", DialedNumber(OUTSIDE)
    ),
    "answer-call": lambda client, call: client.switch.answer("hall", call),
    "hangup-call": lambda client, call: client.switch.hangup("hall", call),
    "switch-call": lambda client, call: client.switch.switch_call("hall", call),
    "login": lambda client, _: client.switch.login("hall", GOOD),
    "logout": lambda client, _: client.switch.logout("hall"),
}


@pytest.mark.parametrize("service", COMMANDS)
@pytest.mark.parametrize("reached", [False, True], ids=["before it", "after it"])
def test_a_link_that_is_cut_in_the_middle_of_a_command_ends_it(
    make_world: MakeWorld, service: str, *, reached: bool
) -> None:
    world = make_world(call_items=CallItems.OBJECTS, answer_delay=1.0)
    client = world.client()
    world.ring("hall")
    call_id = client.call().call_id
    if service == "switch-call":
        world.loop.run(client.switch.answer("hall", call_id))
    running = client.begin(COMMANDS[service](client, call_id))
    world.wait(0.5 if reached else 0)
    client.cut()
    world.wait(0.1)
    with pytest.raises((OutcomeUnknown, NotConnected)):
        client.do(running)
    world.wait(40)
    other = world.client()
    assert client.picture() == other.picture()
    made = [each for each in world.server.requests if each["cmd"] == service]
    assert len(made) <= 1


def test_a_command_while_the_link_is_down_is_not_sent(telling: VirtualWorld) -> None:
    client = telling.client()
    client.network.weather.reachable = False
    client.cut()
    telling.wait(0.1)
    with pytest.raises(NotConnected):
        client.do(client.switch.make_call("hall", DialedNumber(OUTSIDE)))


# Lines that come and go


def test_accounts_that_nobody_watches_are_offered(telling: VirtualWorld) -> None:
    client = telling.client("hall")
    telling.ring("kitchen")
    assert list(client.do(client.switch.named_lines())) == ["kitchen"]
    client.switch.add_line("kitchen")
    telling.wait(1)
    assert client.line("kitchen").available
    assert client.states("kitchen") == ["connected"] or client.states("kitchen") == [
        "ringing"
    ]
    assert client.do(client.switch.named_lines()) == {}


def test_a_line_that_is_removed_is_asked_for_no_longer(telling: VirtualWorld) -> None:
    client = telling.client("hall", "kitchen")
    client.switch.remove_line("kitchen")
    telling.wait(1)
    telling.server.requests.clear()
    telling.wait(90)
    assert {each["account"] for each in telling.server.requests} == {"hall"}


def test_the_idle_poll_asks_each_account_once_in_half_a_minute(
    telling: VirtualWorld,
) -> None:
    telling.client()
    telling.server.requests.clear()
    telling.wait(60)
    asked = [str(each["account"]) for each in telling.server.requests]
    assert sorted(asked) == sorted([*ACCOUNTS, *ACCOUNTS])
