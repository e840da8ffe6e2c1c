"""Files and typed contacts that are too much, or hostile: bounded, a plain error, and the last good book stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.phone_book import files
from custom_components.telephony.phone_book.files import MAX_BYTES
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..home import OUTSIDE, Office
from .test_carddav import contacts
from .test_flow import UPLOAD, async_fill, async_named, async_open, uploaded
from .test_kinds import card
from .test_more_kinds import zipped

GOOD = f"Name;Phone\nAda;{OUTSIDE}\n"
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = (
    f'<!DOCTYPE phonebooks [<!ENTITY l0 "ha">{ENTITIES}]><phonebooks><contact>'
    "<realName>&l9;</realName><number>725</number></contact></phonebooks>"
)
MANY = "Name;Phone\n" + "".join(f"Contact {n};+4930{n:07}\n" for n in range(150))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: LAUGHS, "invalid_phone_book"),
        (lambda: LAUGHS.encode("utf-16"), "invalid_phone_book"),
        (lambda: zipped({"laughs.xml": LAUGHS}), "invalid_phone_book"),
        (lambda: MANY, "phone_book_too_large"),
        (lambda: zipped({"many.csv": MANY}), "phone_book_too_large"),
        (lambda: GOOD + "x" * MAX_BYTES, "phone_book_too_large"),
        (lambda: zipped({"a.csv": GOOD + "x" * MAX_BYTES}), "phone_book_too_large"),
        (lambda: b"\x00\xff" * 1000, "invalid_phone_book"),
        (lambda: "<phonebooks>" * 200_000, "phone_book_broken"),
        (lambda: "", "invalid_phone_book"),
    ],
    ids=[
        *("laughs", "laughs in two bytes", "laughs in a ZIP", "contacts"),
        *("contacts in a ZIP", "bytes", "bytes in a ZIP", "nonsense", "depth"),
        "nothing",
    ],
)
async def test_a_hostile_file_is_refused_and_the_last_good_book_stays(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[], str | bytes],
    error: str,
) -> None:
    monkeypatch.setattr(files, "MAX_CONTACTS", 100)
    with uploaded(tmp_path, GOOD):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    with uploaded(tmp_path, make()):
        form = await async_open(hass, "file", book)
        form = await hass.config_entries.flow.async_configure(
            form["flow_id"], {"name": "People", "upload": UPLOAD}
        )
    assert form["errors"] == {"upload": error}
    assert contacts(hass) == "1"
    await async_named(hass, office, "Ada")


NUMBERS = [f"+4930{n:07}" for n in range(10_000)]
LETTERS = "Letters" * 1500


@pytest.mark.parametrize(
    "content",
    [
        card("FN:Numbers", *(f"TEL:{each}" for each in NUMBERS))
        + card(f"FN:{LETTERS}", "TEL:+12025550101")
        + card("FN:Ada", f"TEL:{OUTSIDE}"),
        "Name;Phone\nNumbers;"
        + ";".join(NUMBERS[:400])
        + f"\n{LETTERS};+12025550101\nAda;{OUTSIDE}\n",
        "dn: cn=n\ncn: Numbers\n"
        + "".join(f"mobile: {each}\n" for each in NUMBERS)
        + f"\ndn: cn=l\ncn: {LETTERS}\nmobile: +12025550101\n"
        + f"\ndn: cn=a\ncn: Ada\nmobile: {OUTSIDE}\n",
        "<book><contact><name>Numbers</name>"
        + "".join(f"<number>{each}</number>" for each in NUMBERS)
        + f"</contact><contact><name>{LETTERS}</name><number>+12025550101</number>"
        f"</contact><contact><name>Ada</name><number>{OUTSIDE}</number></contact></book>",
    ],
    ids=["vcard", "csv", "ldif", "xml"],
)
async def test_a_contact_of_ten_thousand_numbers_or_letters_is_cut_short(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    tmp_path: Path,
    content: str,
) -> None:
    """Others are taken as they are."""
    with uploaded(tmp_path, content):
        await async_fill(hass, "file", upload=UPLOAD)
    assert contacts(hass) == "3"
    await async_named(hass, office, LETTERS[:200], "+12025550101")
    await async_named(hass, office, "Ada")
    await async_named(hass, office, "Numbers", NUMBERS[0])
    await async_named(hass, office, NUMBERS[50], NUMBERS[50])


async def test_what_is_typed_is_bounded_and_the_last_good_book_stays(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    ada = {"number": OUTSIDE, "name": "Ada"}
    book = (await async_fill(hass, "manual", contacts=[ada]))["result"]
    for number in ("1" * 10_000, "ask Ada", "+", "", "&l9;"):
        form = await async_fill(
            hass, "manual", book, contacts=[{"number": number, "name": "Bob"}]
        )
        assert form["errors"] == {"contacts": "invalid_number"}
        await async_named(hass, office, "Ada")
    many = [{"number": each, "name": each} for each in NUMBERS]
    done = await async_fill(hass, "manual", book, contacts=[ada, *many])
    assert done["type"] is FlowResultType.ABORT
    await hass.async_block_till_done()
    assert contacts(hass) == "10001"
    await async_named(hass, office, "Ada")
