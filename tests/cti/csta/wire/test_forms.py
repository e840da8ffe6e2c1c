"""A message in a form that is known is read as any other: by the short way and by the long way alike."""

from collections.abc import Sequence
import random

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telephony.cti.csta.wire.call_events import CALL_EVENTS
from custom_components.telephony.cti.csta.wire.events import Event, read_event
from custom_components.telephony.cti.csta.wire.forms import (
    LONGEST,
    MOST,
    MOST_OF_A_NAME,
    Forms,
)
from custom_components.telephony.cti.csta.wire.xml import new_names, parse

from ..dress import DRESSES, ELTEX, Dress

PARTIES = (
    *("callingDevice", "calledDevice", "lastRedirectionDevice", "alertingDevice"),
    *("networkCallingDevice", "associatedCallingDevice", "newDestination", "queue"),
    *{kind.device for kind in CALL_EVENTS.values()},
)
TEXTS = ("cause", "localConnectionInfo", "participationType", "dialingSequence")
ODD = (
    *(b"<", b">", b"&", b"]]>", b"&amp;", b"&#1;", b"&#x41;", b"<!---->", b"<a/>"),
    *(b"<notKnown/>", b"<![CDATA[", b"]]>", b"<?x?>", b"</callID>", b"<callID>"),
    *(b"\0", b"\x01", b"\x0b", b"\x0c", b"\r", b"\r\n", b"\n", b"\t", b" ", b"\x7f"),
    *(b"\x85", b"\xc2\x85", b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xe2\x80\xa8"),
    *(b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xff", b"\xef\xbb\xbf", b"'", b'"'),
    *(b"=", b"/", b"x", b"restricted", b"<restricted/>", b' a="1"', b' a="1" a="1"'),
    *(b" xmlns='x'", b"Event", b"<!DOCTYPE a>", b"%", b"\\", b"(", b"*"),
)


def heard(event: Event) -> tuple[object, ...]:
    """Return all that is read of an event."""
    return (
        *(event.name, event.reference, event.call_id, event.connection, event.cause),
        *(event.device, event.calling, event.called, event.is_external),
        *(event.is_silent, event.dialed, event.own_state),
        event.tells_answers,
        *(event.party(tag) for tag in PARTIES),
        *(event.text(tag) for tag in TEXTS),
        sorted(event.fields),
    )


def messages(dress: Dress, call: str, caller: str | None, name: str) -> list[bytes]:
    """Return what a maker's phone system may say, as it says it."""
    moved = dress.device("lastRedirectionDevice", "731")
    silent = dress.element("participationType", "silent")
    found = [
        dress.delivered("725", "725", caller, "725", call),
        dress.established("725", "725", "722", None, call),
        dress.originated("725", "725", "722", call),
    ]
    found += [
        dress.event(
            tag.removesuffix("Event"),
            "725",
            dress.connection(connection or "connection", "725", call),
            dress.device(device or "device", caller),
            moved,
            dress.element("localConnectionInfo", name),
            silent,
        )
        for tag, (connection, device, *_) in CALL_EVENTS.items()
    ]
    return [each.encode() for each in found]


def taken(forms: Forms, known: Sequence[bytes]) -> Forms:
    """Let forms be seen as often as they must to be known."""
    for _ in range(2):
        for xml in known:
            forms.take(xml, parse(xml, new_names()))
    return forms


def same_both_ways(forms: Forms, xml: bytes) -> bool:
    """See that a message reads alike, if it takes the short way at all; say whether."""
    if (event := forms.read(xml)) is None:
        return False
    assert event.name.endswith("Event")
    root = parse(xml, new_names(), may_mend=False)
    assert heard(event) == heard(read_event(root)), xml
    return True


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.profile)
@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=40), number=st.text("0123456789+*#", max_size=12))
def test_other_texts_in_a_known_form_read_alike(
    dress: Dress, text: str, number: str
) -> None:
    """Whatever XML can carry as it stands takes the short way; everything else the long one."""
    known = messages(dress, "c1", "722", "connected")
    forms = taken(Forms(), known)
    plain = not set("<>&\r") & set(text) and text.isprintable()
    for xml in known:
        assert same_both_ways(forms, xml)
        other = xml.replace(b"722", number.encode()).replace(b"c1<", b"c2<")
        assert same_both_ways(forms, other)
        named = xml.replace(b"connected", text.encode(errors="replace"))
        assert same_both_ways(forms, named) or not plain


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.profile)
def test_whatever_is_done_to_a_message_it_reads_alike(dress: Dress) -> None:
    """Thousands of damages to each maker's messages: the short way lets none pass that XML refuses."""
    chance = random.Random(f"{dress.profile} {dress.edition}")
    known = messages(dress, "c1", "722", "connected")
    forms = taken(Forms(), known)
    short = 0
    for _ in range(4000):
        xml = bytearray(chance.choice(known))
        for _ in range(chance.randint(1, 3)):
            begin = chance.randrange(len(xml))
            end = begin + chance.choice((0, 0, 1, 2, chance.randrange(40)))
            xml[begin:end] = chance.choice(ODD)
        short += same_both_ways(forms, bytes(xml))
    assert 20 < short < 2000


def test_a_form_is_known_from_its_second_message_on() -> None:
    dress = ELTEX
    first, second, other = (
        messages(dress, call, caller, "alerting")[0]
        for call, caller in (("c1", "722"), ("c2", "+4930722"), ("c3", None))
    )
    forms = Forms()
    assert forms.read(first) is None
    forms.take(first, parse(first, new_names()))
    assert forms.read(second) is None
    forms.take(second, parse(second, new_names()))
    assert same_both_ways(forms, first)
    assert same_both_ways(forms, second)
    assert forms.read(other) is None


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0" encoding="iso-8859-1"?>',
        b'<?xml version="1.0" encoding="windows-1251"?>',
        b'<?xml version="1.1"?>',
        b"<!-- -->",
        b"\xef\xbb\xbf",
        b" ",
    ],
)
def test_what_is_not_plain_utf8_goes_the_long_way(head: bytes) -> None:
    """Also its letters, which mean something else there."""
    _, _, body = messages(ELTEX, "c1", "722", "é")[5].partition(b"\n")
    xml = head + body
    assert taken(Forms(), [xml]).read(xml) is None
    assert taken(Forms(), [body]).read(xml) is None


def test_what_is_kept_of_forms_is_bounded() -> None:
    """Who never writes twice alike has nothing kept, and who writes all in new forms not for ever."""
    dress = ELTEX
    usual = messages(dress, "c1", "722", "connected")

    def made_up(number: int) -> bytes:
        return usual[number % len(usual)].replace(b"<cause", b"<x%d/><cause" % number)

    forms = Forms()
    for number in range(2000):
        xml = made_up(number)
        forms.take(xml, parse(xml, new_names()))
    assert not any(forms.read(made_up(number)) for number in range(2000))
    taken(forms, usual)
    assert all(same_both_ways(forms, xml) for xml in usual)
    for number in range(2000):
        taken(forms, [made_up(number)])
    known = sum(forms.read(made_up(number)) is not None for number in range(2000))
    assert 0 < known <= MOST - len(usual)
    assert known <= len(usual) * MOST_OF_A_NAME
    assert all(same_both_ways(forms, xml) for xml in usual)
    long = usual[0].replace(b"722", b"7" * LONGEST)
    assert taken(Forms(), [long]).read(long) is None
    assert forms.read(long) is None
