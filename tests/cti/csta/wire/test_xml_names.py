"""A switch that makes names up is refused before they are kept for ever."""

from collections import deque
import subprocess
import sys

import pytest

from custom_components.telephony.cti.csta.wire.xml import BadXml, parse
from custom_components.telephony.cti.csta.wire.xml_names import (
    LONGEST_NAME,
    Names,
    Pool,
    Refused,
)

EVENT = b'<?xml version="1.0"?><DeliveredEvent xmlns="urn:x"><cause kind="a">normal</cause></DeliveredEvent>'


@pytest.fixture
def full() -> Names:
    """Return names that have seen one kind of event and have no room for another."""
    names = Names(limit=40)
    names.check(EVENT)
    return names


@pytest.mark.parametrize(
    "xml",
    [
        EVENT,
        EVENT.replace(b"normal", b"busy"),
        EVENT.replace(b'"a"', b'"b"'),
        EVENT.replace(b"normal", b"a &amp; b"),
        EVENT.replace(b"normal", b"<![CDATA[<never>]]>"),
        EVENT.replace(b'<?xml version="1.0"?>', b"").decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="gb18030"?><cause>'
        + "王小明".encode("gb18030")
        + b"</cause>",
    ],
)
def test_names_that_are_known_pass_in_any_form(full: Names, xml: bytes) -> None:
    for _ in range(2):
        full.check(xml)


@pytest.mark.parametrize(
    "xml",
    [
        b"<Made-up-element-name-that-is-long/>",
        b"<cause made-up-attribute-name-that-is-long=''/>",
        b"<cause xmlns='urn:made-up-namespace-that-is-long'/>",
        b"<cause xmlns:made-up-prefix-that-is-quite-long='urn:x'/>",
        b"<cause><?made-up-instruction-that-is-long x?></cause>",
        b"<cause kind='>' made-up-attribute-name-that-is-long=''/>",
        "<Made-up-element-name-that-is-long/>".encode("utf-16"),
    ],
)
def test_what_has_no_room_is_refused_however_it_hides(full: Names, xml: bytes) -> None:
    for _ in range(2):
        with pytest.raises(Refused, match="names"):
            full.check(xml)
    full.check(EVENT)


def test_a_tag_that_passed_hides_nothing_behind_it(full: Names) -> None:
    full.check(b"<cause kind='>'/>")
    with pytest.raises(Refused):
        full.check(b"<cause kind='>' made-up-attribute-name-that-is-long=''/>")


def test_one_name_is_not_longer_than_any_real_one() -> None:
    names = Names()
    names.check(b"<" + b"a" * LONGEST_NAME + b"/>")
    with pytest.raises(Refused):
        names.check(b"<" + b"a" * (LONGEST_NAME + 1) + b"/>")


def test_a_message_is_not_more_work_than_any_real_one() -> None:
    names = Names()
    names.check(b"<a>" + b"<b/>" * 8000 + b"</a>")
    with pytest.raises(Refused, match="too many tags"):
        names.check(b"<a>" + b"<b/>" * 9000 + b"</a>")


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<",
        b"<a>",
        b"<a></b>",
        b"\xff\xfe",
        b"<a>\xff</a>",
        b"Lo\xa7\x94\x93",
        b"<?xml version='1.0' encoding='utf-7'?>+ADw-a/+AD4-",
        b"<?xml version='1.0' encoding='gbk'?><a>\xff</a>",
        b"<?xml version='1.0' encoding='gbk'?><a>",
    ],
)
def test_what_is_malformed_spends_no_room(xml: bytes) -> None:
    names = Names(limit=1)
    with pytest.raises(Refused, match="malformed"):
        names.check(xml)
    names.check(b"<a/>")


def test_names_made_up_in_one_session_harm_no_other() -> None:
    pool = Pool()
    hostile, honest = Names(limit=40, pool=pool), Names(limit=40, pool=pool)
    with pytest.raises(Refused):
        hostile.check(b"<" + b"x" * 41 + b"/>")
    honest.check(b"<DeliveredEvent><cause/></DeliveredEvent>")


def test_all_sessions_together_have_an_end() -> None:
    pool = Pool(limit=10)
    Names(pool=pool).check(b"<abcdefgh/>")
    again = Names(pool=pool)
    again.check(b"<abcdefgh/>")
    with pytest.raises(Refused):
        again.check(b"<ijklmnop/>")


def test_a_switch_that_makes_names_up_is_refused_before_they_are_many() -> None:
    names = Names(limit=1000)
    messages = (
        b"<a>%b</a>" % b"".join(b"<made-up-%d-%d/>" % (count, n) for n in range(100))
        for count in range(50)
    )
    with pytest.raises(BadXml):
        deque((parse(message, names) for message in messages), maxlen=0)


WITHOUT_HOOK = """
from lxml import etree
del etree.memory_debugger
from custom_components.telephony.cti.csta.wire.xml import MadeUpNames, parse
from custom_components.telephony.cti.csta.wire.xml_names import Names
names = Names(limit=200)
assert parse(b"<a><b>1</b></a>", names)[0].text == "1"
try:
    for number in range(100):
        parse(f"<made-up-{number}/>".encode(), names)
except MadeUpNames:
    print("guarded", number)
"""


def test_without_the_hook_of_lxml_every_message_is_looked_at() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOOK], capture_output=True, text=True, check=True
    )
    word, number = done.stdout.split()
    assert word == "guarded"
    assert int(number) < 30
