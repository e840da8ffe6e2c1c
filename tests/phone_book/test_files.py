"""Contacts are read from the files that telephones and programs write."""

import base64
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from time import process_time
import tracemalloc
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telephony.phone_book.contacts import Contact
from custom_components.telephony.phone_book.files import (
    MAX_BYTES,
    ContactsFile,
    read_contacts,
    read_content,
)
from custom_components.telephony.phone_book.report import (
    Reason,
    TooLarge,
    UnreadableContacts,
)

from ..pace import slowness
from .faces import jpeg


def _file(
    folder: Path, content: str | bytes, country: str = "DE", language: str = "en"
) -> ContactsFile:
    path = folder / "contacts"
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(data)
    return read_contacts(path, country, language)


def _read(
    folder: Path, content: str | bytes, country: str = "DE", language: str = "en"
) -> list[Contact]:
    return _file(folder, content, country, language).contacts


def _names(folder: Path, content: str | bytes, language: str = "en") -> dict[str, str]:
    """Return the name of each number."""
    return {
        number: contact.name
        for contact in _read(folder, content, language=language)
        for number in contact.numbers
    }


def _card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD", ""))


def test_a_card_of_version_3(tmp_path: Path) -> None:
    """With a group, escapes, several numbers and a folded picture."""
    content = _card(
        "VERSION:3.0",
        "N:Lovelace;Ada;;;",
        "FN:Ada Lovelace\\, Analyst",
        "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
        " TEL:+49 30 999999",
        "item1.TEL;TYPE=CELL:+49 (151) 2345-6789",
        "TEL;TYPE=WORK,VOICE:030 / 123 456",
    )
    assert _read(tmp_path, content) == [
        Contact("Ada Lovelace, Analyst", ("+4915123456789", "030123456"))
    ]


def test_a_card_of_version_4(tmp_path: Path) -> None:
    """Numbers are addresses there, and extensions are parameters of them."""
    content = _card(
        "VERSION:4.0",
        "FN:Иван Петров",
        'TEL;VALUE=uri;TYPE="work,voice":tel:+7-383-230-12-34;ext=725',
        'TEL;VALUE=uri;PREF=1;LABEL="a:b;c":tel:+73832301235',
    )
    assert _read(tmp_path, content) == [
        Contact("Иван Петров", ("+73832301234", "+73832301235"))
    ]


def test_a_name_is_folded_in_the_middle(tmp_path: Path) -> None:
    """RFC 6350 folds long lines wherever it likes."""
    content = _card("FN:Ada Love", " lace", "TEL:+493012", " 3456")
    assert _read(tmp_path, content) == [Contact("Ada Lovelace", ("+4930123456",))]


def test_a_card_as_old_telephones_write_it(tmp_path: Path) -> None:
    """Version 2.1 with quoted-printable names, softly broken."""
    content = _card(
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=",
        "=D0=B0=D0=BD",
        "TEL;CELL:+79001234567",
    )
    assert _read(tmp_path, content) == [Contact("Иван", ("+79001234567",))]


def test_whoever_has_no_formatted_name_has_another(tmp_path: Path) -> None:
    """Given and family name, else the company; without any, or a number, nobody."""
    content = (
        _card("N:Lovelace;Ada;;;", "TEL:725")
        + _card("ORG:Analytical Engines;Sales", "TEL:726")
        + _card("TEL:727")
        + _card("FN:Nobody", "TEL:unknown")
    )
    assert _read(tmp_path, content) == [
        Contact("Ada Lovelace", ("725",)),
        Contact("Analytical Engines Sales", ("726",)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Name;Phone\nAda Lovelace;+49 30 123456\n",
        "Telefon,Anzeigename\n+49 30 123456,Ada Lovelace\n",
        "Имя,Фамилия,Номер телефона\nAda,Lovelace,+49 30 123456\n",
        "Nom\tPrénom\tTéléphone\nLovelace\tAda\t+49 30 123456\n",
        "Nombre;Apellidos;Teléfono móvil\nAda;Lovelace;+49 30 123456\n",
        (
            "First Name,Last Name,Birthday,Phone 1 - Label,Phone 1 - Value\n"
            "Ada,Lovelace,1815-12-10,Work,+49 30 123456\n"
        ),
        "+49 30 123456 = Ada Lovelace\n",
        "Ada Lovelace,+49 30 123456\n",
        "\ufeffName;Phone\r\nAda Lovelace;+49 30 123456\r\n",
    ],
)
def test_tables_with_and_without_titles(tmp_path: Path, content: str) -> None:
    """As mail programs and spreadsheets write them, in any of our languages."""
    assert _read(tmp_path, content) == [Contact("Ada Lovelace", ("+4930123456",))]


def test_a_table_in_utf_16(tmp_path: Path) -> None:
    """Spreadsheets call it Unicode text."""
    content = "Name\tPhone\nAda\t725\n".encode("utf-16")
    assert _read(tmp_path, content) == [Contact("Ada", ("725",))]


def test_several_numbers_in_one_cell(tmp_path: Path) -> None:
    """Google's way of writing them."""
    content = "Name,Phone 1 - Value\nAda,725 ::: 726\n"
    assert _read(tmp_path, content) == [Contact("Ada", ("725", "726"))]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff\xe0 picture", "Мария;725".encode("cp1251"), b"Ada Lovelace\n"],
)
def test_what_is_no_list_of_contacts_is_refused(tmp_path: Path, content: bytes) -> None:
    """A wrong encoding too: names that nobody can read help nobody."""
    with pytest.raises(UnreadableContacts):
        _read(tmp_path, content)


@settings(deadline=None, max_examples=200)
@given(content=st.text() | st.binary(), prefix=st.sampled_from(["", "BEGIN:VCARD\n"]))
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes, prefix: str
) -> None:
    """Nothing else comes out of it."""
    data = content if isinstance(content, bytes) else content.encode(errors="replace")
    try:
        contacts = _read(tmp_path_factory.mktemp("any"), prefix.encode() + data)
    except UnreadableContacts:
        return
    assert all(contact.name and contact.numbers for contact in contacts)


# Cards as they are


def test_each_property_names_its_own_character_set(tmp_path: Path) -> None:
    """Of quoted-printable and of plain bytes, in one file (vCard 2.1, section 2.1.6)."""
    content = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Gr=FCn;Eva\r\nTEL:725\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nFN;CHARSET=windows-1251:\xc0\xed\xed\xe0\r\nTEL:726\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:Gr=C3=BCn\r\nTEL:727\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nFN;ENCODING=BASE64:R3LDvG4=\r\nTEL:728\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nFN:Gr\xfcn\r\nTEL:729\r\nEND:VCARD\r\n"
    )
    assert _names(tmp_path, content) == {
        "725": "Eva Grün",
        "726": "Анна",
        "727": "Grün",
        "728": "Grün",
        "729": "Grün",
    }


def test_a_card_without_an_end_keeps_to_itself(tmp_path: Path) -> None:
    content = "BEGIN:VCARD\nFN:Eva\nTEL:725\nBEGIN:VCARD\nFN:Ada\nTEL:726\n"
    assert _names(tmp_path, content) == {"725": "Eva", "726": "Ada"}


def test_the_card_of_an_agent_is_not_that_of_the_person(tmp_path: Path) -> None:
    """A card of 2.1 nests another in another (section 2.4.3)."""
    agent = _card("VERSION:2.1", "FN:Secretary", "TEL:727")
    content = _card("VERSION:2.1", "FN:Ada", f"AGENT:\r\n{agent.strip()}", "TEL:725")
    assert _names(tmp_path, content) == {"725": "Ada"}


def test_joined_files_have_marks_in_the_middle(tmp_path: Path) -> None:
    content = _card("FN:Eva", "TEL:725") + "\ufeff" + _card("FN:Ada", "TEL:726")
    assert _names(tmp_path, "\ufeff" + content) == {"725": "Eva", "726": "Ada"}


def test_a_card_knows_groups_a_picture_and_how_a_name_sounds(tmp_path: Path) -> None:
    picture = base64.b64encode(jpeg()).decode()
    content = _card(
        "FN:Siobhán",
        "X-PHONETIC-FIRST-NAME:Shivawn",
        "CATEGORIES:Family,VIP",
        f"PHOTO;ENCODING=b;TYPE=JPEG:{picture}",
        "TEL:725",
    )
    file = _file(tmp_path, content)
    (contact,) = file.contacts
    assert contact.groups == ("Family", "VIP")
    assert contact.spoken == "Shivawn"
    assert contact.picture
    assert file.pictures == {contact.picture: jpeg()}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["N:Murphy;Siobhán", "X-PHONETIC-FIRST-NAME:Shivawn"], "Shivawn Murphy"),
        (["N:Nguyen;Ann", "X-PHONETIC-LAST-NAME:Win"], "Ann Win"),
        (
            [
                "FN:山田 太郎",
                "N:山田;太郎",
                "X-PHONETIC-FIRST-NAME:たろう",
                "X-PHONETIC-LAST-NAME:やまだ",
            ],
            "やまだ たろう",
        ),
        (["N:Yamada;Taro", "SOUND;X-IRMC-N:yamada;taroo;;;"], "yamada taroo"),
        (["FN:Xiao", "SOUND:Shee-ow"], "Shee-ow"),
        (["ORG:Hoechst", "X-PHONETIC-ORG:Herkst"], "Herkst"),
        (
            ["N;ALTID=1;PHONETIC=piny:Sun1;Zhong1shan1", "N;ALTID=1:孫;中山"],
            "Sun1 Zhong1shan1",
        ),
        (["N:Murphy;Siobhán", "N;PHONETIC=ipa:ˈmɝfi;ʃɪˈvɔn"], None),
        (["FN:Ada", "SOUND;TYPE=BASIC;ENCODING=b:MIICajCCAdOg"], None),
        (["FN:Ada", "SOUND;BASE64:MIICajCCAdOg"], None),
        (["FN:Ada", "SOUND;VALUE=uri:https://example.com/ada.wav"], None),
        (["FN:Ada", "SOUND:data:audio/ogg;base64,T2dnUw=="], None),
        (["FN:Ada", "SOUND;X-IRMC-N:;;;;"], None),
        (["FN:Ada"], None),
    ],
)
def test_a_card_says_how_its_name_is_pronounced(
    tmp_path: Path, lines: list[str], said: str | None
) -> None:
    """In whatever property; sounds aren't read aloud, nor what only linguists read."""
    (contact,) = _read(tmp_path, _card(*lines, "TEL:725"))
    assert contact.spoken == said
    assert contact.name


def test_a_table_says_how_names_are_pronounced(tmp_path: Path) -> None:
    content = (
        "First Name,Last Name,Phonetic First Name,Phonetic Last Name,Phone 1 - Value\n"
        "Siobhán,Murphy,Shivawn,,725\nEva,Grün,,,726\n"
    )
    assert [each.spoken for each in _read(tmp_path, content)] == [
        "Shivawn Murphy",
        None,
    ]


# Numbers as they are


@pytest.mark.parametrize(
    ("written", "country", "numbers"),
    [
        ("\u202a+49 30 654321\u202c", "DE", ("+4930654321",)),
        ("\u200e+49\u00a030\u00a0654321", "DE", ("+4930654321",)),
        ("+49 (0)30 654321", "DE", ("+4930654321",)),
        ("+４９ ３０ ６５４３２１", "DE", ("+4930654321",)),
        ("030 654321 / 0151 23456780", "DE", ("030654321", "015123456780")),
        ("030/654321", "DE", ("030654321",)),
        ("tel:+49-30-654321;ext=7", "DE", ("+4930654321",)),
        ("030 654321 (office)", "DE", ("030654321",)),
        ("Büro: 030 654321", "DE", ("030654321",)),
        ("030 654321 ext. 12", "DE", ("030654321",)),
        ("1-800-FLOWERS", "US", ("+18003569377",)),
        ("1-800-GOFEDEX", "US", ("+18004633339",)),
        ("030 1234-0", "DE", ("03012340", "0301234*")),
        ("0700-VANITYEV", "DE", ("+4970082648938",)),
        ("0700 vanityev", "DE", ("+4970082648938",)),
        ("+49 700 VANITY EV", "DE", ("+4970082648938",)),
        ("0049 (0)700 VANITYEV", "DE", ("+4970082648938",)),
        ("0800-SCHULE1", "DE", ("+498007248531",)),
        ("0800 SCHULE", "AT", ("+43800724853",)),
        ("0848 SCHULE", "CH", ("+41848724853",)),
        ("0800 SCHOOLS", "GB", ("+448007246657",)),
        ("1300 SCHOOL", "AU", ("+611300724665",)),
        ("8-800-SCHOOLS", "RU", ("+78007246657",)),
    ],
)
def test_a_number_is_read_whole(
    tmp_path: Path, written: str, country: str, numbers: tuple[str, ...]
) -> None:
    (contact,) = _read(tmp_path, _card("FN:Ada", f"TEL:{written}"), country)
    assert contact.numbers == numbers


@pytest.mark.parametrize(
    "written",
    [
        *("0800-CALLME", "4.93012E+11", "4,93E+11", "030 12 or so", "12 34 ab 56"),
        *(
            "0700-VANITY",
            "0700 VANITYEVERY",
            "030-SCHULE1",
            "+49 30 SCHULE",
            "0800 ШКОЛА12",
        ),
        *("0700 VANITYE\u0412", "Haus 12 EG", "1-700-VANITYEV"),
    ],
)
def test_of_what_cannot_be_read_there_is_no_part(tmp_path: Path, written: str) -> None:
    """The beginning of a number belongs to somebody else."""
    content = _card("FN:Ada", f"TEL:{written}", "TEL:725")
    assert [each.numbers for each in _read(tmp_path, content)] == [("725",)]


# Tables as they are


@pytest.mark.parametrize(
    "content",
    [
        'Name;Phone\nAda Lovelace;"=""+4930654321"""\n',
        "Name;Phone\nAda Lovelace;'+4930654321\n",
        "Name;Vorname;Telefon\nLovelace;Ada;+4930654321\n",
        "Imię;Nazwisko;Telefon komórkowy\nAda;Lovelace;+4930654321\n",
        "display_name|phone_number\nAda Lovelace|+4930654321\n",
        "First Name,Last Name,Nickname,File As,Phone 1 - Value\n,,Ada Lovelace,,+4930654321\n",
        "Wer;Wo\nAda Lovelace;+49 30 654321\n",
        (
            "Kundennummer;Zimmer;Name;Personalnr;Telefon geschäftlich\n"
            "4711;12;Ada Lovelace;0012345678;+49 30 654321\n"
        ),
        "Customer Number,Room No,Full Name,Contract,Work Phone\n725,12,Ada Lovelace,99,+4930654321\n",
    ],
)
def test_a_table_gives_the_person_and_the_phone_number(
    tmp_path: Path, content: str
) -> None:
    assert _read(tmp_path, content) == [Contact("Ada Lovelace", ("+4930654321",))]


def test_a_table_in_the_code_page_of_the_users_language(tmp_path: Path) -> None:
    german = "Name;Telefon\nJürgen Groß;725\n".encode("cp1252")
    russian = "Имя;Телефон\nМария;725\n".encode("cp1251")
    assert _names(tmp_path, german, "de") == {"725": "Jürgen Groß"}
    assert _names(tmp_path, russian, "ru") == {"725": "Мария"}
    with pytest.raises(UnreadableContacts):
        _read(tmp_path, russian, language="en")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_table_in_unicode(tmp_path: Path, encoding: str) -> None:
    content = "Name\tPhone\nMária\t+49 30 654321\n".encode(encoding)
    assert _names(tmp_path, content) == {"+4930654321": "Mária"}


# What routers, phones and mail programs write


@pytest.mark.parametrize(
    "content",
    [
        (
            "<phonebooks><phonebook><contact><category>1</category><person><realName>Ada</realName></person>"
            '<telephony><number type="home" id="0">725</number><number id="1">726</number></telephony>'
            "<uniqueid>12</uniqueid></contact></phonebook></phonebooks>"
        ),
        (
            "<YealinkIPPhoneDirectory><DirectoryEntry><Name>Ada</Name><Telephone>725</Telephone>"
            "<Telephone>726</Telephone></DirectoryEntry></YealinkIPPhoneDirectory>"
        ),
        (
            '<root_contact><contact display_name="Ada" office_number="725" mobile_number="726" '
            'other_number="" line="1"/></root_contact>'
        ),
        (
            "<AddressBook><Contact><id>7</id><FirstName>Ada</FirstName><Phone><phonenumber>725</phonenumber>"
            "<accountindex>0</accountindex></Phone><Phone><phonenumber>726</phonenumber></Phone></Contact></AddressBook>"
        ),
        (
            "<directory><item_list><item><fn>Ada</fn><ct>725</ct></item>"
            "<item><fn>Eva</fn><ct>726</ct></item></item_list></directory>"
        ),
        "dn: cn=Ada\ncn: Ada\ntelephoneNumber: 725\nmobile:\n  726\n",
        "version: 1\n\ndn:: Y249QWRh\ncn:: QWRh\nhomePhone: 725\nmobile;x-a: 726\n",
    ],
)
def test_a_phone_book_of_another_program(tmp_path: Path, content: str) -> None:
    names = _names(tmp_path, content)
    assert set(names) == {"725", "726"}
    assert names["725"] == "Ada"


def test_important_people_of_a_router_are_a_group(tmp_path: Path) -> None:
    content = (
        "<phonebooks><contact><category>1</category><person><realName>Ada</realName></person>"
        "<telephony><number>725</number></telephony></contact></phonebooks>"
    )
    assert _read(tmp_path, content)[0].groups == ("VIP",)


def test_a_zip_of_cards(tmp_path: Path) -> None:
    files = BytesIO()
    with ZipFile(files, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.vcf", _card("FN:Ada", "TEL:725"))
        archive.writestr("folder/b.vcf", _card("FN:Eva", "TEL:726"))
        archive.writestr("read me.txt", "Hello\n")
    assert _names(tmp_path, files.getvalue()) == {"725": "Ada", "726": "Eva"}


# What was left out, and what is refused


def test_a_report_names_the_first_and_counts_all(tmp_path: Path) -> None:
    """Twenty places, and how often each reason was one; without anybody's name."""
    rows = [f"Nobody {number};" for number in range(30)]
    content = "\n".join(("Name;Phone", "Ada;725", *rows, "Eva;who knows", ""))
    report = _file(tmp_path, content).report
    summary = report.summary()
    assert len(report.left_out) == 20
    assert summary["contacts_left_out"] == 31
    assert (summary["no_number"], summary["unreadable_number"]) == (31, 1)
    assert summary["first_left_out"] == [f"{line}: no_number" for line in range(3, 23)]


def test_a_report_of_a_zip_names_the_file_in_it(tmp_path: Path) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.writestr("ada.vcf", _card("FN:Ada", "TEL:725"))
        file.writestr("bob.vcf", _card("FN:Bob"))
    (left_out,) = _file(tmp_path, archive.getvalue()).report.left_out
    assert (left_out.member, left_out.line, left_out.name) == ("bob.vcf", 2, "Bob")


def test_a_report_says_what_was_left_out_and_where(tmp_path: Path) -> None:
    content = "Name;Phone\nAda;725\n;726\nEva;\nBob;call me\nCarl;727;\n"
    report = _file(tmp_path, content).report
    assert (report.contacts, report.numbers) == (2, 2)
    assert (report.contacts_left_out, report.numbers_left_out) == (3, 1)
    assert [(each.line, each.reason) for each in report.left_out] == [
        (3, Reason.NO_NAME),
        (4, Reason.NO_NUMBER),
        (5, Reason.UNREADABLE_NUMBER),
    ]


def test_a_contact_has_a_bounded_name_and_bounded_numbers(tmp_path: Path) -> None:
    numbers = [f"TEL:{each}" for each in range(10_000, 20_000)]
    file = _file(tmp_path, _card(f"FN:{'Ada ' * 10_000}", *numbers))
    assert len(file.contacts[0].name) <= 200
    assert len(file.contacts[0].numbers) == 50
    assert file.report.left_out[0].reason is Reason.TOO_MANY_NUMBERS


def test_a_file_that_is_too_large_is_not_read_further(tmp_path: Path) -> None:
    content = b"Name;Phone\n" + b"A" * MAX_BYTES
    with pytest.raises(TooLarge):
        _read(tmp_path, content)


def test_a_zip_that_unfolds_to_too_much_is_refused(tmp_path: Path) -> None:
    files = BytesIO()
    with ZipFile(files, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (MAX_BYTES + 1))
    with pytest.raises(TooLarge):
        _read(tmp_path, files.getvalue())


def test_xml_with_a_document_type_is_refused(tmp_path: Path) -> None:
    content = (
        '<!DOCTYPE a [<!ENTITY b "bbbb">]><phonebooks><contact><realName>&b;</realName>'
        "<number>725</number></contact></phonebooks>"
    )
    with pytest.raises(UnreadableContacts):
        _read(tmp_path, content)


@pytest.mark.parametrize(
    "line",
    ["TEL;" + "A=b;" * 50_000 + "x", 'TEL;X="' + "a" * 200_000, "TEL" + ";" * 200_000],
    ids=["parameters", "quote", "semicolons"],
)
def test_a_hostile_line_takes_no_longer_than_its_length(
    tmp_path: Path, line: str
) -> None:
    before = process_time()
    content = _card("FN:Eva", line, "TEL:725") * 3
    assert {each.name for each in _read(tmp_path, content)} == {"Eva"}
    assert process_time() - before < 2 * slowness()


@pytest.mark.parametrize(
    ("begin", "unit", "reads"),
    [
        ("BEGIN:VCARD\nFN:Eva\nTEL:725\n", "TEL:725\n", True),
        ("BEGIN:VCARD\nFN:Eva\nTEL:726\nTEL:", "725,", True),
        ("BEGIN:VCARD\nFN:Eva\nTEL:725\n", "AGENT:\nBEGIN:VCARD\n", True),
        ("BEGIN:VCARD\nTEL:725\nFN:Eva", "\n  a", True),
        ("BEGIN:VCARD\nTEL:725\nCATEGORIES:a\nFN:Eva\nCATEGORIES:", "a,", True),
        ("Name;Phone\nEva;725\n", "a;", False),
        ("Name;Phone\nEva;725\n", '"a\n";', False),
        ("Name;Phone\nEva;725\n", "\n", True),
        ("dn: x\ntelephoneNumber: 725\ncn: Eva", "\n a", True),
        ("<b><contact><name>Eva</name><number>725</number>", "<a>", False),
        ("<b><contact><name>Eva</name><number>725</number></contact>", "<x/>", False),
        ("<b><contact ", 'a="1" ', False),
    ],
)
def test_memory_and_time_are_those_of_the_file(
    begin: str, unit: str, reads: bool
) -> None:
    """Whatever there is much of in it: half a megabyte takes at most two seconds, more on a slow machine, and 16 megabytes."""
    content = (begin + unit * ((1 << 19) // len(unit))).encode()
    names: set[str] = set()
    tracemalloc.start()
    with suppress(UnreadableContacts):
        names = {each.name[:3] for each in read_content(content, "DE", "en").contacts}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert names == ({"Eva"} if reads else set())
    assert peak < 16 * 1024 * 1024
    before = process_time()
    with suppress(UnreadableContacts):
        read_content(content, "DE", "en")
    assert process_time() - before < 2 * slowness()


def test_a_tag_with_many_attributes_is_refused_at_once() -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(100_000))
    content = (
        f"<b><contact {attributes}><name>Eva</name><number>725</number></contact></b>"
    )
    before = process_time()
    with pytest.raises(UnreadableContacts):
        read_content(content.encode(), "DE", "en")
    assert process_time() - before < slowness()
