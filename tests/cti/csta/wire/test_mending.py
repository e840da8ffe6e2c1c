"""A letter may be lost, a message never: what XML forbids is mended, what is no message is refused."""

import time

import pytest

from custom_components.telephony.cti.csta.wire.xml import BadXml, new_names, parse

from ....pace import slowness

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def read(xml: bytes) -> str | None:
    """Return the text of a message's only child."""
    return parse(xml, new_names())[0].text


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (b"A\x01da", "Ada"),
        (b"Ada\x00", "Ada"),
        (b"A\x1bda\x7f", "Ada\x7f"),
        (b"A&#1;da", "Ada"),
        (b"A&#x0;da", "Ada"),
        (b"A&#xFFFE;da", "Ada"),
        (b"A&#xD83D;da", "Ada"),
        (b"A&#1114112;da", "Ada"),
        (b"A&#99999999999999999999;da", "Ada"),
        (b"A&#x;da", "Ada"),
        (b"A&#X41;da", "Ada"),
        (b"&#65;da&#1;", "Ada"),
        (b"Ada &amp; Co&#2;", "Ada & Co"),
        (b"Ada & Co", "Ada & Co"),
        (b"Ada &copy; Co", "Ada &copy; Co"),
        (b"Ada &", "Ada &"),
        ("Ädä".encode("latin-1"), "Ädä"),
        (b"\xc4d\xc3\xa4", "Ädä"),
        (b"Ada\xed\xa0\xbd", "Ada"),
        (b"Ada \xf0\x9f\x98", "Ada "),
        (b"A\xef\xbf\xbfda", "Ada"),
    ],
)
def test_a_letter_that_xml_forbids_costs_no_message(
    written: bytes, read_as: str
) -> None:
    assert read(HEAD.encode() + b"<m><n>" + written + b"</n></m>") == read_as


@pytest.mark.parametrize(
    ("declared", "encoding", "read_as"),
    [
        ("UTF-8", "utf-8", "Ада"),
        ("windows-1251", "windows-1251", "Ада"),
        ("UTF-16", "utf-8", "Ада"),
        ("utf8mb4", "utf-8", "Ада"),
        ("US-ASCII", "utf-8", "Ада"),
        ("UTF-8", "windows-1251", "Ада"),
    ],
)
def test_a_wrong_encoding_costs_letters_at_most(
    declared: str, encoding: str, read_as: str
) -> None:
    xml = f'<?xml version="1.0" encoding="{declared}"?><m><n>Ада</n></m>'
    assert read(xml.encode(encoding)) == read_as


@pytest.mark.parametrize(
    "xml",
    [
        b"<m><n>Ada</n>",
        b"<m><n>Ada</m></n>",
        b"<m",
        b"",
        b"<!DOCTYPE m><m><n>Ada\x01</n></m>",
        b"<!DOC\x01TYPE m [<!ENTITY a 'b'>]><m><n>&a;</n></m>",
        "<!DOCTYPE m><m><n>Ada</n></m>".encode("utf-16"),
    ],
)
def test_what_is_no_message_stays_refused(xml: bytes) -> None:
    with pytest.raises(BadXml):
        parse(xml, new_names())


@pytest.mark.parametrize(
    "letter", [b"\x01", b"&#1;", b"&", b"\xff", b"&#", b"&#x", b"&#00000000", b"<?xml"]
)
def test_mending_takes_time_in_proportion(letter: bytes) -> None:
    seconds = []
    for count in (8_000, 32_000):
        xml = b"<m><n>" + letter * (count // len(letter)) + b"</n></m>"
        best = 1.0
        for _ in range(5):
            begin = time.process_time()
            try:
                parse(xml, new_names())
            except BadXml:
                assert b"<?" in letter
            best = min(best, time.process_time() - begin)
        seconds.append(best)
    assert seconds[1] < 0.02 * slowness() + 12 * seconds[0]
