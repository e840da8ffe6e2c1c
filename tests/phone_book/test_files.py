"""Contacts are read from the files that telephones and programs write."""

from pathlib import Path

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telephony.phone_book.files import (
    UnreadableContacts,
    read_contacts,
)
from custom_components.telephony.phone_book.index import Contact


def _read(folder: Path, content: str | bytes) -> list[Contact]:
    path = folder / "contacts"
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(data)
    return read_contacts(path)


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
