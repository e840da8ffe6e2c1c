"""Files of strangers: programs that break their format, and people who invent titles and elements of their own."""

import base64

import pytest

from .test_kinds import EVA, HER, MOBILE, WRITTEN, card, names
from .test_more_kinds import numbers_in, numbers_of, zipped

MOBILE_WRITTEN = "0176 12345678"
BOTH = {HER: EVA, MOBILE: EVA}
EVAS = card(f"FN:{EVA}", f"TEL:{WRITTEN}")


# Cards


@pytest.mark.parametrize("between", ["", "\ufeff", " "])
def test_cards_that_were_put_together_stay_two(between: str) -> None:
    """A file whose last line had no end, before another."""
    kai = card("FN:Kai", "TEL:+49 40 111111")
    assert names(EVAS.strip() + between + kai) == {HER: EVA, "+4940111111": "Kai"}


def test_the_preferred_name_is_shown() -> None:
    """The numbers stay in their order (RFC 6350, 5.3)."""
    content = card(
        "VERSION:4.0",
        "FN;PREF=2:Evi",
        f"FN;PREF=1:{EVA}",
        f"TEL:{MOBILE_WRITTEN}",
        f"TEL;PREF=1:{WRITTEN}",
    )
    assert numbers_in(content) == {EVA: [MOBILE, HER]}


@pytest.mark.parametrize(
    "charset", ["UNICODE-1-1-UTF-8", "US-ASCII", "ISO-8859-1", "WINDOWS-1252", "utf8"]
)
def test_a_card_that_was_saved_in_utf_8_may_say_what_it_was_before(
    charset: str,
) -> None:
    assert names(card("VERSION:2.1", f"FN;CHARSET={charset}:{EVA}", f"TEL:{WRITTEN}"))[
        HER
    ] == (EVA)


@pytest.mark.parametrize(
    "lines",
    [
        (f"FN:{EVA}", f"TEL;ENCODING=QUOTED-PRINTABLE:{WRITTEN}="),
        (
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Eva Gr=C3=BCn=",
            f"TEL:{WRITTEN}",
        ),
        (
            f"FN;ENCODING=b:{base64.b64encode(EVA.encode()).decode().rstrip('=')}",
            f"TEL:{WRITTEN}",
        ),
        (
            "N:Grün;Eva",
            "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQ",
            "TEL8AAA==",
            "",
            f"TEL:{WRITTEN}",
        ),
        (
            f"FN:{EVA}",
            f"item1.TEL;type=pref:{WRITTEN}",
            "item1.X-ABLabel:_$!<Mobile>!$_",
            "item2.X-ABLabel:12345678",
        ),
        (f"FN:{EVA}", "TEL;VALUE=uri:tel:40765432;phone-context=+49"),
        (f"FN:{EVA}", "TEL;HOME:", "TEL;WORK: ", f"TEL;CELL:{WRITTEN}"),
        ("FN:\u202aEva\u200b Grün\u202c", f"TEL:\u2066{WRITTEN}\u2069"),
        (f"FN:{EVA}", "TEL:+49\u221240\u2011765432"),
        ("FN:Eva\\nGrün", f"TEL:{WRITTEN}"),
        ("FN:", "N:;;;;", f"ORG:{EVA}", f"TEL:{WRITTEN}"),
    ],
)
def test_a_card_that_is_not_quite_one(lines: tuple[str, ...]) -> None:
    assert names(card("VERSION:2.1", *lines)) == {HER: EVA}


# Tables


@pytest.mark.parametrize(
    "titles",
    """Name;Festnetz;Mobil|Name;Landline;Mobile|Nombre;Fijo;Móvil|Nom;Fixe;Portable|Nome;Fisso;Cellulare
    Nazwa;Stacjonarny;Komórka|Имя;Городской;Мобильный|Naam;Vast;Mobiel|Name;Fon;Mob.|👤;☎;📱|Name;Ph No;Cell
    Name;Tel. dienstlich;Mobil-Tel.-Nr.|Name;Telefon (mit Vorwahl);Im Laden|Name;Mobil;Schalter 3""".replace(
        "\n", "|"
    ).split("|"),
)
def test_every_column_with_phone_numbers_counts(titles: str) -> None:
    """Those that nobody has a title for, too, if by their shape they can't be anything else."""
    row = f"{EVA};{WRITTEN};+49 176 12345678"
    found = names(f"{titles.strip()}\n{row}\n")
    assert {each.replace("0176", "+49176") for each in found} == {HER, "+4917612345678"}


@pytest.mark.parametrize("number", ["1234567890", "0012345678", "4711", "12-345-6"])
def test_a_column_without_a_known_title_may_count_anything(number: str) -> None:
    table = f"Name;Mobil;Schlüssel\n{EVA};{WRITTEN};{number}\n"
    assert numbers_in(table) == {EVA: [HER]}


@pytest.mark.parametrize(
    "title",
    [
        *("Ext", "Ext.", "Extn", "DW", "Klappe", "Apparat", "Interno", "Ramal"),
        *("Poste", "Toestel", "Anknytning", "Доб.", "Внутренний номер", "内線番号"),
        *("Internal number", "分机", "내선"),
    ],
)
def test_extensions_are_numbers_whatever_they_are_called(title: str) -> None:
    assert numbers_in(f"{title};Name\n725;{EVA}\n") == {EVA: ["725"]}


@pytest.mark.parametrize(
    "title",
    [
        *("Kurzwahl", "Kurzrufnummer", "Speed Dial Number", "phone_1_speeddial"),
        *("Numéro abrégé", "Marcación rápida", "Télécopie", "Facsimile", "Prio"),
        *("Telefon Assistent", "Regierungs-Nr.", "Interne Notiz", "Personal No."),
    ],
)
def test_what_stands_beside_a_number_is_none(title: str) -> None:
    table = f"Name;Rufnummer;{title}\n{EVA};{WRITTEN};7\nKai;+49 40 111111;8\n"
    assert numbers_in(table) == {EVA: [HER], "Kai": ["+4940111111"]}


@pytest.mark.parametrize(
    "table",
    [
        f'"Name;Telefon"\n"{EVA};{WRITTEN}"\n',
        f'"Name,""Telefon"""\n"{EVA},""{WRITTEN}"""\n',
        f"'Name';'Telefon'\n'{EVA}';'{WRITTEN}'\n",
        f"| Name | Telefon |\n|------|------|\n| {EVA} | {WRITTEN} |\n",
        f'"Name";"Telefon\n(privat)"\n"{EVA}";"{WRITTEN}"\n',
        f'"Name, Vorname";Telefon\n"Grün, Eva";{WRITTEN}\n',
        f'"Last name, first name",Phone\n"Grün, Eva",{WRITTEN}\n',
        f"Nom et prénom;Téléphone\nGrün, Eva;{WRITTEN}\n",
        f"Фамилия, имя;Телефон\nGrün, Eva;{WRITTEN}\n",
        f"Name;Telefon;;;\n{EVA};{WRITTEN};;;\n;;;;\n",
        f"Name;Telefon\n{EVA};{WRITTEN}\nName;Telefon\n",
    ],
)
def test_a_table_that_went_through_other_programs(table: str) -> None:
    assert names(table) == {HER: EVA}


def test_a_table_may_be_of_several_encodings() -> None:
    """One that was put together, or was cut off within a letter."""
    most = f"Name;Telefon\n{EVA};{WRITTEN}\nÄnne;+49 40 222222\n".encode()
    others = {"+4940222222": "Änne", HER: EVA}
    zoe = "Zoë;+49 40 111111\n".encode("cp1252")
    assert names(most + zoe) == others | {"+4940111111": "Zoë"}
    assert names(most + b"Zo\xc3") == others


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("040,765432", []),
        ("040;765432", []),
        ("040 765432, 33", ["040765432"]),
        ("040 765432 oder 33", ["040765432"]),
        ("040 765432 or 765433", ["040765432"]),
        ("040 765432/765433", []),
        ("0049 36424/76543", ["00493642476543"]),
        ("725; +49 40 765432", ["725", HER]),
        ("040 765432 und 0176 12345678", ["040765432", MOBILE]),
        ("040 765432 & 0176 12345678", ["040765432", MOBILE]),
        ("040 765432 // 0176 12345678", ["040765432", MOBILE]),
        ("040 765432\\0176 12345678", ["040765432", MOBILE]),
        ("040 765432 ::: 33", ["040765432", "33"]),
        ("M +49 40 765432", [HER]),
        ("T: +49 40 765432", [HER]),
        ('="""+49 40 765432"""', [HER]),
        ("='+4940765432'", [HER]),
        ("=(+4940765432)", [HER]),
        ("<tel:+4940765432>", [HER]),
        ("4.94077E10", []),
        ("4,94E+0011", []),
        ("49 E 11", []),
        ("4.94077 E+10", []),
        ("4.94077×10^10", []),
        ("+49 40 765432 - 0176 12345678", []),
        ("040 765432 ab 18 Uhr", []),
    ],
)
def test_cells_as_people_fill_them(cell: str, numbers: list[str]) -> None:
    """The number, or none: another end by itself belongs to somebody else."""
    assert numbers_of(cell) == numbers


# LDIF


@pytest.mark.parametrize(
    "attribute",
    [
        *("mobileTelephoneNumber", "homeTelephoneNumber", "companyPhone", "otherPhone"),
        *("0.9.2342.19200300.100.1.41", "otherIpPhone", "mozillaHomePhone", "MOBILE"),
    ],
)
def test_numbers_may_be_in_attributes_of_other_names(attribute: str) -> None:
    ldif = f"dn: cn=x\ncn: {EVA}\n{attribute}: {WRITTEN}\nextensionAttribute1: 12345\n"
    for other in ("facsimileTelephoneNumber", "telephoneAssistant", "employeeNumber"):
        ldif += f"{other}: +49 40 999999\n"
    assert numbers_in(ldif) == {EVA: [HER]}


# XML


@pytest.mark.parametrize(
    "book",
    [
        "<book><contact><name>{0}</name><professional>{1}</professional><personal>{2}</personal></contact></book>",
        "<YealinkIPPhoneDirectory><DirectoryEntry><Name>{0}</Name><Telephone>{1}</Telephone><Professional>{2}</Professional></DirectoryEntry></YealinkIPPhoneDirectory>",
        '<root_contact><contact display_name="{0}" professional_number="{1}" private_number="{2}"/></root_contact>',
        (
            "<phonebooks><phonebook><contact><category>0</category><person><realName>{0}</realName></person><telephony>"
            '<professional>{1}</professional><number type="mobile">{2}</number></telephony><mod_time>1600000000</mod_time>'
            "<uniqueid>725</uniqueid></contact></phonebook></phonebooks>"
        ),
        (
            "<AddressBook><Contact><FirstName>Eva</FirstName><LastName>Grün</LastName><Phones><Professional>{1}</Professional>"
            "<Private>{2}</Private></Phones><Ringtone>content://1234567890</Ringtone></Contact></AddressBook>"
        ),
        '<tbook><item index="1"><first_name>Eva</first_name><last_name>Grün</last_name><sip_number>{1}</sip_number><atelier>+49 40 765432</atelier><werkstatt>{2}</werkstatt><mobile>{2}</mobile></item></tbook>',
        "<AastraIPPhoneTextMenu><MenuItem><Prompt>{0}</Prompt><Dial>{1}</Dial><Dial>{2}</Dial></MenuItem></AastraIPPhoneTextMenu>",
        '<ContactData><Group Name="All"><Contact Name="{0}" Num1="{1}" Num2="{2}" Ring="Auto" Account="0"/></Group></ContactData>',
        "<Telefonbuch><Eintrag><Name>{0}</Name><Rufnummer>{1}</Rufnummer><Mobil>{2}</Mobil></Eintrag></Telefonbuch>",
        "<b><Teilnehmer><Vorname>Eva</Vorname><Nachname>Grün</Nachname><Telefon>{1}</Telefon><Handy>{2}</Handy></Teilnehmer></b>",
        '<users><user firstname="Eva" lastname="Grün" phone="{1}" mobile="{2}"/></users>',
        "<b><Contact1><Name>{0}</Name><Office>{1}</Office><Mobile>{2}</Mobile></Contact1></b>",
        "<b><row1><name>{0}</name><phone>{1}</phone><phone>{2}</phone></row1></b>",
    ],
)
def test_elements_of_somebodys_own(book: str) -> None:
    """Numbers and people are known by what they are called in any language, and by what they look like."""
    kai = book.format("Kai", "+4940111111", "+4940111112")
    assert names(book.format(EVA, WRITTEN, MOBILE)) == BOTH
    root, _, inner = kai.partition(">")
    both = book.format(EVA, WRITTEN, MOBILE).replace(
        f"{root}>", f"{root}>{inner[: inner.rindex('<')]}", 1
    )
    assert len(names(both)) == 4


@pytest.mark.parametrize(
    "content",
    [
        "<rss><channel><item><title>Heute</title><guid>0123456789</guid><link>https://example.com/2024000123</link></item></channel></rss>",
        '<svg><g><path d="M 10 20 L 030 123456"/><text name="Eva">+49 40 765432</text></g></svg>',
        "<Types/>",
    ],
)
def test_xml_of_something_else_has_no_people(content: str) -> None:
    assert names(content) == {}


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        *(("utf-16", "utf-8"), ("unicode", "utf-8"), ("us-ascii", "utf-8")),
        *(("ISO-8859-1", "utf-8"), ("UTF-8", "utf-16"), ("cp850", "cp850")),
        *(("windows-1252", "cp1252"), ("utf8", "utf-8"), ("latin1", "latin-1")),
        ("iso-2022-jp", "iso-2022-jp"),
    ],
)
def test_xml_may_say_an_encoding_that_it_hasnt(declared: str, encoding: str) -> None:
    name = "鈴木 花子" if encoding == "iso-2022-jp" else EVA
    content = (
        f'<?xml version="1.0" encoding="{declared}"?><book><contact><name>{name}</name>'
        f"<number>{WRITTEN}</number></contact></book>"
    )
    assert names(content.encode(encoding)) == {HER: name}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Eva & Co", "Eva & Co"),
        ("Eva &amp; Co", "Eva & Co"),
        ("Eva Gr&uuml;n", EVA),
        ("Eva Gr&#252;n", EVA),
        ("Eva&Co;", "Eva&Co;"),
        ("<![CDATA[Eva & Co]]>", "Eva & Co"),
    ],
)
def test_an_ampersand_may_stand_for_itself(written: str, name: str) -> None:
    content = f"<book><contact><name>{written}</name><number>{WRITTEN}</number></contact></book>"
    assert names(content) == {HER: name}


# Archives


def test_what_else_an_archive_has_is_no_contact() -> None:
    """As Macs and online services make them: the same card twice is one person."""
    mac = b"\0\5\x16\7\0\2\0\0Mac OS X        " + bytes(80)
    content = zipped(
        {
            "All/All.vcf": EVAS,
            "My/My.vcf": EVAS,
            "__MACOSX/._All.vcf": mac,
            "My/eva.jpg": b"\xff\xd8\xff\xe0" * 20,
            "index.html": "<!DOCTYPE html><html><body>Eva</body></html>",
            "README.txt": "Export of 2024-01-31\nCall 040 123456 for help\n",
        }
    )
    assert names(content) == {HER: EVA}


def test_a_workbook_is_refused() -> None:
    """It's a ZIP of XML, and none of the formats that are read."""
    sheet = '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4940765432</v></c></row></sheetData></worksheet>'
    strings = "<sst><si><t>Eva</t></si></sst>"
    files = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    assert names(zipped(files)) == {}
