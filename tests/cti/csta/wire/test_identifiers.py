"""Numbers and names in the forms in which switches write devices."""

from lxml import etree
import pytest

from custom_components.telephony.cti.csta.wire.identifiers import (
    ConnectionId,
    DeviceId,
    connection,
    number_and_name,
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
        ("725", "725", None),
        ("+79130000000", "+79130000000", None),
        ("725:::MV8xQDE=#ZWNz#NDA=", "725", None),
        ("4750:CM1:10.0.0.1:0", "4750", None),
        ("4750:::0", "4750", None),
        ("N<3021>Alice;displayName=x", "3021", "Alice"),
        ("N<+498912345>", "+498912345", None),
        ("N<123!98>", "123", None),
        ("tel:+7913;phone-context=x", "+7913", None),
        ("sip:725@pbx.example;user=phone", "725", None),
        ("sips:725@pbx.example", "725", None),
        ('"Bob B." <sip:725@pbx.example>', "725", "Bob B."),
        ("<sip:725@pbx.example>;tag=1", "725", None),
        ("*21#", "*21#", None),
        ("", "", None),
    ],
)
def test_a_number_is_read_out_of_every_makers_form(
    identifier: str, number: str, name: str | None
) -> None:
    assert number_and_name(identifier) == (number, name)


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
