"""The files that people have reported elsewhere, each by its name with data of our own: everybody with all numbers."""

import base64

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.phone_book.files import read_content
from homeassistant.core import HomeAssistant

from ..home import OUTSIDE, Office
from .test_flow import async_fill, async_named
from .test_kinds import EVA, HER, MOBILE, WRITTEN, card

MOBILE_WRITTEN = "0176 12345678"
ONE, BOTH = {EVA: [HER]}, {EVA: [HER, MOBILE]}

FILES: dict[str, tuple[bytes | str, dict[str, list[str]]]] = {
    "a vCard of an old Android in Latin-1": (
        card(
            "VERSION:2.1",
            "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Gr=FCn;Eva",
            f"TEL;CELL:{WRITTEN}",
        ),
        ONE,
    ),
    "a vCard without its end": (
        card("VERSION:3.0", "FN:Kai", "TEL:+49 40 111111", end=False)
        + card("VERSION:3.0", f"FN:{EVA}", f"TEL:{WRITTEN}"),
        {"Kai": ["+4940111111"], **ONE},
    ),
    "invisible marks of an iPhone": (
        card(f"FN:{EVA}", f"TEL;type=CELL:\u202a{WRITTEN}\u202c"),
        ONE,
    ),
    "a number of letters": (
        card("FN:Florist", "TEL:1-888-BLOSSOM") + card(f"FN:{EVA}", f"TEL:{WRITTEN}"),
        {"Florist": ["+18882567766"], **ONE},
    ),
    "a spreadsheet": (
        f'Name;Telefon\n{EVA};"=""{HER}"""\nKai;4.94011E+11\nIda;+49 40 222222\n',
        {**ONE, "Ida": ["+4940222222"]},
    ),
    "customers and houses": (
        f"Kundennummer;Vorname;Nachname;Straße;Hausnummer;Telefon\n701;Eva;Grün;Allee;7;{WRITTEN}\n",
        ONE,
    ),
    "a name beside a given name": (f"Name;Vorname;Telefon\nGrün;Eva;{WRITTEN}\n", ONE),
    "titles of a program": (f"display_name,phone_number\n{EVA},{WRITTEN}\n", ONE),
    "titles of a person": (
        f"Vor- und Nachname;Telefonnummer\n{EVA};{WRITTEN}\n",
        ONE,
    ),
    "titles in Polish": (f"Imię;Nazwisko;Telefon\nEva;Grün;{WRITTEN}\n", ONE),
    "titles that nobody knows": (f"Wen;Wohin\n{EVA};{WRITTEN}\n", ONE),
    "Google's nickname": (
        (
            "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Labels,Phone 1 - Label,Phone 1 - Value\n"
            f",,,Oma,,,* myContacts,Home,{WRITTEN}\n"
        ),
        {"Oma": [HER]},
    ),
    "a FRITZ!Box": (
        (
            '<?xml version="1.0" encoding="utf-8"?><phonebooks><phonebook name="Telefonbuch"><contact><category>0</category>'
            f'<person><realName>{EVA}</realName></person><telephony nid="2"><number type="home" prio="1" id="0">{WRITTEN}</number>'
            f'<number type="mobile" prio="0" id="1">{MOBILE_WRITTEN}</number></telephony><services/><setup/><uniqueid>725</uniqueid>'
            '</contact><contact><category>0</category><person><realName>Küche</realName></person><telephony nid="1">'
            '<number type="intern" prio="1" id="0">**611</number></telephony></contact></phonebook></phonebooks>'
        ),
        {**BOTH, "Küche": ["**611"]},
    ),
    "a Yealink": (
        (
            f"<YealinkIPPhoneDirectory><DirectoryEntry><Name>{EVA}</Name><Telephone>{HER}</Telephone>"
            f"<Telephone>{MOBILE}</Telephone></DirectoryEntry></YealinkIPPhoneDirectory>"
        ),
        BOTH,
    ),
    "a Grandstream": (
        (
            "<AddressBook><Contact><FirstName>Eva</FirstName><LastName>Grün</LastName>"
            f'<Phone type="Work"><phonenumber>{HER}</phonenumber><accountindex>1</accountindex></Phone>'
            f'<Phone type="Cell"><phonenumber>{MOBILE}</phonenumber><accountindex>1</accountindex></Phone></Contact></AddressBook>'
        ),
        BOTH,
    ),
    "Thunderbird": (
        (
            f"dn:: {base64.b64encode(b'cn=Eva').decode()}\nobjectclass: person\n"
            f"cn:: {base64.b64encode(EVA.encode()).decode()}\n"
            f"telephoneNumber: {WRITTEN}\nmobile: {MOBILE_WRITTEN}\n"
        ),
        BOTH,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_it_was_reported(name: str) -> None:
    content, right = FILES[name]
    data = content if isinstance(content, bytes) else content.encode()
    country = "US" if name == "a number of letters" else "DE"
    found = read_content(data, country, "de").contacts
    assert {each.name: [*each.numbers] for each in found} == right


async def test_marks_that_nobody_sees_are_no_part_of_a_number_by_hand(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    marked = f"\u202a{OUTSIDE[:3]} {OUTSIDE[3:]}\u202c"
    await async_fill(hass, "manual", contacts=[{"number": marked, "name": "Ada"}])
    await async_named(hass, office, "Ada")
