"""More files in the forms in which programs and people make them: archives, Macs, XML, titles, cells."""

import base64
from collections.abc import Mapping, Sequence
import gzip
from io import BytesIO
import json
import time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from custom_components.telephony.phone_book.files import MAX_BYTES, read_content
from custom_components.telephony.phone_book.report import TooLarge, UnreadableContacts

from ..pace import slowness
from .faces import png
from .test_kinds import EVA, HER, MOBILE, WRITTEN, card, names

PNG = "data:image/png;base64,"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of files."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return archive.getvalue()


def numbers_of(cell: str, country: str = "DE") -> list[str]:
    """Return the numbers of somebody in whose row such a cell stands."""
    quoted = '"' + cell.replace('"', '""') + '"'
    content = f"Name;Telefon\nKai;+49 40 111111\n{EVA};{quoted}\n".encode()
    found = read_content(content, country, "de").contacts
    return [number for each in found if each.name == EVA for number in each.numbers]


def numbers_in(text: str) -> dict[str, list[str]]:
    """Return everybody's numbers."""
    found = read_content(text.encode(), "DE", "de").contacts
    return {each.name: [*each.numbers] for each in found}


# vCard in XML (RFC 6351)


@pytest.mark.parametrize(
    "value", ["<uri>tel:+49-40-765432</uri>", f"<text>{WRITTEN}</text>"]
)
@pytest.mark.parametrize(
    "name",
    [
        f"<fn><text>{EVA}</text></fn><org><text>Firma</text></org>",
        "<n><surname>Grün</surname><given>Eva</given><additional/></n>",
        f"<nickname><text>{EVA}</text></nickname>",
        f"<group name='a'><fn><text>{EVA}</text></fn></group>",
    ],
)
def test_a_card_in_xml(name: str, value: str) -> None:
    parameters = "<parameters><type><text>+49 40 9</text></type></parameters>"
    content = (
        '<?xml version="1.0"?><vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">'
        f"<vcard>{name}<tel>{parameters}{value}</tel></vcard>"
        "<vcard><fn><text>Kai</text></fn><tel><text>+49 40 111111</text></tel></vcard></vcards>"
    )
    assert names(content) == {HER: EVA, "+4940111111": "Kai"}


def test_a_card_in_xml_has_groups_and_a_picture() -> None:
    """One that it only names a place of isn't fetched."""
    face = base64.b64encode(png()).decode()
    people = "".join(
        f"<vcard><fn><text>P</text></fn><tel><text>+49 40 {n}11111</text></tel>"
        f"<categories><text>VIP</text></categories><photo><uri>{link}</uri></photo></vcard>"
        for n, link in enumerate((PNG + face, "https://example.com/a.png", PNG + "?"))
    )
    content = f'<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">{people}</vcards>'
    file = read_content(content.encode(), "DE", "de")
    assert [each.groups for each in file.contacts] == [("VIP",)] * 3
    assert [bool(each.picture) for each in file.contacts] == [True, False, False]
    assert [*file.pictures.values()] == [png()]


@pytest.mark.parametrize(
    "record",
    [
        f"<vorname>Eva</vorname><nachname>Grün</nachname><privat>{WRITTEN}</privat>",
        f"<prénom>Eva</prénom><nom>Grün</nom><bureau>{WRITTEN}</bureau>",
        f"<imie>Eva</imie><nazwisko>Grün</nazwisko><komorka>{WRITTEN}</komorka>",
        f"<company>{EVA}</company><number>{WRITTEN}</number>",
    ],
)
def test_elements_are_called_in_somebodys_language(record: str) -> None:
    assert names(f"<book><contact>{record}</contact></book>") == {HER: EVA}


@pytest.mark.parametrize(
    "person",
    [
        f'<contact><name>{EVA}</name><phone ext="22">{WRITTEN}</phone></contact>',
        f'<contact><name>{EVA}</name><phone no="1">{WRITTEN}</phone></contact>',
        f'<contact><name>{EVA}</name><number id="4" num="7">{WRITTEN}</number></contact>',
        f'<contact><name>{EVA}</name><tel no="1" value="{WRITTEN}"/></contact>',
        f'<contact><name>{EVA}</name><tel no="1"><number>{WRITTEN}</number></tel></contact>',
        f"<contact><vorname>{EVA}</vorname><telefon>{WRITTEN}</telefon><phone_id>12345</phone_id></contact>",
    ],
)
def test_what_counts_or_adds_to_a_number_in_xml_is_none(person: str) -> None:
    assert numbers_in(f"<book>{person}</book>") == {EVA: [HER]}


@pytest.mark.parametrize(
    "group",
    [
        "<item><name>Sales</name>{}</item>",
        '<item name="Sales">{}</item>',
        "<item><name>All</name><item><name>Sales</name>{}</item></item>",
        '<unit name="Sales">{}</unit>',
        "<unit><name>All</name><contact><name>Sales</name>{}</contact></unit>",
    ],
)
def test_people_in_a_group_have_their_own_numbers_each(group: str) -> None:
    people = (
        f"<item><name>{EVA}</name><number>{WRITTEN}</number></item>"
        "<item><name>Kai</name><number>+49 40 111111</number></item>"
    )
    found = numbers_in(f"<book>{group.format(people)}</book>")
    assert found == {EVA: [HER], "Kai": ["+4940111111"]}


def test_a_number_with_a_label_is_nobody_of_its_own() -> None:
    person = (
        f"<contact><name>{EVA}</name><item><name>Mobile</name><number>{WRITTEN}</number></item>"
        "<item><label>Work</label><number>+49 40 111111</number></item></contact>"
    )
    assert numbers_in(f"<book>{person}</book>") == {EVA: [HER, "+4940111111"]}


@pytest.mark.parametrize(
    "title",
    [
        *("Telefon-ID", "Mobilfunkvertrag", "Phone Count", "Phone PIN", "Phone IMEI"),
        *("Last Phone Call", "Telephone Cost", "Phone Model", "Automobile", "Handicap"),
        *("Immobilie", "Cancelled", "Excellence", "ИНН получателя", "Автомобиль"),
        *("Код плательщика", "Табель учителя", "Телеграм", "Телекс", "Automóvil"),
        *("Mobilität", "Parcella", "Mobilization", "phoneId", "Handymodell"),
    ],
)
def test_a_column_that_only_sounds_like_phones_has_no_numbers(title: str) -> None:
    assert numbers_in(f"Name;Telefon;{title}\n{EVA};{WRITTEN};12345\n") == {EVA: [HER]}


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Telefon Madrid",
            "Тел. юриста",
            "раб.тел.",
            "Тел. и факс",
            "ТЕЛ1",
            "Тел (моб.)",
        ),
        *("Home Cell", "homeCell", "Cell", "cell2", "Cell no.", "Móvil", "Mobil"),
    ],
)
def test_a_column_for_phones_may_say_whose(title: str) -> None:
    assert numbers_in(f"Name;{title}\n{EVA};{WRITTEN}\n") == {EVA: [HER]}


@pytest.mark.parametrize(
    "cell",
    [
        "01.02.24",
        "01/02/24",
        "192.168.1.1",
        "10.0.0.17",
        "172.16.254.3",
        "192.168.1.1:5060",
        "sip:192.168.1.20",
        "10.0.0.0/8",
    ],
)
def test_a_day_or_a_devices_address_is_no_number(cell: str) -> None:
    assert numbers_of(cell) == []


@pytest.mark.parametrize("cell", ["12.34.56.78", "01.23.45.67.89", "030.123.45.67"])
def test_a_number_may_have_dots(cell: str) -> None:
    assert numbers_of(cell) == [cell.replace(".", "")]


# vCard in JSON (RFC 7095)


def jcard(*properties: Sequence[object]) -> list[object]:
    """Return a card."""
    return ["vcard", [["version", {}, "text", "4.0"], *properties]]


EVA_IN_JSON = (
    ["fn", {}, "text", EVA],
    ["tel", {"type": ["voice", "cell"]}, "uri", f"tel:{HER};ext=3"],
)


def read_json(content: object) -> list[tuple[str, tuple[str, ...]]]:
    """Return names and numbers."""
    found = read_content(json.dumps(content, indent=1).encode(), "DE", "de").contacts
    return [(each.name, each.numbers) for each in found]


def test_a_card_in_json() -> None:
    assert read_json(jcard(*EVA_IN_JSON)) == [(EVA, (HER,))]


def test_cards_in_json() -> None:
    """One without a name of its own, and two numbers in one property."""
    kai = jcard(
        ["n", {}, "text", ["Kai", ["Jan", "Ole"], "", "", ""]],
        ["tel", {}, "text", "+49 40 111111", "+49 40 222222"],
        ["note", {}, "text", '["vcard", +49 40 333333'],
    )
    assert read_json([jcard(*EVA_IN_JSON), kai]) == [
        (EVA, (HER,)),
        ("Jan Ole Kai", ("+4940111111", "+4940222222")),
    ]


def test_a_card_in_json_has_groups_and_a_picture() -> None:
    photo = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
    card = jcard(
        ["fn", {"phonetic": "ipa"}, "text", "e:fa"],
        *EVA_IN_JSON,
        ["categories", {}, "text", "VIP", "Club"],
        ["photo", {}, "uri", photo],
    )
    file = read_content(json.dumps(card).encode(), "DE", "de")
    (contact,) = file.contacts
    assert contact.name == EVA
    assert contact.groups == ("VIP", "Club")
    assert list(file.pictures.values()) == [png()]


@pytest.mark.parametrize(
    "content",
    [
        '{"people": [{"name": "Eva", "phone": "+49 30 123456"}]}',
        '["vcard", [["fn", {}, "text", "Eva"], ["tel", {}, "text", "+49 30 123456"]',
        '["vcard", ' * 100_000,
        '["vcard", [' + "[" * 1_000_000,
        f'["vcard", [{"[]," * 1_000_000}[]]]',
        '["vcard", 7]',
        '["vcard", [["fn", {}, "text", {"a": 1}], ["tel", {}, "text", 49]]]',
    ],
)
def test_json_that_is_no_card_is_refused(content: str) -> None:
    began = time.thread_time()
    with pytest.raises(UnreadableContacts):
        read_content(content.encode(), "DE", "de")
    assert time.thread_time() - began < 2 * slowness()


# Archives


def test_an_archive_in_an_archive() -> None:
    """A few deep, beside what can't be read; the report tells the way."""
    inner = zipped({"eva.vcf": card(f"FN:{EVA}", f"TEL:{WRITTEN}")})
    content = zipped({"a/inner.zip": inner, "broken.zip": b"PK\x03\x04" + bytes(50)})
    assert names(content) == {HER: EVA}
    assert names(zipped({"outer.zip": content})) == {HER: EVA}
    without = zipped({"inner.zip": zipped({"kai.vcf": card("FN:Kai")})})
    both = zipped({"a.zip": without, "b.zip": inner})
    left_out = read_content(both, "DE", "de").report.left_out
    assert [each.member for each in left_out] == ["a.zip/inner.zip/kai.vcf"]


def test_archives_without_end_are_none() -> None:
    content = zipped({"eva.vcf": card(f"FN:{EVA}", f"TEL:{WRITTEN}")})
    for _ in range(50):
        content = zipped({"inner.zip": content})
    assert names(content) == {}


def test_what_archives_unfold_to_is_counted_together() -> None:
    """Of all that stand in one another."""
    half = bytes(MAX_BYTES // 2)
    content = zipped({f"{n}.zip": zipped({"zeros": half}) for n in range(3)})
    with pytest.raises(TooLarge):
        read_content(content, "DE", "de")


def test_a_compressed_file() -> None:
    """One that unfolds to too much, or is cut off, is refused."""
    content = gzip.compress(card(f"FN:{EVA}", f"TEL:{WRITTEN}").encode())
    assert names(content) == {HER: EVA}
    assert names(content[:-12]) == {}
    with pytest.raises(TooLarge):
        read_content(gzip.compress(bytes(MAX_BYTES + 1)), "DE", "de")


# Old Macs


@pytest.mark.parametrize(
    ("name", "encoding", "language"),
    [
        ("Jürgen Groß", "mac_roman", "de"),
        ("Bärbel", "mac_roman", "de"),
        ("René Façade", "mac_roman", "fr"),
        ("Zoë Blå", "mac_roman", "en"),
        ("Íñigo Peña", "mac_roman", "es"),
        ("Анна Ёлкина", "mac_cyrillic", "ru"),
        ("Małgorzata Źdźbło", "mac_latin2", "pl"),
        ("Ayşe Güneş", "mac_turkish", "tr"),
        ("Δήμητρα", "mac_greek", "el"),
    ],
)
def test_the_code_page_of_a_mac(name: str, encoding: str, language: str) -> None:
    """Where lines end as only Macs end them."""
    content = f"Name;Phone\r{name};{WRITTEN}\rKai;+49 40 111111\r".encode(encoding)
    assert names(content, language) == {HER: name, "+4940111111": "Kai"}


def test_a_table_of_a_newer_mac() -> None:
    """Its lines end as others do."""
    people = f"Name;Telefon\r\nJürgen Groß;{WRITTEN}\r\nRené Weiß;+49 40 111111\r\n"
    assert names(people.encode("mac_roman")) == {
        HER: "Jürgen Groß",
        "+4940111111": "René Weiß",
    }


# Cards


def test_a_number_whose_kind_somebody_named_is_read() -> None:
    """As Android writes what stands behind a name of one's own."""
    kind = "X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=42=C3=BC=72=6F)"
    content = card("VERSION:2.1", f"N:;{EVA};;;", f"TEL;{kind}:{WRITTEN}")
    assert names(content) == {HER: EVA}


@pytest.mark.parametrize("tones", [",,12", ",12", "p12", "w1,,2#", ";12", "P12w34"])
def test_what_is_dialed_once_somebody_has_answered_is_no_number(tones: str) -> None:
    escaped = tones.replace(",", "\\,").replace(";", "\\;")
    assert names(card(f"FN:{EVA}", f"TEL:{HER}{escaped}")) == {HER: EVA}


# Titles


@pytest.mark.parametrize(
    ("given", "family", "phone", "mobile"),
    [
        ("First Name", "Last Name", "Phone Number", "Mobile Phone"),
        ("Vorname", "Nachname", "Rufnummer", "Handynummer"),
        ("Prénom", "Nom de famille", "Numéro de téléphone", "Portable"),
        ("Nombre", "Apellidos", "Teléfono", "Móvil"),
        ("Nome", "Cognome", "Numero di telefono", "Cellulare"),
        ("Nome próprio", "Apelido", "Telefone", "Telemóvel"),
        ("Voornaam", "Achternaam", "Telefoonnummer", "Mobiel"),
        ("Imię", "Nazwisko", "Numer telefonu", "Komórka"),
        ("Křestní jméno", "Příjmení", "Telefonní číslo", "Mobil"),
        ("Krstné meno", "Priezvisko", "Telefónne číslo", "Mobil"),
        ("Keresztnév", "Vezetéknév", "Telefonszám", "Mobiltelefon"),
        ("Prenume", "Nume", "Număr de telefon", "Mobil"),
        ("Förnamn", "Efternamn", "Telefonnummer", "Mobil"),
        ("Fornavn", "Etternavn", "Telefonnummer", "Mobiltelefon"),
        ("Etunimi", "Sukunimi", "Puhelinnumero", "Matkapuhelin"),
        ("Eesnimi", "Perekonnanimi", "Telefoninumber", "Mobiil"),
        ("Vārds", "Uzvārds", "Tālrunis", "Mobilais"),
        ("Vardas", "Pavardė", "Telefono numeris", "Mobilusis"),
        ("Имя", "Фамилия", "Номер телефона", "Мобильный"),
        ("Ім'я", "Прізвище", "Номер телефону", "Мобільний"),
        ("Ime", "Prezime", "Broj telefona", "Mobitel"),
        ("Ime", "Priimek", "Telefonska številka", "Mobilni telefon"),
        ("Όνομα", "Επώνυμο", "Τηλέφωνο", "Κινητό"),
        ("Adı", "Soyadı", "Telefon numarası", "Cep telefonu"),
        ("名", "姓", "電話番号", "携帯電話"),
        ("名字", "姓氏", "电话号码", "手机"),
        ("이름", "성", "전화번호", "휴대폰"),
        ("Tên", "Họ", "Số điện thoại", "Di động"),
        ("ชื่อ", "นามสกุล", "หมายเลขโทรศัพท์", "มือถือ"),
        ("الاسم الأول", "اسم العائلة", "رقم الهاتف", "جوال"),
        ("שם פרטי", "שם משפחה", "מספר טלפון", "נייד"),
        ("पहला नाम", "उपनाम", "फ़ोन नंबर", "मोबाइल"),
        ("Nama depan", "Nama belakang", "Nomor telepon", "Ponsel"),
        ("Nom", "Cognoms", "Número de telèfon", "Mòbil"),
        ("نام", "نام خانوادگی", "شماره تلفن", "موبایل"),
    ],
)
def test_a_table_in_somebodys_language(
    given: str, family: str, phone: str, mobile: str
) -> None:
    """The whole name, whichever of its columns comes first, and both numbers."""
    titles = f"Id;{given};{family};{phone};{mobile};E-Mail"
    row = f"1;Eva;Grün;{WRITTEN};0176 12345678;eva@example.com"
    assert names(f"{titles}\n{row}\n") == {HER: EVA, MOBILE: EVA}
    assert names(f"{family};{given};{mobile}\nGrün;Eva;{WRITTEN}\n") == {HER: EVA}


# Cells


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("\u2019040765432", ["040765432"]),
        ('=HYPERLINK("tel:+4940765432","040 765432")', [HER]),
        ('=HYPERLINK("tel:+4940765432";"040 765432")', [HER]),
        ("-40765432", []),
        ("1.234,56", []),
        ("1.234,56 €", []),
        ("49,407,654,32", []),
        ("725,722,701", ["725", "722", "701"]),
        ("040 765432/33", []),
        ("040/765432 / 0176/12345678", ["040765432", MOBILE]),
        ("040/765432/0176/12345678", ["040765432", MOBILE]),
        ("725/726", ["725", "726"]),
        ("089/726", ["089726"]),
        ("+49/40/765432", [HER]),
        ("040 765432 040 765433", []),
        ("Tel. 040 765432", ["040765432"]),
        ("040 765432 privat, 0176 12345678 mobil", ["040765432", MOBILE]),
        ("Büro 040 765432", ["040765432"]),
        ("040 Büro", []),
        ("040 765432 DW 12", ["040765432"]),
        ("040 765432 #12", ["040765432"]),
        ("+4940765432,,12", [HER]),
    ],
)
def test_more_cells_of_spreadsheets(cell: str, numbers: list[str]) -> None:
    """The number, or none: never one that is another's."""
    assert numbers_of(cell) == numbers


@pytest.mark.parametrize(
    "cell",
    [
        *("040 7654-0", "040/7654-0", "040 7654\u20130", "(040) 7654 - 0"),
        *("Zentrale: 040 7654-0", "040 7654-0 (Zentrale)", "Tel. 040 7654-0"),
        *('="040 7654-0"', "'040 7654-0", "040-7654-0"),
    ],
)
def test_a_central_number_names_its_extensions(cell: str) -> None:
    """However it's written, and whatever stands beside it."""
    assert numbers_of(cell) == ["04076540", "0407654*"]


@pytest.mark.parametrize("cell", ["7654-0", "040-0", "040 7654-00", "040 7654-10"])
def test_what_only_ends_in_a_zero_is_no_central_number(cell: str) -> None:
    assert not any(each.endswith("*") for each in numbers_of(cell))


@pytest.mark.parametrize(
    ("cell", "country", "numbers"),
    [
        ("1-800-FLOWERS", "US", ["+18003569377"]),
        ("(800) CALL-ATT", "US", ["+18002255288"]),
        ("+1 800 FLOWERS", "DE", ["+18003569377"]),
        ("0800 REWE000", "DE", ["+498007393000"]),
        ("1-800-FLOWERS", "DE", []),
        ("1-800-FLOWERS", "FR", []),
        ("040 BUERO", "DE", []),
        ("SEE 040765432", "DE", []),
    ],
)
def test_letters_are_digits_where_a_country_has_them(
    cell: str, country: str, numbers: list[str]
) -> None:
    assert numbers_of(cell, country) == numbers
