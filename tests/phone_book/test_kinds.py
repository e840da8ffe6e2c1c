"""Files of each kind in the forms in which programs and people make them: the right name, or none."""

import base64
from io import BytesIO
from zipfile import ZipFile

import pytest

from custom_components.telephony.phone_book.files import read_content
from custom_components.telephony.phone_book.report import UnreadableContacts

EVA, HER, MOBILE = "Eva Grün", "+4940765432", "017612345678"
WRITTEN = "+49 40 765432"
TEL = f"TEL:{WRITTEN}"


def names(content: str | bytes, language: str = "de") -> dict[str, str]:
    """Return the name of each number; nobody's in a file that is refused."""
    data = content if isinstance(content, bytes) else content.encode()
    try:
        contacts = read_content(data, "DE", language).contacts
    except UnreadableContacts:
        return {}
    return {number: each.name for each in contacts for number in each.numbers}


def card(*lines: str, end: bool = True, line_end: str = "\r\n") -> str:
    """Return a vCard."""
    last = ["END:VCARD", ""] if end else [""]
    return line_end.join(["BEGIN:VCARD", *lines, *last])


def quoted(text: str, encoding: str) -> str:
    """Return a text in quoted-printable."""
    return "".join(f"={each:02X}" for each in text.encode(encoding))


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        (EVA, "ISO-8859-1"),
        ("Zoë “Z” Grün", "WINDOWS-1252"),
        ("Вера Павлова", "WINDOWS-1251"),
        ("Вера Павлова", "KOI8-R"),
        ("鈴木 花子", "SHIFT_JIS"),
        ("鈴木 花子", "EUC-JP"),
        ("李小龙", "GB2312"),
        ("李小龍", "BIG5"),
        ("이영희", "EUC-KR"),
        ("Δήμητρα", "ISO-8859-7"),
        ("Małgorzata Źdźbło", "ISO-8859-2"),
        ("Ayşe Güneş", "WINDOWS-1254"),
        (EVA, "UTF-8"),
        (EVA, "UTF-7"),
    ],
)
def test_cards_of_version_2_1_name_their_character_set(name: str, charset: str) -> None:
    """Quoted, in base 64 and plain; whatever the user's language is."""
    coded = base64.b64encode(name.encode(charset)).decode()
    parts = (
        f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{quoted(name, charset)}",
        f"FN;CHARSET={charset};ENCODING=BASE64:{coded}",
    )
    for line in parts:
        assert names(card("VERSION:2.1", line, TEL), "en") == {HER: name}
    plain = f"FN;CHARSET={charset}:".encode() + name.encode(charset)
    content = card("VERSION:2.1", "@", TEL).encode().replace(b"@", plain)
    assert names(content, "en") == {HER: name}


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" + card(f"FN:{EVA}", TEL)).encode("utf-16-le"),
        card(f"FN:{EVA}", TEL).encode("utf-16-be"),
        ("\ufeff" + card(f"FN:{EVA}", TEL)).encode("utf-32-le"),
        card("FN:\ufeffEva Grün", "TEL:\ufeff+49 40 765432"),
        card("FN;CHARSET=X-NONE:Eva Grün", TEL).encode("latin-1"),
        card("FN;CHARSET=UTF-8:Eva Grün", TEL).encode("latin-1"),
        card(f"FN;QUOTED-PRINTABLE:{quoted(EVA, 'latin-1')}", TEL),
        card("FN;ENCODING=QUOTED-PRINTABLE:Eva=20=\r\nGr=C3=BC=\r\nn", TEL),
        card(f"FN:{EVA}", "TEL;ENCODING=QUOTED-PRINTABLE:=2B49=2040=20765432"),
        "Exported by a program\r\n\r\n" + card(f"FN:{EVA}", TEL),
        "\r\n \r\n" + card(f"FN:{EVA}", TEL),
        card(f"   FN:{EVA}", f"   {TEL}", "   END:VCARD").replace("BEGIN", "   BEGIN"),
        card(f"FN:{EVA}", TEL, line_end="\r"),
        card(f"FN:{EVA}", TEL, line_end="\r\r\n"),
        f"BEGIN : VCARD\nFN : {EVA}\nTEL ; CELL : {WRITTEN}\nEND : VCARD",
        card(f"FN:{EVA}", TEL).lower().replace("eva grün", EVA),
        card(f"FN:{EVA}", TEL, "AGENT: BEGIN:VCARD", "FN:Aide", "TEL:1", "END:VCARD"),
        card(f"FN:{EVA}", TEL, "AGENT:BEGIN:VCARD\\nFN:Aide\\nTEL:1\\nEND:VCARD\\n"),
        card("FN:Eva", " Grün".replace(" ", "  "), TEL),
        card(f"FN:{EVA}", TEL, "NOTE:" + "x" * 100_000),
        card("N:Grün;Eva;Maria;Dr.;", TEL),
        card(f"FN:{EVA}", TEL, end=False),
    ],
)
def test_cards_as_programs_write_them(content: str | bytes) -> None:
    assert names(content) == {HER: EVA}


def test_nothing_of_a_card_reaches_the_next() -> None:
    """With an end or without, with a mark of the byte order between them."""
    other = card("FN:Kai", "TEL:+49 40 111111", end=False)
    expected = {"+4940111111": "Kai", HER: EVA}
    assert names(other + card(f"FN:{EVA}", TEL)) == expected
    assert names(f"{other}\ufeff{card(f'FN:{EVA}', TEL)}") == expected
    assert names(card("FN:Kai", end=False) + card(TEL)) == {}
    mixed = other.replace("Kai", "Kaï").encode() + card(f"FN:{EVA}", TEL).encode(
        "cp1252"
    )
    assert names(mixed) == {"+4940111111": "Kaï", HER: EVA}


# LDIF


@pytest.mark.parametrize(
    "lines",
    [
        (f"cn: {EVA}", f"telephoneNumber: {WRITTEN}"),
        ("cn: Eva G", " rün", "telephoneNumber: +49 40", "  765432"),
        ("cn:: " + base64.b64encode(EVA.encode()).decode(), f"mobile:{WRITTEN}"),
        (
            "cn:: " + base64.b64encode(EVA.encode("latin-1")).decode(),
            f"mobile:{WRITTEN}",
        ),
        ("cn;lang-ja;phonetic: eba", f"cn;lang-de: {EVA}", f"homePhone;x-a: {WRITTEN}"),
        ("givenName: Eva", "sn: Grün", f"otherTelephone: {WRITTEN}"),
        (f"2.5.4.3: {EVA}", f"2.5.4.20: {WRITTEN}"),
        (f"cn: {EVA}", "note: a\u2028dn: b\x0bcn: C", f"mobile: {WRITTEN}"),
        ("# a remark", "  goes on", f"cn: {EVA}", f"telephoneNumber: {WRITTEN}"),
        (f"cn: {EVA}", f"mobile: {WRITTEN}", "jpegPhoto:< file:///etc/passwd"),
        (f"cn: {EVA}", f"mobile: {WRITTEN}", "facsimileTelephoneNumber: +49 40 9"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_ldif_as_programs_write_it(lines: tuple[str, ...], line_end: str) -> None:
    content = line_end.join(
        ("version: 1", "", "dn: cn=x", *lines, "", "dn: cn=y", "cn: Z")
    )
    assert names(content) == {HER: EVA}
    assert names(("\ufeff" + content).encode("utf-16-le")) == {HER: EVA}


# XML


@pytest.mark.parametrize(
    "content",
    [
        (
            "<phonebooks><phonebook><contact><category>1</category><person><realName>\n Eva Grün\n</realName>"
            '</person><uniqueid>725</uniqueid><telephony><number type="home" vanity="EVA" quickdial="7">'
            f'{WRITTEN}</number><number type="mobile">{MOBILE}</number></telephony></contact></phonebook></phonebooks>'
        ),
        f'<root_contact><contact display_name="{EVA}" office_number="{HER}" mobile_number="{MOBILE}" line="0"/></root_contact>',
        f'<Book><Title>T</Title><Menu Name="Friends"><Unit Name="{EVA}" Phone1="{HER}" Phone2="{MOBILE}" Phone3=""/></Menu></Book>',
        (
            "<AddressBook><pbgroup><id>1</id><name>Work</name></pbgroup><Contact><id>7</id><FirstName>Eva</FirstName>"
            f"<LastName>Gr&#252;n</LastName><Phone><phonenumber>{HER}</phonenumber><accountindex>1</accountindex></Phone>"
            f"<Phone><phonenumber>{MOBILE}</phonenumber></Phone></Contact></AddressBook>"
        ),
        (
            f"<CiscoIPPhoneDirectory><Prompt>P</Prompt><SoftKeyItem><Name>Exit</Name><Position>1</Position></SoftKeyItem>"
            f"<DirectoryEntry><Name><![CDATA[{EVA}]]></Name><Telephone>{HER}</Telephone><Telephone>{MOBILE}</Telephone></DirectoryEntry></CiscoIPPhoneDirectory>"
        ),
        (
            f'<tbook><contact><first_name>Eva</first_name><last_name>Grün</last_name><numbers><number no="{HER}" type="a" outgoing_id="1"/>'
            f'<number no="{MOBILE}"/></numbers></contact></tbook>'
        ),
        f"<list><entry><ln>Grün</ln><fn>Eva</fn><hm>{HER}</hm><mb>{MOBILE}</mb></entry></list>",
        f"<list><entry><surname>Grün</surname><name>Eva</name><home1>{HER}</home1><mobile1>{MOBILE}</mobile1></entry></list>",
        f"<directory><item_list><item><ln>Grün</ln><fn>Eva</fn><ct>{HER}</ct><sd>1</sd></item><item><fn>Eva Grün</fn><ct>{MOBILE}</ct></item></item_list></directory>",
        f'<b:book xmlns:b="urn:b"><b:contact><b:displayName>{EVA}</b:displayName><b:workphone>{HER}</b:workphone><b:cellphone>{MOBILE}</b:cellphone></b:contact></b:book>',
        f"<AddressBook><Contact><Name>{EVA}</Name><Office>{HER}</Office><Home/><Mobile>{MOBILE}</Mobile></Contact></AddressBook>",
        f"<book><contact><givenName>Eva</givenName><sn>Grün</sn><telephoneNumber>{HER}</telephoneNumber><mobile>{MOBILE}</mobile><fax>+49 40 9</fax></contact></book>",
        f'<contacts><contact name="{EVA}" number="{HER}" mobile="{MOBILE}" zip="20095" id="12"/></contacts>',
        f'<p><Personnel id="1"><Name>{EVA}</Name><PhoneNums><PhoneNum type="a">{HER}</PhoneNum><PhoneNum>{MOBILE}</PhoneNum></PhoneNums></Personnel></p>',
    ],
)
def test_books_of_routers_and_phones(content: str) -> None:
    """In whatever encoding they are and say that they are."""
    expected = {HER: EVA, MOBILE: EVA}
    assert names(content) == expected
    for start, encoding in (
        ('\n<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        ('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n', "utf-8"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "latin-1"),
        ('\ufeff<?xml version="1.0" encoding="utf-16"?>', "utf-16-le"),
    ):
        assert names((start + content).encode(encoding)) == expected


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE b [<!ENTITY a "Eva">]><b><contact><name>&a;</name><number>725</number></contact></b>',
        "<html><body><p>Eva 725</p></body></html>",
        "<book><contact><name>Eva</name><number>725",
        '[["card",[["fn",{},"text","Eva"],["tel",{},"uri","tel:+4940765432"]]]]',
    ],
)
def test_what_only_looks_like_a_book_is_refused(content: str) -> None:
    assert names(content) == {}


# Tables


@pytest.mark.parametrize(
    "titles",
    """Full Name;Phone Number|Display Name;Mobile|Contact;GSM|Employee name;Work phone|Anzeigename;Rufnummer
    Nom complet;Téléphone|Nom et prénom;N° de téléphone|Nombre y apellidos;Número de teléfono|Nome completo;Telefone
    Nome;Cellulare|Naam;Telefoonnummer|Imię i nazwisko;Numer telefonu|Jméno;Telefon|Név;Telefonszám|Nume;Telefon
    Ad Soyad;Telefon|ФИО;Телефон|Имя;Номер|Контакт;Мобильный телефон|Име;Телефон|Όνομα;Τηλέφωνο|שם;טלפון
    الاسم;رقم الهاتف|姓名;电话|氏名;電話番号|이름;전화번호|Namn;Telefonnummer|Navn;Mobil|Nimi;Puhelin|Vārds;Tālrunis
    Vardas;Telefonas|Tên;Số điện thoại|ชื่อ;โทรศัพท์|Nama;Nomor telepon|नाम;फ़ोन|Meno;Telefón|Ime in priimek;Telefonska številka
    Emri;Telefoni|Teilnehmer;Nebenstelle|Kontakt;Handynummer|Subscriber;MSISDN|What;Where""".replace(
        "\n", "|"
    ).split("|"),
)
def test_titles_in_many_languages(titles: str) -> None:
    assert names(f"{titles.strip()}\n{EVA};{WRITTEN}\n") == {HER: EVA}


@pytest.mark.parametrize(
    "titles",
    """Last Name;First Name|Nachname;Vorname|Name;Vorname|Nom;Prénom|Apellidos;Nombre|Cognome;Nome|Sobrenome;Nome
    Achternaam;Voornaam|Nazwisko;Imię|Příjmení;Jméno|Vezetéknév;Keresztnév|Nume;Prenume|Soyad;Ad|Фамилия;Имя
    Прізвище;Ім'я|Фамилия;Име|Efternamn;Förnamn|Sukunimi;Etunimi|姓;名|Επώνυμο;Όνομα|שם משפחה;שם פרטי|Priimek;Ime
    Priezvisko;Meno|Perekonnanimi;Eesnimi|Uzvārds;Vārds|Pavardė;Vardas|contact_name_family;contact_name_given""".replace(
        "\n", "|"
    ).split("|"),
)
def test_family_and_given_name_in_many_languages(titles: str) -> None:
    assert names(f"{titles.strip()};Telefon\nGrün;Eva;{WRITTEN}\n") == {HER: EVA}
    # Where it's all in one of the two, it isn't said twice.
    assert names(f"{titles.strip()};Telefon\nGrün;Eva Grün;{WRITTEN}\n") == {HER: EVA}


@pytest.mark.parametrize(
    "title",
    """Kundennummer|Customer No.|Numéro client|Número de cliente|Codice cliente|Numer klienta|Klantnummer|Номер договора
    Personalnummer|Vertragsnummer|Mitgliedsnr|Auftragsnummer|Lieferantennummer|Zimmer|Raumnummer|Kamernummer|Номер квартиры
    Hausnummer|Huisnummer|Numero civico|Número de casa|Numéro de rue|Haus-Nr.|IBAN|Steuernummer|SSN|Passport Number
    Badge Number|Unit number|Apartment No|Seriennummer|ID Number|Quantity|PIN|PLZ|Nr.|No|lfd. Nr.|Nummer|№|Fax|Telefax""".replace(
        "\n", "|"
    ).split("|"),
)
def test_numbers_of_other_things_are_no_phone_numbers(title: str) -> None:
    for number in ("12", "725", "123456", "1234567890"):
        content = f"{title.strip()};Name;Telefon\n{number};{EVA};{WRITTEN}\n"
        assert names(content) == {HER: EVA}


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("'+4940765432", [HER]),
        ('="+4940765432"', [HER]),
        ("=+4940765432", [HER]),
        ("+4940765432.0", [HER]),
        ("4940765432,00", ["4940765432"]),
        ("4.94077E+10", []),
        ("4,94077e+10", []),
        ("########", []),
        ("#REF!", []),
        ("2024-01-31", []),
        ("31.12.1999", []),
        ("+49, 40, 765432", []),
        ("+49 40 765432 x5", [HER]),
        ("+49 40 765432 (Büro)", [HER]),
        ("Büro: +49 40 765432", [HER]),
        ("+49 40 765432, 0176 12345678", [HER, MOBILE]),
        ("+49 40 765432 / 0176 12345678", [HER, MOBILE]),
        ("+49 40 765432\n0176 12345678", [HER, MOBILE]),
        ("040/765432", ["040765432"]),
        ("725, 726", ["725", "726"]),
        ("call after 5", []),
    ],
)
def test_cells_of_spreadsheets(cell: str, numbers: list[str]) -> None:
    """The number, or none: never one that is another's."""
    quoted_cell = '"' + cell.replace('"', '""') + '"'
    content = f"Name;Telefon\nKai;+49 40 111111\n{EVA};{quoted_cell}\n"
    found = names(content)
    assert [number for number, name in found.items() if name == EVA] == numbers


@pytest.mark.parametrize(
    ("name", "encoding", "language"),
    [
        (EVA, "cp1252", "de"),
        (EVA, "cp850", "de"),
        (EVA, "utf-32", "en"),
        ("Вера Павлова", "cp1251", "ru"),
        ("Вера Павлова", "koi8-r", "ru"),
        ("Вера Павлова", "cp866", "ru"),
        ("Вера Павлова", "iso8859-5", "ru"),
        ("Їжак Ґанна", "cp1251", "uk"),
        ("Małgorzata Źdźbło", "cp1250", "pl"),
        ("Małgorzata Źdźbło", "iso8859-2", "pl"),
        ("Δήμητρα", "cp1253", "el"),
        ("Ayşe Güneş", "cp1254", "tr"),
        ("אדה", "cp1255", "he"),
        ("鈴木 花子", "cp932", "ja"),
        ("李小龙", "gbk", "zh-Hans"),
        ("李小龍", "big5", "zh-Hant"),
        ("이영희", "cp949", "ko"),
    ],
)
def test_the_code_page_of_the_language(name: str, encoding: str, language: str) -> None:
    """Of Windows, of DOS and of Unix, told by what words look like."""
    content = f"Name;Phone\n{name};{WRITTEN}\nKai;+49 40 111111\n".encode(encoding)
    assert names(content, language) == {HER: name, "+4940111111": "Kai"}


@pytest.mark.parametrize(
    "content",
    [
        f"sep=;\r\nName;Nummer\r\n{EVA};{WRITTEN}\r\n",
        f"Unsere Liste\n\nName;Telefon\n{EVA};{WRITTEN}\n",
        f"displayname,fname,lname,home,work,cell\n{EVA},Eva,Grün,{WRITTEN},,\n",
        f"display_name,office_number,other_number,line,ring\n{EVA},{HER},,0,\n",
        f"First Name,Last Name,Work,Home,Account\nEva,Grün,{WRITTEN},,1\n",
        f"Name,Home,Work\n{EVA},{WRITTEN},Weg 12\n",
        f"caller,number\n{EVA},{HER}\n",
        f"Nr;A;B\n12;{EVA};{WRITTEN}\n",
        f"1;{EVA};{WRITTEN}\n",
    ],
)
def test_tables_as_programs_write_them(content: str) -> None:
    assert names(content) == {HER: EVA}


def test_cards_and_tables_in_one_zip() -> None:
    """Beside what is neither."""
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.writestr("a/eva.vcf", card(f"FN:{EVA}", TEL))
        file.writestr("kai.csv", "Name;Phone\nKai;+49 40 111111\n".encode("utf-16"))
        file.writestr("__MACOSX/._eva.vcf", b"\0\5\x16\7" + bytes(60))
        file.writestr("readme.txt", "Exported on 2024-01-31\nVersion 12\n")
        file.writestr("face.jpg", b"\xff\xd8\xff" + bytes(20))
    assert names(archive.getvalue()) == {HER: EVA, "+4940111111": "Kai"}
