"""Files whose columns and elements could be mistaken: titles before names, other people's numbers, what only counts."""

import pytest

from custom_components.telephony.phone_book.files import read_content
from custom_components.telephony.phone_book.report import UnreadableContacts

IDA, CALLED, WRITTEN = "Ida Brandt", "+49407654321", "+49 40 7654321"
MOBILE, MOBILE_WRITTEN = "01719876543", "0171 9876543"


def read(text: str, country: str = "DE") -> dict[str, list[str]]:
    """Return everybody's numbers."""
    found = read_content(text.encode(), country, "de").contacts
    return {each.name: [*each.numbers] for each in found}


@pytest.mark.parametrize(
    "table",
    [
        "Titel;Vorname;Nachname;Telefon\nDr.;Ida;Brandt;{}",
        "Anrede;Titel;Vorname;Name;Telefon\nFrau;Dr.;Ida;Brandt;{}",
        "Title,First Name,Last Name,Phone\nMs,Ida,Brandt,{}",
        "Title,Name,Phone\nCEO,Ida Brandt,{}",
        "Position;Kontakt;Telefon\nLeiterin;Ida Brandt;{}",
        "Username,Full Name,Phone\nibrandt,Ida Brandt,{}",
        "Mitgliedsnr.;Mitglied;Telefonnr.;Eintritt\n100234;Ida Brandt;{};01.01.2020",
        "Mitglied;Ort;Telefon\nIda Brandt;Kiel;{}",
        "Kunde;Name;Telefon\n4711;Ida Brandt;{}",
        "Eintrag;Name;Rufnummer\n1;Ida Brandt;{}",
        "Nama Keluarga;Nama;No. Telefon\nBrandt;Ida;{}",
    ],
)
def test_a_name_is_the_persons(table: str) -> None:
    """And no title, place, or number in a list."""
    assert read(table.format(WRITTEN) + "\n") == {IDA: [CALLED]}


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("Titel;Firma;Telefon\nDr.;Kranich;{}", "Kranich"),
        ("Mitglied;Firma;Telefon\nIda Brandt;Kranich;{}", IDA),
        ("Titel;Telefon\nDie Werkstatt;{}", "Die Werkstatt"),
        ("Username;Telefon\nibrandt;{}", "ibrandt"),
    ],
)
def test_whatever_names_somebody_is_better_than_none(table: str, name: str) -> None:
    assert read(table.format(WRITTEN) + "\n") == {name: [CALLED]}


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [
        ("山田", "太郎", "山田 太郎"),
        ("王", "小明", "王 小明"),
        ("김", "철수", "김 철수"),
        ("クルーズ", "トム", "トム クルーズ"),
        ("Yamada", "Taro", "Taro Yamada"),
    ],
)
def test_the_family_comes_first_where_it_does(
    family: str, given: str, name: str
) -> None:
    """A name in katakana is that of somebody from elsewhere."""
    card = f"BEGIN:VCARD\nN:{family};{given};;;\nTEL:{WRITTEN}\nEND:VCARD\n"
    table = f"Last Name,First Name,Phone\n{family},{given},{WRITTEN}\n"
    ldif = f"dn: cn=x\nsn: {family}\ngivenName: {given}\ntelephoneNumber: {WRITTEN}\n"
    for text in (card, table, ldif):
        assert read(text) == {name: [CALLED]}


@pytest.mark.parametrize(
    "table",
    [
        "Name;Telefon;Telefaks\nIda Brandt;{};+49 40 7654399",
        "Name;Phone MAC;Phone\nIda Brandt;001565123456;{}",
        "Name;Phone Price;Phone\nIda Brandt;129.00;{}",
        "Name;Mobilfunkvertragsnummer;Mobil\nIda Brandt;998877665;{}",
        "Name;SIM-Kartennummer;Mobil\nIda Brandt;89490200001;{}",
        "Name,Phone,Phone Country Code,Phone Area Code\nIda Brandt,{},49,40",
        "Name,Business Phone,Assistant's Phone\nIda Brandt,{},+49 40 111111",
        "Name;Telefon;Notfallnummer;Notfalltelefon\nIda Brandt;{};112233445;+49 40 111111",
        "Name;Rufnummer;Eigene Rufnummer\nIda Brandt;{};040111111",
        "Contact ID,Contact Name,Contact Number\n1234567890,Ida Brandt,{}",
        "Name;Created;Reachable\nIda Brandt;1700000000;{}",
        "Name;Vorgang;Erreichbar\nIda Brandt;2024000123;{}",
        "Name,Contact,City\nIda Brandt,{},Pune",
        "Name;Tel./Fax\nIda Brandt;{}",
        "Name;Тел. и факс\nIda Brandt;{}",
        "Nombre;Particular;Fax particular\nIda Brandt;{};+34 912345670",
        "Contact,Business,Home\nIda Brandt,{},",
    ],
)
def test_a_number_is_the_persons(table: str) -> None:
    """And none of a device, a contract, a file or somebody else."""
    assert read(table.format(WRITTEN) + "\n") == {IDA: [CALLED]}


@pytest.mark.parametrize(
    ("area", "number", "country", "called"),
    [
        ("040", "7654321", "DE", "0407654321"),
        ("40", "7654321", "DE", "0407654321"),
        ("040", "+49 40 7654321", "DE", CALLED),
        ("", "0407654321", "DE", "0407654321"),
        ("+49 40", "7654321", "DE", CALLED),
        ("212", "555-0147", "US", "2125550147"),
    ],
)
def test_an_area_code_may_have_a_column_of_its_own(
    area: str, number: str, country: str, called: str
) -> None:
    """The rest alone is somebody else's number."""
    for title in ("Vorwahl", "Area Code"):
        table = f"Name;{title};Rufnummer\nIda Brandt;{area};{number}\n"
        assert read(table, country) == {IDA: [called]}


def test_digits_are_digits_in_any_script() -> None:
    assert read("Name;Telefon\nIda Brandt;+٤٩٤٠٧٦٥٤٣٢١\n") == {IDA: [CALLED]}


def test_a_cards_number_has_a_kind_of_any_name() -> None:
    card = f"BEGIN:VCARD\nVERSION:2.1\nFN:{IDA}\nTEL;X-At home:{WRITTEN}\nitem1.TEL;X-Büro 2;CELL:{MOBILE_WRITTEN}\nEND:VCARD\n"
    assert read(card) == {IDA: [CALLED, MOBILE]}


@pytest.mark.parametrize(
    "contact",
    [
        "<group><name>Sales</name></group><name>{name}</name><phone>{phone}</phone>",
        "<company><name>Kranich</name></company><name>{name}</name><phone>{phone}</phone>",
        "<label>Work</label><name>{name}</name><phone>{phone}</phone>",
        "<title>Dr.</title><name>{name}</name><phone>{phone}</phone>",
        "<phone><label>Work</label><number>{phone}</number></phone><name>{name}</name>",
        "<number>17</number><name>{name}</name><phone>{phone}</phone>",
    ],
)
def test_an_element_is_the_persons(contact: str) -> None:
    """And none of a group, a company, a number's kind or a place in the list."""
    written = contact.format(name=IDA, phone=WRITTEN)
    assert read(f"<book><contact>{written}</contact></book>") == {IDA: [CALLED]}


@pytest.mark.parametrize(
    ("contact", "numbers"),
    [
        ('<contact number="17" name="{name}" phone=""/>', ["17"]),
        ('<contact number="725" name="{name}" mobile="{phone}"/>', ["725", CALLED]),
        (
            "<contact><name>{name}</name><number>17</number><number>{phone}</number></contact>",
            ["17", CALLED],
        ),
        (
            '<entry number="3"><name>{name}</name><phone>{phone}</phone></entry>',
            [CALLED],
        ),
    ],
)
def test_a_short_number_may_be_an_extension(contact: str, numbers: list[str]) -> None:
    found = read(f"<book>{contact.format(name=IDA, phone=WRITTEN)}</book>")
    assert {name: sorted(each) for name, each in found.items()} == {
        IDA: sorted(numbers)
    }


@pytest.mark.parametrize(
    "text",
    [
        "Name;Kundennummer\nIda Brandt;1234567890\n",
        "Name;Telegram-ID\nIda Brandt;1234567890\n",
        "Name;Phone MAC\nIda Brandt;001565123456\n",
        "Name;Telefaks\nIda Brandt;+49 40 7654399\n",
    ],
)
def test_a_file_without_phone_numbers_is_refused(text: str) -> None:
    with pytest.raises(UnreadableContacts):
        read(text)
