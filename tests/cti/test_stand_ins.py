"""What is private leaves no trace in a recording, and what was the same stays the same."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from html import escape, unescape
import ipaddress
import json
import re
from urllib.parse import quote, unquote

from hypothesis import assume, example, given, settings, strategies as st
import pytest

from custom_components.telephony.cti.addresses import WITHHELD
from custom_components.telephony.cti.csta.redaction import redact_xml
from custom_components.telephony.cti.csta.wire.identifiers import DeviceId, who_began
from custom_components.telephony.cti.stand_ins import StandIns
from custom_components.telephony.cti.telestra.redaction import redact_json

KEY = bytes(range(16))
DIGITS = st.text("0123456789", min_size=3, max_size=15).filter(lambda d: d.strip("0"))
WORDS = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12),
    st.text("äöüßéèñçøåÄÖÜabcdefg", min_size=3, max_size=12),
    st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВ", min_size=3, max_size=12),
    st.text("王伟李芳娜敏静丽强磊", min_size=2, max_size=4),
    st.text("אבגדהוזחטיכלמנ", min_size=3, max_size=8),
)
OWN_WORDS = {"sip", "sips", "tel", "true", "false", *WITHHELD}
"""What a name can't be told from: the words of addresses."""


def spellings(national: str) -> list[str]:
    """Return how a number is written, its own digits always the last."""
    grouped = f"{national[:2]} {national[2:]}"
    dashed = f"{national[:-2]}-{national[-2:]}"
    return [
        national,
        f"0{national}",
        f"+49{national}",
        f"0049{national}",
        f"49{national}",
        f"900{national}",
        f"+49 {grouped}",
        f"+49 (0){grouped}",
        f"(0{national[:2]}) {national[2:]}",
        f"0{dashed}",
        f"*31#{national}",
    ]


CARRIERS: dict[str, Callable[[str], tuple[str, Callable[[str, StandIns], str]]]] = {
    "text": lambda v: (f"<deviceID>{escape(v)}</deviceID>", redact_xml),
    "attribute": lambda v: (f'<x name="{escape(v)}" a="1"/>', redact_xml),
    "CDATA": lambda v: (f"<private><![CDATA[{v}]]></private>", redact_xml),
    "comment": lambda v: (f"<a><!-- {v} --></a>", redact_xml),
    "references": lambda v: (
        "<a>" + "".join(f"&#{ord(each)};" for each in v) + "</a>",
        redact_xml,
    ),
    "broken": lambda v: (f"<a><b>{escape(v)}", redact_xml),
    "JSON": lambda v: (json.dumps({"event": "status", "caller": v}), redact_json),
    "JSON in ASCII": lambda v: (
        json.dumps({"calls": [{"id": 1, "num": v}]}, ensure_ascii=True),
        redact_json,
    ),
    "cut JSON": lambda v: (
        json.dumps({"caller": v}, ensure_ascii=False)[:-1],
        redact_json,
    ),
    "SIP": lambda v: (
        f"<x>&lt;sip:{v}@pbx.example.org:5060;user=phone&gt;</x>",
        redact_xml,
    ),
    "quoted": lambda v: (f"<x>sip:{quote(v, safe='')}@h</x>", redact_xml),
    "display name": lambda v: (f"<x>N&lt;12&gt;{escape(v)};noa=nk</x>", redact_xml),
    "cause": lambda v: (f"<cause>{escape(v)} 1</cause>", redact_xml),
}


def plain(text: str) -> str:
    """Return a text as somebody reads it who looks for a number or a name."""
    text = unquote(unescape(text))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda each: chr(int(each[1], 16)), text)
    return text.casefold()


@pytest.mark.parametrize("carrier", CARRIERS)
@given(digits=DIGITS)
@settings(max_examples=50, deadline=None)
def test_no_spelling_of_a_number_is_left(carrier: str, digits: str) -> None:
    for written in spellings(digits):
        message, redact = CARRIERS[carrier](written)
        told = plain(redact(message, StandIns(key=KEY)))
        assert written.casefold() not in told
        ours = re.sub("[^0-9]", "", written)
        assert ours not in re.sub("[^0-9]", "", told) or len(ours) < 5


@pytest.mark.parametrize("carrier", CARRIERS)
@given(word=WORDS)
@settings(max_examples=60, deadline=None)
def test_no_name_is_left(carrier: str, word: str) -> None:
    assume(word.casefold() not in OWN_WORDS and set(word.casefold()) != {"x"})
    message, redact = CARRIERS[carrier](word)
    told = plain(redact(message, StandIns(key=KEY)))
    assert not re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", told)


@given(digits=DIGITS, name=WORDS)
@settings(deadline=None)
def test_form_stays_letter_by_letter(digits: str, name: str) -> None:
    assume(name.casefold() not in OWN_WORDS)
    stand_ins = StandIns(key=KEY)
    for text in [*spellings(digits), name, name.upper(), f"{name.title()} {digits}"]:
        other = stand_ins.text(text)
        assert len(other) == len(text)
        for was, now in zip(text, other, strict=True):
            if was == "ß":  # whose upper case is two letters
                assert now != was
            elif was.isalpha():
                assert now != was
                assert now.isupper() == was.isupper()
                assert len(now.encode()) == len(was.encode())
            elif was in "123456789":
                assert now in "123456789"
                assert now != was
            elif not was.isalpha():
                assert now == was


@given(digits=DIGITS)
@settings(deadline=None)
def test_one_number_has_one_stand_in_in_every_spelling(digits: str) -> None:
    stand_ins = StandIns(key=KEY)
    alone = stand_ins.text(digits)
    for written in spellings(digits):
        told = re.sub("[^0-9]", "", stand_ins.text(written))
        assert told.endswith(alone)
        assert stand_ins.text(written) == stand_ins.text(written)


@given(one=DIGITS, other=DIGITS)
@settings(deadline=None)
def test_two_numbers_have_two_stand_ins(one: str, other: str) -> None:
    stand_ins = StandIns(key=KEY)
    assert (stand_ins.text(one) == stand_ins.text(other)) == (one == other)


@given(
    st.lists(
        st.text("0123456789abcdefABCDEF", min_size=1, max_size=16),
        min_size=2,
        max_size=6,
        unique_by=str.casefold,
    )
)
@settings(deadline=None)
def test_the_ids_of_different_calls_stay_different(ids: list[str]) -> None:
    stand_ins = StandIns(key=KEY)
    told = [stand_ins.text(each).casefold() for each in ids]
    assert len(set(told)) == len(told)


@given(st.ip_addresses())
@settings(deadline=None)
def test_an_address_becomes_one_of_a_documentation(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    stand_ins = StandIns(key=KEY)
    written = stand_ins.text(f"at {address}")
    told = ipaddress.ip_address(written.split()[1])
    assert told != address
    assert told.version == address.version
    assert stand_ins.text(str(address)) == str(told)
    ours = ("192.0.2.0/24", "2001:db8::/32")
    assert any(told in ipaddress.ip_network(each) for each in ours)


def test_more_addresses_than_a_documentation_has_stay_apart() -> None:
    stand_ins = StandIns(key=KEY)
    addresses = [f"10.{a}.{b}.7" for a in range(8) for b in range(200)]
    told = {stand_ins.text(each) for each in addresses}
    assert len(told) == len(addresses)
    assert all(ipaddress.ip_address(each) for each in told)


@given(
    st.binary(min_size=6, max_size=6).filter(
        lambda d: all(b & 0x0F and b >> 4 for b in d)
    )
)
@settings(deadline=None)
def test_a_mac_address_stays_one(data: bytes) -> None:
    stand_ins = StandIns(key=KEY)
    for separator in ":-":
        written = data.hex(separator)
        told = stand_ins.text(f"phone {written}").split()[1]
        assert re.fullmatch(rf"(?:[0-9a-f]{{2}}{separator}){{5}}[0-9a-f]{{2}}", told)
        assert all(a != b for a, b in zip(written, told, strict=True) if a.isalnum())


@given(digits=DIGITS, name=st.text("abcdefghijklm", min_size=4, max_size=12))
@example(digits="101", name="abcd")
@settings(deadline=None)
def test_what_base64_hides_is_replaced_inside(digits: str, name: str) -> None:
    assume(name not in OWN_WORDS)
    stand_ins = StandIns(key=KEY)
    hidden = b64encode(f"{name}_{digits}@10.1.2.3".encode()).decode()
    told = stand_ins.text(f"{digits}:::{hidden}#x")
    number, _, rest = told.partition(":::")
    inside = b64decode(rest.partition("#")[0]).decode()
    assert inside == f"{stand_ins.text(name)}_{number}@192.0.2.1"


def test_the_direction_that_ecss10_hides_in_a_device_stays() -> None:
    for word in ("ecssI00000000000000104729", "ecssO00000000000000104729"):
        dialog = b64encode(word.encode()).decode()
        device = f"725:::MV83OTE5QDEyNy4wLjAuMQ==#{dialog}#MTIz"
        told = DeviceId(StandIns(key=KEY).text(device))
        assert told.text != device
        assert who_began(told) == who_began(DeviceId(device))


@pytest.mark.parametrize(
    "text",
    [
        "anonymous",
        '"Anonymous" <sip:anonymous@anonymous.invalid>',
        "Private Number",
        "XXXX",
        "2026-11-27T07:46:24.123Z",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert StandIns(key=KEY).text(text) == text


@given(
    st.text(
        st.characters(
            min_codepoint=33,
            max_codepoint=0x17F,
            exclude_categories=["Cc", "Cf", "Zs"],
            exclude_characters="%",
        ),
        min_size=4,
        max_size=40,
    )
)
@example("p<&>\"'w0rd")
@settings(deadline=None)
def test_a_password_is_left_nowhere(password: str) -> None:
    assume(password not in ("true", "false"))
    stand_ins = StandIns(key=KEY)
    message = f"<a><password>{escape(password)}</password></a>"
    stand_in = redact_xml(message, stand_ins)
    assert stand_in == f"<a><password>{stand_ins.password(password)}</password></a>"
    hidden = b64encode(password.encode()).decode()
    for echo in (
        f"<operation>{escape(password)}</operation>",
        f"<x>wrong password {escape(password)}!</x>",
        f'<x y="{escape(password)}"/>',
    ):
        told = plain(redact_xml(echo, stand_ins))
        assert plain(password) not in told.replace("operation", "")
    assert (
        hidden not in redact_xml(f"<x>{hidden}</x>", stand_ins)
        or not password.isascii()
    )


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ("requestedAgentState", "workingAfterCall"),
        ("pendingAgentState", "agentNotReady"),
        ("typeOfChargingInfo", "subTotal"),
        ("currencyMultiplier", "oneThousandth"),
        ("callsInFront", "2"),
        ("numberQueued", "13"),
        ("ringMode", "notRinging"),
        ("volAbs", "70"),
        ("ringVolAbs", "0"),
        ("speakerVolAbs", "100"),
    ],
)
def test_what_agents_charges_and_queues_say_can_be_read(
    element: str, said: str
) -> None:
    message = f"<{element}>{said}</{element}>"
    assert redact_xml(message, StandIns(key=KEY)) == message


@pytest.mark.parametrize("shown", ["Ada Lovelace", "Mittagspause", "+4930123456"])
def test_what_stands_on_a_display_is_left_nowhere(shown: str) -> None:
    message = f"<contentsOfDisplay>{shown} until noon</contentsOfDisplay>"
    redacted = redact_xml(message, StandIns(key=KEY))
    assert not [each for each in shown.split() if each in redacted]


@pytest.mark.parametrize(
    "element", ["digitGeneratedList", "digitsDetected", "csta:charactersToSend"]
)
def test_keys_pressed_in_a_call_do_not_even_show_which_are_alike(element: str) -> None:
    stand_ins = StandIns(key=KEY)
    message = f"<{element}>4711#</{element}>"
    assert redact_xml(message, stand_ins) == message.replace("4711#", "00000")


def test_keys_that_are_told_one_by_one_like_a_number_do_not_either() -> None:
    stand_ins = StandIns(key=KEY)
    told = [
        redact_xml(f"<dialingSequence>{each}</dialingSequence>", stand_ins)
        for each in "4711#"
    ]
    assert told == ["<dialingSequence>0</dialingSequence>"] * 5
    dialed = redact_xml("<dialingSequence>471123</dialingSequence>", stand_ins)
    assert stand_ins.text("471123") in dialed


def test_the_words_of_the_standard_stay_and_those_of_makers_in_messages() -> None:
    message = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<csta:DeliveredEvent'
        ' xmlns:csta="http://www.ecma-international.org/standards/ecma-323/csta/ed5">'
        '<csta:calledDevice><csta:deviceIdentifier typeOfNumber="dialingNumber">'
        "N&lt;381!98&gt;</csta:deviceIdentifier></csta:calledDevice>"
        "<csta:localConnectionInfo>alerting</csta:localConnectionInfo>"
        "<csta:cause>newCall</csta:cause></csta:DeliveredEvent>"
    )
    told = redact_xml(message, StandIns(key=KEY))
    number = StandIns(key=KEY).text("381")
    assert told == message.replace("381", number)
    refusal = (
        '{"event":"fail","account":"hall","error":"account hall is not registered"}'
    )
    hall = StandIns(key=KEY).text("hall")
    told = redact_json(refusal, StandIns(key=KEY))
    assert told == refusal.replace("hall", hall)


def test_reports_of_two_days_cannot_be_compared() -> None:
    assert StandIns().text("+498912345678") != StandIns().text("+498912345678")


def test_layers_of_encoding_and_long_runs_take_no_time_and_leave_nothing() -> None:
    stand_ins = StandIns()
    deep = "%" + "25" * 340 + "41dele"
    assert "dele" not in stand_ins.text(deep)
    long = "a." * 30_000
    assert len(stand_ins.text(long)) == len(long)
