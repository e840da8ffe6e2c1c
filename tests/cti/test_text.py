"""What the one door lets through: every character of Unicode, one class after the other."""

import sys
import time
import unicodedata

import pytest

from custom_components.telephony.cti.text import (
    LONGEST_READ,
    TEXT_LIMIT,
    clean_text,
    decode_text,
)

from ..pace import slowness

STEP = 4096


def what_is_seen(letter: str) -> str:
    """Return what must be left of a character between letters."""
    category = unicodedata.category(letter)
    if category[0] == "Z" or letter in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85":
        return " "
    is_seen = category not in ("Cc", "Cf", "Cn", "Cs") or letter in "\u200c\u200d"
    return letter if is_seen else ""


def test_no_character_of_a_class_that_is_not_seen_passes() -> None:
    for begin in range(0, sys.maxunicode + 1, STEP):
        letters = [chr(code) for code in range(begin, begin + STEP)]
        seen = "x".join(["", *map(what_is_seen, letters), ""])
        assert clean_text("x".join(["", *letters, ""]), 2 * STEP + 1) == seen, begin


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("  Ada \t\n Lovelace ", "Ada Lovelace"),
        ("Ada\x85Lovelace\u3000B", "Ada Lovelace B"),
        ("A\u0301da", "A\u0301da"),
        ("نمی\u200cدانم", "نمی\u200cدانم"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200cAda\u200d", "Ada"),
        ("A\u200d\u200dda", "Ada"),
        ("😀\u200d😀", "😀😀"),
        ("a\u200d" * 200 + "b", "a" * 200 + "b"),
        ("\u202e" * 9990 + "Ada", "Ada"),
        ("x" * 10_000, "x" * TEXT_LIMIT),
        ("x" * (TEXT_LIMIT - 1) + " y", "x" * (TEXT_LIMIT - 1)),
    ],
)
def test_a_text_is_what_is_seen_of_it(text: str, clean: str) -> None:
    assert clean_text(text) == clean
    assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zoë 😀".encode(), "Zoë 😀"),
        ("\ufeffZoë".encode(), "Zoë"),
        ("Zoë".encode("latin-1"), "Zoë"),
        ("«voilà» 5 €".encode("cp1252"), "«voilà» 5 €"),
        ("Прохор, съёмка".encode("cp1251"), "Прохор, съёмка"),
        ("Прохор".encode()[:-1], "Прохо"),
        ("Mo 😀".encode()[:-1], "Mo "),
        ("日本".encode()[:-2], "日"),
        (b"Mo\xed\xa0\xbd\xed\xb8\x80", "Mo"),
    ],
)
def test_bytes_that_are_no_utf_8_cost_letters_at_most(data: bytes, text: str) -> None:
    assert decode_text(data) == text


@pytest.mark.parametrize(
    "letter", ["\u202e", "\u200d", "a\u200d", "\x01 ", "\ud83d", "\U000e0001", "é\xad"]
)
def test_cleaning_takes_time_in_proportion(letter: str) -> None:
    text = (letter * LONGEST_READ)[:LONGEST_READ]
    begin = time.process_time()
    clean_text(text)
    assert time.process_time() - begin < 0.1 * slowness()
