"""A letter may be lost, a call never: what XML forbids, and devices in every form."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    Call,
    CallEventType,
    CallState,
    DialedNumber,
    Direction,
    Party,
    Presentation,
)

from .dress import ELTEX
from .scripted_world import ScriptedWorld, scripted_world

HEAD = b'<?xml version="1.0" encoding="%s"?>'
NAMES = {
    "control": (b"Wil\x01ma\x1b Pi\x7fck", "Wilma Pick"),
    "tab": (b"Wilma\t\x0b\x1fPick", "Wilma Pick"),
    "null": (b"Wilma Pick\x00\x00", "Wilma Pick"),
    "reference": (b"Wil&#1;ma&#x1B; Pick&#xFFFE;&#xFFFF;", "Wilma Pick"),
    "half letters": (b"Wilma&#xD83D;&#xDE00; Pick&#56832;", "Wilma Pick"),
    "no such letter": (b"Wilma&#x110000;&#4294967295; Pick&#x;&#;", "Wilma Pick"),
    "not a character": (b"Wilma\xef\xbf\xbe Pick\xef\xbf\xbf", "Wilma Pick"),
    "directions": ("\u202eWilma\u2066 \u200fPick\ufeff".encode(), "Wilma Pick"),
    "lines": ("Wilma\u2028\u2029Pick".encode(), "Wilma Pick"),
    "cut off": ("Wilma Pick 😀".encode()[:-1], "Wilma Pick"),
    "Latin-1": ("Wílma Pïck".encode("latin-1"), "Wílma Pïck"),
    "Cyrillic": ("Фёкла Пик".encode("cp1251"), "Фёкла Пик"),
    "not escaped": (b"Wilma & Pick <3", "Wilma & Pick <3"),
    "end of nothing": (b"Wilma ]]> Pick", "Wilma ]]> Pick"),
    "no entity": (b"Wilma &Pick", "Wilma &Pick"),
    "joiners": ("ویل\u200cما".encode(), "ویل\u200cما"),
    "long": (b"W" * 10_000, "W" * 256),
}


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    with scripted_world() as made:
        made.start("740")
        yield made


def ring(
    world: ScriptedWorld, caller: bytes, *, head: bytes = b"", call_id: str = "d1"
) -> Call:
    """Let somebody call who is written like this; return what shows within the second."""
    event = ELTEX.delivered("740", "740", "CALLER", "740", call_id)
    _, _, body = event.encode().partition(b"\n")
    identifier = ELTEX.leg_form.format("CALLER").encode()
    world.switch.send(head + body.replace(identifier, caller))
    world.settle(1)
    return world.client.line("740").calls[-1]


@pytest.mark.parametrize(("written", "name"), NAMES.values(), ids=list(NAMES))
@pytest.mark.parametrize("head", [b"", HEAD % b"UTF-8"], ids=["bare", "declared"])
def test_a_call_rings_whatever_is_wrong_with_the_callers_name(
    world: ScriptedWorld, head: bytes, written: bytes, name: str
) -> None:
    call = ring(world, b"N&lt;4930555&gt;" + written, head=head)
    assert call.party == Party("4930555", name, Presentation.ALLOWED)
    assert (call.state, call.direction) == (CallState.RINGING, Direction.INCOMING)
    world.tell(ELTEX.established("740", "740", "740", None, "d1"))
    assert world.client.line("740").calls[0].state is CallState.CONNECTED
    world.tell(ELTEX.cleared("740", "740", None, "d1"))
    assert world.heard.types("740")[-1] is CallEventType.ENDED
    assert world.client.status.connected


@pytest.mark.parametrize(("written", "name"), NAMES.values(), ids=list(NAMES))
def test_a_name_is_read_alike_in_a_form_that_has_come_before(
    world: ScriptedWorld, written: bytes, name: str
) -> None:
    for count in ("p1", "p2", "p3"):
        ring(world, b"N&lt;4930555&gt;Wilma", call_id=count)
        world.tell(ELTEX.cleared("740", "740", None, count))
    call = ring(world, b"N&lt;4930555&gt;" + written)
    assert call.party == Party("4930555", name, Presentation.ALLOWED)
    assert (call.state, call.direction) == (CallState.RINGING, Direction.INCOMING)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        (b"utf-16", "utf-8"),
        (b"us-ascii", "utf-8"),
        (b"windows-1251", "utf-8"),
        (b"made-up", "utf-8"),
        (b"UTF-8", "cp1251"),
        (b"us-ascii", "cp1251"),
        (b"windows-1251", "cp1251"),
    ],
)
def test_a_declared_encoding_may_be_wrong(
    world: ScriptedWorld, declared: bytes, encoding: str
) -> None:
    name = "Фёкла\x02 Пик".encode(encoding)
    call = ring(world, b"N&lt;4930555&gt;" + name, head=HEAD % declared)
    assert call.party == Party("4930555", "Фёкла Пик", Presentation.ALLOWED)


def test_calls_in_answers_are_read_as_well(world: ScriptedWorld) -> None:
    """What a snapshot tells, whose members have names with letters that XML forbids."""
    ringing = ELTEX.snapshot(("740", "d1", ("alerting", "connected")))
    members = ELTEX.snapshot_call("d1", {"740": "alerting", "CALLER": "connected"})
    named = members.replace(
        ELTEX.leg_form.format("CALLER"), "N&lt;4930555&gt;Wil&#2;ma"
    )
    world.switch.answers["SnapshotDevice"] = ringing.replace(
        "TEVH#Zm9v#YmFy", "TEVH#\x02#YmFy"
    )
    world.switch.answers["SnapshotCall"] = named
    world.tell(
        ELTEX.message("SystemStatus", ELTEX.element("systemStatus", "messagesLost"))
    )
    world.settle(15)
    (call,) = world.client.line("740").calls
    assert call.state is CallState.RINGING
    assert call.party == Party("4930555", "Wilma", Presentation.ALLOWED)


def test_a_call_that_is_placed_has_its_answer_read(world: ScriptedWorld) -> None:
    world.switch.answers["MakeCall"] = ELTEX.message(
        "MakeCallResponse",
        ELTEX.connection("callingDevice", "740", "d7"),
        "<extensions>\x03\x04</extensions>",
    )
    call_id = world.run(world.client.make_call("740", DialedNumber("4930555")))
    call = world.client.line("740").call(call_id)
    assert (call.state, call.party.number) == (CallState.DIALING, "4930555")


@pytest.mark.parametrize(
    ("caller", "number", "name"),
    [
        (b"4930555:::a#b#c", "4930555", None),
        (b"N&lt;4930555*12&amp;3/7!98;;a=b&gt;Wilma;uid=4", "4930555", "Wilma"),
        (b"N4930555", "4930555", None),
        (b"N4930555*12&amp;3", "4930555", None),
        (b"N&lt;*31#4930555*12&gt;Wilma", "4930555", "Wilma"),
        (b"N&lt;&gt;Wilma", None, "Wilma"),
        (b'"Wilma &lt;110&gt;, \\"W\\"" &lt;sip:4930555@h&gt;;tag=1', "4930555", 'Wilma <110>, "W"'),
        (b'"sip:112@evil" &lt;SIPS:%2B4930555@h;user=phone&gt;', "+4930555", "sip:112@evil"),
        (b"Tel:+49-(30)-555;ext=4", "+4930555", None),
        (b"4930555@pbx.example:5060", "4930555", None),
        (b"*121#4930555", "4930555", None),
        (b"L0#4930555", "4930555", None),
        (b"#31#+4930555", "+4930555", None),
        (b"**610", "**610", None),
        (b"*21*4930555#", "*21*4930555#", None),
        ("\u202a4930555\u202c".encode(), "4930555", None),
    ],
)  # fmt: skip
def test_the_address_is_the_address(
    world: ScriptedWorld, caller: bytes, number: str | None, name: str | None
) -> None:
    party = ring(world, caller).party
    assert (party.number, party.name) == (number, name)


@pytest.mark.parametrize(
    ("caller", "presentation"),
    [
        (b"Anonymous:::a#b#c", Presentation.RESTRICTED),
        (b"sip:4711@anonymous.invalid", Presentation.RESTRICTED),
        (b'"Wilma" &lt;sip:anonymous@h&gt;', Presentation.RESTRICTED),
        (b"N&lt;PRIVATE&gt;Wilma", Presentation.RESTRICTED),
        (b"N&lt;+4930***&gt;Anonymous", Presentation.RESTRICTED),
        (b"N&lt;&gt;Withheld", Presentation.RESTRICTED),
        (b"****", Presentation.RESTRICTED),
        (b"&lt;unknown&gt;", Presentation.UNAVAILABLE),
        (b"unavailable", Presentation.UNAVAILABLE),
        (b"sip:x@unknown.invalid", Presentation.UNAVAILABLE),
        (b"N&lt;&gt;", Presentation.UNAVAILABLE),
        (b"", Presentation.UNAVAILABLE),
    ],
)
def test_withheld_is_withheld(
    world: ScriptedWorld, caller: bytes, presentation: Presentation
) -> None:
    assert ring(world, caller).party == Party(None, None, presentation)


@pytest.mark.parametrize(
    "caller", [b"740", b"+740", b"sip:740@h", b"N&lt;740&gt;Wilma"]
)
def test_a_call_from_the_own_number_comes_in_and_can_be_missed(
    world: ScriptedWorld, caller: bytes
) -> None:
    call = ring(world, caller)
    assert (call.direction, call.state) == (Direction.INCOMING, CallState.RINGING)
    world.tell(ELTEX.cleared("740", "740", None, "d1", cause="callCancelled"))
    assert world.heard.types("740") == [
        CallEventType.INCOMING,
        CallEventType.MISSED,
        CallEventType.ENDED,
    ]


def test_what_people_see_of_a_call_id_is_clean_and_what_is_given_back_is_exact(
    world: ScriptedWorld,
) -> None:
    call = ring(world, b"4930555", call_id="d\u202e 1\u200b")
    assert call.switch_call_id == "d 1"
    world.run(world.client.answer("740", call.call_id))
    _, request = world.loop.run(world.switch.next("AnswerCall"))
    assert "d\u202e 1\u200b" in list(request.itertext())
