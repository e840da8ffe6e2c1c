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

STEP = 4096


def test_no_character_of_a_class_that_is_not_seen_passes() -> None:
    passed: dict[str, list[int]] = {}
    for begin in range(0, sys.maxunicode + 1, STEP):
        for letter in clean_text("".join(map(chr, range(begin, begin + STEP))), STEP):
            category = unicodedata.category(letter)
            passed.setdefault(category, []).append(ord(letter))
    for category in ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp"):
        assert category not in passed, passed[category][:5]
    assert passed["Zs"] == [32] * len(passed["Zs"])
    assert {"Lu", "Ll", "Lo", "Mn", "Mc", "Nd", "Po", "So", "Sc"} <= passed.keys()


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
    assert time.process_time() - begin < 0.1
