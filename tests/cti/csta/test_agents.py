"""Agents who take the calls of queues, and the queues (ECMA-269, 22.1.5, 22.1.15, 22.2, 17.2.15)."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.capability import Capability
from custom_components.telephony.cti.errors import NotSupported, RequestRefused
from custom_components.telephony.cti.model import AgentState, DialedNumber
from simulator.calls import AgentState as Truth

from .dress import ELTEX, REFERENCE
from .exchange_world import LINES, OUTSIDE, ExchangeWorld, exchange_world
from .scripted_world import ScriptedWorld
from .telling import FAR, LINE, dials, far_answers, far_rings, queues, rings, see

MAKERS = ["eltex_ecss10", "avaya_aes", "openscape_voice", "mivoice_office_400"]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[ExchangeWorld]:
    """Return an exchange where an agent works at 702, and a queue that is watched as well."""
    maker = getattr(request, "param", "eltex_ecss10")
    watched = (*LINES, "790")
    with exchange_world(watched, profile=maker, tells_queues=True) as made:
        made.exchange.line("702").agent = Truth.NULL
        made.exchange.line("702").agent_id = "4711"
        made.exchange.agents.log_on("702")
        made.settle()
        yield made


EVERY_MAKER = pytest.mark.parametrize("world", MAKERS, indirect=True)


def state(world: ExchangeWorld) -> AgentState | None:
    """Return what is shown of the agent."""
    return world.line("702").agent_state


@EVERY_MAKER
def test_an_agent_is_shown_and_set(world: ExchangeWorld) -> None:
    assert state(world) is AgentState.NOT_READY
    world.exchange.agents.set_state("702", Truth.READY)
    world.settle()
    assert state(world) is AgentState.READY
    for wanted, truth in (
        (AgentState.AFTER_CALL, Truth.WORKING_AFTER_CALL),
        (AgentState.NOT_READY, Truth.NOT_READY),
        (AgentState.LOGGED_OFF, Truth.NULL),
        (AgentState.READY, Truth.READY),
    ):
        world.run(world.client.set_agent_state("702", wanted))
        assert world.exchange.line("702").agent is truth
        assert state(world) is wanted


@EVERY_MAKER
def test_who_talks_is_busy_and_what_is_wanted_meanwhile_comes_then(
    world: ExchangeWorld,
) -> None:
    world.run(world.client.set_agent_state("702", AgentState.READY))
    world.talk(OUTSIDE, "702")
    assert state(world) is AgentState.BUSY
    world.run(world.client.set_agent_state("702", AgentState.NOT_READY))
    assert state(world) is AgentState.BUSY
    world.drop("702")
    assert state(world) is AgentState.NOT_READY


def test_nobody_can_be_made_busy(world: ExchangeWorld) -> None:
    with pytest.raises(NotSupported):
        world.run(world.client.set_agent_state("702", AgentState.BUSY))


def test_a_line_without_an_agent_shows_none(world: ExchangeWorld) -> None:
    assert world.line("700").agent_state is None
    with pytest.raises(RequestRefused):
        world.run(world.client.set_agent_state("700", AgentState.READY))
    assert world.line("700").agent_state is None


def test_an_agent_who_worked_before_we_came_is_found() -> None:
    with exchange_world(("700",)) as world:
        world.exchange.line("701").agent = Truth.READY
        world.exchange.line("701").agent_id = "7"
        world.client.add_line("701")
        world.settle()
        assert world.line("701").agent_state is AgentState.READY
        assert world.line("701").agent_id == "7"


def test_a_phone_system_without_agents_shows_none_and_is_asked_once() -> None:
    services = frozenset({"GetAgentState", "SetAgentState"})
    with exchange_world(unsupported_services=services) as world:
        asked = [name for name, _ in world.front_end.requests]
        assert asked.count("GetAgentState") == 1
        assert {world.line(each).agent_state for each in LINES} == {None}
        with pytest.raises(NotSupported):
            world.run(world.client.set_agent_state("700", AgentState.READY))
        assert Capability.SET_AGENT_STATE not in world.client.capabilities


# Queues


def test_a_queue_shows_who_waits_and_each_caller_the_place(
    world: ExchangeWorld,
) -> None:
    """The agent isn't ready, and the other member talks."""
    world.exchange.features.set_do_not_disturb("703", enabled=True)
    calls = [world.dial(caller, "790") for caller in ("700", "701", OUTSIDE)]
    queue = world.line("790")
    assert queue.is_queue
    assert [call.queued for call in queue.calls] == [True, True, True]
    places = [(call.queue_position, call.queue_length) for call in queue.calls]
    assert places == [(1, 1), (2, 2), (3, 3)]
    assert world.call("701").queued
    assert world.call("701").queue_position == 2
    world.run(world.client.set_agent_state("702", AgentState.READY))
    assert len(queue.calls) == 2
    assert world.call("700").queued is False
    assert world.call("701").queued
    world.exchange.clear_call(calls[2])
    world.settle()
    assert len(queue.calls) == 1


def test_no_line_is_a_queue_that_only_waits_in_one(world: ExchangeWorld) -> None:
    world.exchange.features.set_do_not_disturb("703", enabled=True)
    world.run(world.client.make_call("700", DialedNumber("790")))
    world.lift("700")
    assert world.line("700").is_queue is None


@pytest.mark.parametrize("told", ["-1", "many", "", "9999999"])
def test_a_place_that_can_be_none_is_unknown(told: str) -> None:
    number = ELTEX.element("callsInFront", told)
    event = queues(FAR, called=FAR).replace("<cause>", f"{number}<cause>", 1)
    seen = see(dials(), event)
    call = seen.events[-1].call
    assert call.queued
    assert call.queue_position is None


@pytest.mark.parametrize("reached", [far_rings(FAR), far_answers(FAR)])
def test_who_is_reached_waits_no_longer(reached: str) -> None:
    seen = see(dials("790"), queues("790", called="790"), reached)
    assert seen.events[-1].call.queued is False


# Groups of one agent


def agent(name: str, *, group: str | None = None, agent_id: str | None = None) -> str:
    """Return an event of line 725's agent."""
    return ELTEX.message(
        f"Agent{name}Event",
        ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
        ELTEX.device("agentDevice", LINE),
        *([] if agent_id is None else [ELTEX.element("agentID", agent_id)]),
        *([] if group is None else [ELTEX.element("acdGroup", group)]),
    )


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        ([agent("LoggedOn")], AgentState.NOT_READY),
        ([agent("Ready"), agent("LoggedOn")], AgentState.READY),
        ([agent("Ready", group="1"), agent("LoggedOff", group="2")], AgentState.READY),
        (
            [agent("Ready", group="1"), agent("LoggedOff", group="1")],
            AgentState.LOGGED_OFF,
        ),
        ([agent("Ready", group="1"), agent("LoggedOff")], AgentState.LOGGED_OFF),
        (
            [agent("Ready", group="1"), agent("NotReady", group="2")],
            AgentState.NOT_READY,
        ),
        ([agent("WorkingAfterCall", agent_id="7")], AgentState.AFTER_CALL),
    ],
)
def test_who_left_one_group_works_for_the_others(
    events: list[str], shown: AgentState
) -> None:
    def look(world: ScriptedWorld) -> None:
        assert world.client.line(LINE).agent_state is shown

    see(*events, look)


def test_agents_of_thousands_of_groups_are_not_kept() -> None:
    def look(world: ScriptedWorld) -> None:
        assert len(world.client.line(LINE).agent_groups) <= 32

    see(*(agent("Ready", group=str(number)) for number in range(100)), look)


def test_an_agent_does_not_change_what_a_call_is() -> None:
    seen = see(rings(), agent("Busy"))
    assert seen.types == ["incoming"]
