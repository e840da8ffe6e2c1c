"""Numbers and names in the forms in which switches write devices."""

from lxml import etree
import pytest

from custom_components.telephony.cti.csta.wire.identifiers import (
    ConnectionId,
    DeviceId,
    connection,
    identified_party,
    party,
    same_number,
)
from custom_components.telephony.cti.model import (
    RESTRICTED_PARTY,
    UNKNOWN_PARTY,
    Party,
    Presentation,
)


@pytest.mark.parametrize(
    ("identifier", "number", "name"),
    [
        # As they are dialed, and as makers write them
        ("725", "725", None),
        ("+79130000000", "+79130000000", None),
        ("725:::MV8xQDE=#ZWNz#NDA=", "725", None),
        ("725:::ecssO#leg@10.0.0.1#9", "725", None),
        ("4750:CM1:10.0.0.1:0", "4750", None),
        ("4750:::0", "4750", None),
        ("*21#", "*21#", None),
        ("", None, None),
        # The switching function's representation (ECMA-269, clause 10)
        ("N<3021>Alice;displayName=x", "3021", "Alice"),
        ("N<+498912345>", "+498912345", None),
        ("N<123!98>", "123", None),
        ("N<4711*21>Door", "4711", "Door"),
        ("N<4711&2>Door", "4711", "Door"),
        ("N<+498912345/17>Door", "+498912345", "Door"),
        ("N<4711*2&3/4!98;;line=7>Door", "4711", "Door"),
        ("N<**610>", "**610", None),
        ("N4711", "4711", None),
        ("N+498912345/17", "+498912345", None),
        ("N<>Nobody we know", None, "Nobody we know"),
        ("N<sip:4711@pbx.example>Door", "4711", "Door"),
        ("N<4711>", "4711", None),
        # Addresses (RFC 3261, 25.1; RFC 3966)
        ("tel:+7913;phone-context=x", "+7913", None),
        ("TEL:+49-89-1234", "+49891234", None),
        ("sip:725@pbx.example;user=phone", "725", None),
        ("SIPS:725@pbx.example", "725", None),
        ("sip:%2B498912345@pbx.example", "+498912345", None),
        ("725@pbx.example:5060", "725", None),
        ('"Bob B." <sip:725@pbx.example>', "725", "Bob B."),
        ("<sip:725@pbx.example>;tag=1", "725", None),
        (
            '"1 <sip:911@x.example>" <sip:725@pbx.example>',
            "725",
            "1 <sip:911@x.example>",
        ),
        (r'"B \"4\" <7>" <sip:725@pbx.example>', "725", 'B "4" <7>'),
        ('"Bob <sip:725@pbx.example>', "725", "Bob"),
        ("Norbert <sip:725@pbx.example>", "725", "Norbert"),
        # Codes of trunks and services before a number
        ("*121#4711", "4711", None),
        ("*31#+498912345", "+498912345", None),
        ("L0#498912345", "498912345", None),
        # What nobody sees
        ("\u202a+498912345\u202c", "+498912345", None),
        ("N<3021>A\u200bli\u2028ce\ufeff", "3021", "Ali ce"),
    ],
)
def test_a_number_is_read_out_of_every_form(
    identifier: str, number: str | None, name: str | None
) -> None:
    found = identified_party(identifier)
    assert (found.number, found.name) == (number, name)


@pytest.mark.parametrize(
    ("word", "presentation"),
    [
        ("anonymous", Presentation.RESTRICTED),
        ("Restricted", Presentation.RESTRICTED),
        ("PRIVATE", Presentation.RESTRICTED),
        ("sip:anonymous@anonymous.invalid", Presentation.RESTRICTED),
        ("N<anonymous>", Presentation.RESTRICTED),
        ("withheld:::leg", Presentation.RESTRICTED),
        ("********", Presentation.RESTRICTED),
        ("unavailable", Presentation.UNAVAILABLE),
        ("<unknown>", Presentation.UNAVAILABLE),
        ("sip:unknown@unknown.invalid", Presentation.UNAVAILABLE),
        ("N<>", Presentation.UNAVAILABLE),
    ],
)
def test_withheld_is_no_number(word: str, presentation: Presentation) -> None:
    found = identified_party(word)
    assert (found.number, found.presentation) == (None, presentation)


def test_a_name_of_any_length_hides_no_number() -> None:
    name = "Ada \u0301" * 2500
    for form in (f'"{name}" <sip:4711@pbx.example>', f"N<4711>{name}"):
        found = identified_party(form)
        assert found.number == "4711"
        assert found.name is not None
        assert len(found.name) <= 256


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("explicitPublic:international", "498912345", "+498912345"),
        ("explicitPublic:international", "+498912345", "+498912345"),
        ("explicitPublic:international", "00498912345", "00498912345"),
        ("explicitPublic:subscriber", "4711", "4711"),
        ("other", "498912345", "498912345"),
    ],
)
def test_a_type_of_number_says_what_stands_before_it(
    kind: str, text: str, number: str
) -> None:
    xml = f'<d><deviceIdentifier typeOfNumber="{kind}">{text}</deviceIdentifier></d>'
    assert party(etree.fromstring(xml)).number == number


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<d><notKnown/></d>", UNKNOWN_PARTY),
        ("<d/>", UNKNOWN_PARTY),
        ("<d><restricted/></d>", RESTRICTED_PARTY),
        ("<d><deviceIdentifier>anonymous:::x</deviceIdentifier></d>", RESTRICTED_PARTY),
        ("<d><deviceIdentifier/></d>", UNKNOWN_PARTY),
        (
            "<d><deviceIdentifier>N&lt;7&gt;Eve</deviceIdentifier></d>",
            Party("7", "Eve", Presentation.ALLOWED),
        ),
    ],
)
def test_who_a_party_is(xml: str, expected: Party) -> None:
    assert party(etree.fromstring(xml)) == expected


def test_a_missing_party_is_unknown() -> None:
    assert party(None) == UNKNOWN_PARTY


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            '<c><deviceID typeOfNumber="other">7</deviceID><callID>1</callID></c>',
            ConnectionId("1", DeviceId("7", (("typeOfNumber", "other"),))),
        ),
        (
            "<c><callID>1</callID><deviceID>7</deviceID></c>",
            ConnectionId("1", DeviceId("7")),
        ),
        ("<c><callID> 1 </callID></c>", ConnectionId("1")),
        (
            "<c><callID>1</callID><deviceID><notKnown/></deviceID></c>",
            ConnectionId("1"),
        ),
        ("<c><deviceID>7</deviceID></c>", None),
    ],
)
def test_a_connection_is_read_in_either_order(
    xml: str, expected: ConnectionId | None
) -> None:
    assert connection(etree.fromstring(xml)) == expected


def test_numbers_are_one_with_and_without_the_plus() -> None:
    assert same_number("+49891", "49891")
    assert not same_number("49891", "4989")
    assert not same_number(None, None)
