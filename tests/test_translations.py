"""Every language says everything that the English one does."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from string import Formatter
from typing import Any

import pytest

from custom_components import telephony

FOLDER = Path(telephony.__file__).parent / "translations"
CARD = Path(__file__).parent.parent / "frontend" / "src" / "translations"
LANGUAGES = ("de", "es", "fr", "ru")
SHARED_WORDS = frozenset(
    {
        "Agent",
        "Base",
        "Cause",
        "Contacts",
        "FRITZ!Box",
        "Filter",
        "Host",
        "LDAPS",
        "Mode",
        "Name",
        "No",
        "Note",
        "Options",
        "Pause",
        "Person",
        "Port",
        "Server",
        "StartTLS",
        "Type",
    }
)


def texts(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Return all texts with their paths."""
    if isinstance(content, str):
        yield path, content
        return
    for key, each in content.items():
        yield from texts(each, f"{path}.{key}" if path else key)


def read(language: str, folder: Path = FOLDER) -> Mapping[str, str]:
    """Return the texts of a language by their paths."""
    path = folder / f"{language}.json"
    return dict(texts(json.loads(path.read_text(encoding="utf-8"))))


def placeholders(text: str) -> set[str]:
    """Return what a text leaves to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


ENGLISH = read("en")


def test_these_are_all_the_languages() -> None:
    for folder in (FOLDER, CARD):
        assert {path.stem for path in folder.glob("*.json")} == {*LANGUAGES, "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_and_nothing_superfluous(language: str) -> None:
    assert read(language).keys() == ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_is_filled_in(language: str) -> None:
    filled = {path: placeholders(text) for path, text in read(language).items()}
    assert filled == {path: placeholders(text) for path, text in ENGLISH.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_was_left_in_english(language: str) -> None:
    same = {
        text
        for path, text in read(language).items()
        if text == ENGLISH[path]
        and text not in SHARED_WORDS
        and not path.startswith("selector.profile.")  # names of products
    }
    assert not same


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_texts_are_as_home_assistant_wants_them(language: str) -> None:
    """No empty ones, no markup, no addresses, no blanks at the ends, nothing that hides a brace."""
    bad = {
        path: text
        for path, text in read(language).items()
        if not text
        or text != text.strip()
        or re.search(r"<[^>]+>|https?://|'[{}]|[{}]'|  ", text)
    }
    assert not bad


@pytest.mark.parametrize("language", LANGUAGES)
def test_entities_of_a_device_are_told_apart(language: str) -> None:
    """Two entities of one platform must not have the same name."""
    names: dict[tuple[str, str], list[str]] = {}
    for path, text in read(language).items():
        if match := re.fullmatch(r"entity\.(\w+)\.(\w+)\.name", path):
            names.setdefault((match[1], text), []).append(match[2])
    assert not {name: keys for name, keys in names.items() if len(keys) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_speaks_as_completely(language: str) -> None:
    english, other = read("en", CARD), read(language, CARD)
    assert other.keys() == english.keys()
    for path, text in other.items():
        assert placeholders(text) == placeholders(english[path]), path
