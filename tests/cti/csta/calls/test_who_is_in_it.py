"""Who is in a call: members and listeners, transfers without a list, hold at the far end, a mere tone."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    Call,
    CallEventType as Type,
    CallState,
    DialedNumber,
    Outcome,
)

from ..dress import ELTEX
from ..scripted_world import ScriptedWorld, scripted_world

LINE = "725"


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    with scripted_world() as world:
        world.start(LINE)
        yield world


def _call(world: ScriptedWorld) -> Call:
    (call,) = world.client.line(LINE).calls
    return call


def _members(world: ScriptedWorld) -> set[tuple[str | None, str]]:
    return {(each.party.number, each.role) for each in _call(world).members or ()}


def _talk(world: ScriptedWorld) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
    world.tell(ELTEX.established(LINE, LINE, "722", LINE))


def _listed(name: str, acting: str, added: str, *members: str) -> str:
    return ELTEX.joined(
        name, LINE, acting, added, ("c1",), "c1", dict.fromkeys(members, "c1")
    )


def _silent(xml: str, where: str) -> str:
    """Let who comes in only listen: said of the event, of the list's item, or by the cause."""
    kind = ELTEX.element("participationType", "silent")
    if where == "cause":
        return xml.replace(">normal<", ">silentParticipation<")
    if where == "event":
        return xml.replace("<cause>", f"{kind}<cause>")
    head, mark, tail = xml.rpartition("</connectionListItem>")
    return f"{head}{kind}{mark}{tail}"


def _about(name: str, tag: str, who_tag: str, who: str, own: str | None = None) -> str:
    xml = ELTEX.event(
        name, LINE, ELTEX.connection(tag, who, "c1"), ELTEX.device(who_tag, who)
    )
    info = ELTEX.element("localConnectionInfo", own) if own else ""
    return xml.replace("<cause>", f"{info}<cause>")


@pytest.mark.parametrize("where", ["cause", "event", "item"])
def test_who_listens_is_a_member_and_nobodys_party(
    world: ScriptedWorld, where: str
) -> None:
    _talk(world)
    listens = _silent(_listed("Conferenced", "799", "799", LINE, "722", "799"), where)
    world.tell(listens)
    assert _members(world) == {("722", "active"), ("799", "silent")}
    assert _call(world).party.number == "722"
    world.tell(ELTEX.cleared(LINE, "799"))
    assert _members(world) == set()
    assert (_call(world).party.number, _call(world).state) == (
        "722",
        CallState.CONNECTED,
    )


def test_the_last_real_party_stays_when_only_a_listener_remains(
    world: ScriptedWorld,
) -> None:
    _talk(world)
    alone = ELTEX.snapshot((LINE, "c1", ("connected",)))
    world.switch.answers["SnapshotDevice"] = alone
    there = ELTEX.snapshot_call("c1", {LINE: "connected", "799": "connected"})
    world.switch.answers["SnapshotCall"] = there
    world.tell(
        _silent(_listed("Conferenced", "799", "799", LINE, "722", "799"), "item")
    )
    cleared = ELTEX.cleared(LINE, "722").replace(
        "<cause>", ELTEX.element("localConnectionInfo", "connected") + "<cause>"
    )
    world.tell(cleared)
    world.settle(2)
    assert _call(world).party.number == "722"
    assert _call(world).state is not CallState.CONNECTED
    assert not world.client.line(LINE).in_call


def test_a_supervisor_whom_a_list_names_is_not_idle(world: ScriptedWorld) -> None:
    world.tell(_listed("Conferenced", LINE, LINE, "701", "702", LINE))
    assert _call(world).state is CallState.CONNECTED
    assert _members(world) == {("701", "active"), ("702", "active")}
    world.tell(ELTEX.cleared(LINE, LINE))
    assert world.heard.types() == [Type.CONFERENCED, Type.ENDED]


@pytest.mark.parametrize("added", ["701", None])
def test_a_transfer_without_a_list_never_shows_who_has_left(
    world: ScriptedWorld, added: str | None
) -> None:
    _talk(world)
    asked = world.switch.history.count("SnapshotDevice")
    bare = ELTEX.event(
        "Transfered",
        LINE,
        ELTEX.connection("primaryOldCall", "722", "c1"),
        ELTEX.device("transferringDevice", "722"),
        ELTEX.device("transferredToDevice", added),
    )
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
        (LINE, "c1", ("connected", "connected"))
    )
    world.tell(bare)
    assert _call(world).party.number == added
    assert (world.switch.history.count("SnapshotDevice") > asked) is (added is None)


def test_a_conference_without_a_list_keeps_who_was_there(world: ScriptedWorld) -> None:
    _talk(world)
    bare = ELTEX.event(
        "Conferenced",
        LINE,
        ELTEX.connection("primaryOldCall", "722", "c1"),
        ELTEX.device("conferencingDevice", "722"),
        ELTEX.device("addedParty", "701"),
    )
    world.tell(bare)
    assert _members(world) == {("722", "active"), ("701", "active")}
    event = world.heard.events[-1]
    assert event.type is Type.CONFERENCED
    assert len(event.call.members or ()) == 2


def test_the_far_end_puts_us_on_hold(world: ScriptedWorld) -> None:
    _talk(world)
    world.tell(_about("Held", "heldConnection", "holdingDevice", "722"))
    assert (_call(world).held_by_far_end, _call(world).state) == (
        True,
        CallState.CONNECTED,
    )
    world.tell(_about("Retrieved", "retrievedConnection", "retrievingDevice", "722"))
    assert _call(world).held_by_far_end is False
    assert world.heard.types() == [Type.INCOMING, Type.ANSWERED]


@pytest.mark.parametrize("same_id", [True, False])
def test_a_lifted_phone_becomes_the_call_that_it_picks_up(
    world: ScriptedWorld, same_id: bool
) -> None:
    picked = "c1" if same_id else "c2"
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
        (LINE, picked, ("connected", "connected"))
    )
    world.tell(ELTEX.originated(LINE, LINE, None))
    world.tell(ELTEX.established(LINE, LINE, "722", "701", picked, cause="callPickup"))
    assert (_call(world).state, _call(world).party.number) == (
        CallState.CONNECTED,
        "722",
    )
    if not same_id:
        world.tell(ELTEX.cleared(LINE, LINE, None, "c1"))
        assert _call(world).state is CallState.CONNECTED
    world.tell(ELTEX.cleared(LINE, LINE, None, picked))
    assert world.heard.types() == [Type.INCOMING, Type.ANSWERED, Type.ENDED]
    assert world.heard.events[-1].outcome is Outcome.ANSWERED


@pytest.mark.parametrize("told", ["own state", "blocked", "callID only", "nothing"])
def test_a_talk_is_over_when_only_a_tone_is_left(
    world: ScriptedWorld, told: str
) -> None:
    _talk(world)
    world.settle(30)
    alone = ELTEX.snapshot((LINE, "c1", ("connected",)))
    world.switch.answers["SnapshotDevice"] = alone
    there = ELTEX.snapshot_call("c1", {LINE: "connected"})
    world.switch.answers["SnapshotCall"] = there
    cleared = ELTEX.cleared(LINE, "722")
    if told == "own state":
        info = ELTEX.element("localConnectionInfo", "fail")
        cleared = cleared.replace("<cause>", f"{info}<cause>")
    world.tell(cleared)
    if told in ("blocked", "callID only"):
        failed = LINE if told == "blocked" else None
        world.tell(
            ELTEX.event(
                "Failed",
                LINE,
                ELTEX.connection("failedConnection", failed, "c1"),
                ELTEX.device("failingDevice", failed),
                cause="blocked",
            )
        )
    elif told == "nothing":
        world.settle(5)
    assert _call(world).state is CallState.DIALING
    assert not world.client.line(LINE).in_call
    world.settle(60)
    world.tell(ELTEX.cleared(LINE, LINE))
    ended = world.heard.events[-1]
    assert (ended.type, ended.outcome) == (Type.ENDED, Outcome.ANSWERED)
    assert ended.talk_seconds is not None
    assert 30 <= ended.talk_seconds <= 32


@pytest.mark.parametrize("told", ["Transfered", "transfer", "singleStepTransfer"])
def test_our_own_transfer_is_told_once(world: ScriptedWorld, told: str) -> None:
    _talk(world)
    if told == "Transfered":
        world.tell(_listed("Transfered", LINE, "701", "722", "701"))
    world.tell(ELTEX.cleared(LINE, LINE, cause=told))
    assert world.heard.types() == [
        Type.INCOMING, Type.ANSWERED, Type.TRANSFERRED, Type.ENDED,
    ]  # fmt: skip


def test_a_transfer_that_we_asked_for_needs_no_cause(world: ScriptedWorld) -> None:
    world.switch.answers["SingleStepTransferCall"] = ELTEX.message(
        "SingleStepTransferCallResponse",
        ELTEX.element("transferredCall", ELTEX.element("callID", "c1")),
    )
    _talk(world)
    world.run(world.client.transfer(LINE, _call(world).call_id, DialedNumber("701")))
    world.tell(ELTEX.cleared(LINE, LINE))
    assert world.heard.types()[-2:] == [Type.TRANSFERRED, Type.ENDED]


def test_a_call_that_is_quiet_for_ten_minutes_is_looked_at(
    world: ScriptedWorld,
) -> None:
    """Its end may have been lost without a word; one snapshot tells."""
    _talk(world)
    asked = world.switch.history.count("SnapshotDevice")
    world.settle(595)
    assert world.switch.history.count("SnapshotDevice") == asked
    world.settle(70)
    assert world.switch.history.count("SnapshotDevice") == asked + 1
    assert not world.client.line(LINE).calls


def test_a_call_that_is_only_offered_is_looked_at_as_well(world: ScriptedWorld) -> None:
    """It is hidden until it rings, which may have been lost."""
    world.tell(
        ELTEX.event(
            "Offered",
            LINE,
            ELTEX.connection("offeredConnection", LINE, "c1"),
            ELTEX.device("offeredDevice", LINE),
            ELTEX.device("callingDevice", "722"),
            ELTEX.device("calledDevice", LINE),
        )
    )
    assert not world.client.line(LINE).calls
    asked = world.switch.history.count("SnapshotDevice")
    world.settle(665)
    assert world.switch.history.count("SnapshotDevice") == asked + 1


def test_a_phone_goes_out_of_service_and_comes_back(world: ScriptedWorld) -> None:
    for event, in_service in (("OutOfService", False), ("BackInService", True)):
        world.tell(ELTEX.event(event, LINE, ELTEX.device("device", LINE)))
        assert world.client.line(LINE).in_service is in_service


def test_somebody_who_cannot_be_added_ends_no_talk(world: ScriptedWorld) -> None:
    _talk(world)
    world.tell(
        ELTEX.event(
            "Failed",
            LINE,
            ELTEX.connection("failedConnection", "703", "c1"),
            ELTEX.device("failingDevice", "703"),
            cause="busy",
        )
    )
    assert _call(world).state is CallState.CONNECTED
