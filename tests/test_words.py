"""One word for one thing: the glossary against the texts, and words that people aren't shown."""

from collections.abc import Iterator
from pathlib import Path
import re

import pytest
import yaml

from .test_docs import rows
from .test_translations import CARD, FOLDER, LANGUAGES, read

ROOT = Path(__file__).parent.parent
BLUEPRINTS = ROOT / "custom_components/telephony/blueprints/automation/telephony"
FORMS = ROOT / ".github/ISSUE_TEMPLATE"
FOR_DEVELOPERS = {
    *("architecture", "client", "development", "glossary", "performance"),
    *("publishing", "reliability"),
}
PAGES = [
    *(ROOT / name for name in ("CHANGELOG.md", "README.md", "SECURITY.md")),
    *(
        page
        for page in sorted((ROOT / "docs").glob("*.md"))
        if page.stem not in FOR_DEVELOPERS
    ),
]

# Where the words of the glossary stand: the integration's texts, and the card's.
EVENT = "entity.event.call.state_attributes"
SHOWN = {
    "phone system": ("config.step.csta.data.profile",),
    "line": ("config_subentries.line.entry_type", f"{EVENT}.line.name"),
    "group": ("config_subentries.group.entry_type",),
    "phone book": ("config.step.user.menu_options.phone_book",),
    "answer": ("entity.button.answer.name", "services.answer.name", "action.answer"),
    "hang up": ("entity.button.hangup.name", "services.hangup.name", "action.hangup"),
    "hold": ("entity.button.hold.name", "services.hold.name", "action.hold"),
    "retrieve": (
        "entity.button.retrieve.name",
        "services.retrieve.name",
        "action.retrieve",
    ),
    "swap": ("services.switch_call.name", "action.switch_call"),
    "transfer": ("services.transfer.name", "action.transfer"),
    "consult": ("services.consult.name", "action.consult"),
    "conference": ("services.conference.name", "action.conference"),
    "divert": ("services.deflect.name", "action.deflect"),
    "forwarding": ("entity.sensor.forwarding.name",),
    "pick up": ("services.pick_up.name", "action.pick_up"),
    "missed call": (f"{EVENT}.event_type.state.missed", "outcome.missed"),
    "hidden number": (f"{EVENT}.presentation.state.restricted",),
    "do not disturb": ("entity.switch.do_not_disturb.name",),
    "username": ("services.login.fields.username.name",),
}
SAID_SHORTER = {"missed call": "Missed", "hidden number": "Hidden"}

GENERAL = (
    r"\bswitch(es|ed|ing)?\b",
    r"\btelephones?\b",
    r"\buser names?\b",
    r"\bsuppress",
    r"\bwithheld\b",
    # American spelling
    r"\blicence",
    r"\bdialling\b|\bdialled\b",
    r"\bcancell(ed|ing)\b",
    r"\bcolour|\bbehaviour|\bfavourite|\bcentre\b|\bgrey",
    r"\b(recogn|organ|author|normal)is(e|ed|es|ing|ation)\b",
    # what a native writer would put otherwise
    r"\banew\b",
    r"\bso many\b",
    r"\bno such\b",
    r"\bphone number book\b",
)
IN_TEXTS = (*GENERAL, r"\bwhoever\b", r"\bwhether\b", r"\bnone of ours\b")
IN_LANGUAGES = {
    "de": (r"\bSwitch", r"Vermittlungsanlage", r"\bAnlagen?\b(?!, die Programme)"),
    "es": (r"\bswitch", r"sistema telef", r"\bconmutador", r"\bcentral\b"),
    "fr": (r"\bswitch", r"commutateur", r"\bstandard\b", r"\bannuaire"),
    "ru": (r"коммутатор", r"\b[Уу]з(е?л|ла|лу)\b", r"телефонн\w+ систем"),
}
BEFORE_A_NOUN = re.compile(
    r"\{(?:count|contacts|contacts_left_out|numbers_left_out|messages|minutes)\}"
    r"[ \xa0](?!(?:missed|more|verpasst|más)\b)[^\W\d]\w+"
)
"""Words that are the same for one and for many are left out."""
OF_OTHERS = re.compile(
    r"\[[^]]*\]\([^)]*\)|`[^`]*`"  # links and code
    r"|^(\| )?\| switch \||switch(es)? \*|[Ll]ights (and|or) switches"  # its switches are on or off
    r"|[Ss]witch [Cc]onnections?",  # what Avaya calls it in AE Services
    re.MULTILINE,
)


def found(text: str, words: tuple[str, ...]) -> list[str]:
    """Return what stands in a text and must not."""
    return [
        match[0] for word in words for match in re.finditer(word, text, re.IGNORECASE)
    ]


def prose(page: Path) -> str:
    """Return a page without its examples, links and code."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return OF_OTHERS.sub("", text)


def texts_of(content: object) -> Iterator[str]:
    """Return what a blueprint or a form shows."""
    if isinstance(content, dict):
        for key, each in content.items():
            shown = {"name", "description", "label", "value", "about", "placeholder"}
            if key in shown and isinstance(each, str):
                yield each
            else:
                yield from texts_of(each)
    elif isinstance(content, list):
        for each in content:
            yield from texts_of(each)


class _Loader(yaml.SafeLoader):
    """Reads blueprints, whose inputs have a tag of their own."""


_Loader.add_constructor("!input", lambda loader, node: str(node.value))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_are_free_of_words_that_people_are_not_shown(page: Path) -> None:
    assert found(prose(page), GENERAL) == []


def test_blueprints_and_forms_are_free_of_them_too() -> None:
    for file in (*BLUEPRINTS.glob("*.yaml"), *FORMS.glob("*.yml")):
        content = yaml.load(file.read_text(), _Loader)  # noqa: S506  # a safe one
        shown = " ".join(texts_of(content.get("blueprint", content)))
        assert shown, file
        assert found(OF_OTHERS.sub("", shown), GENERAL) == [], file


@pytest.mark.parametrize("folder", [FOLDER, CARD], ids=["integration", "card"])
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_texts_are_free_of_them_in_every_language(folder: Path, language: str) -> None:
    words = IN_LANGUAGES.get(language, IN_TEXTS)
    wrong = {
        path: bad
        for path, text in read(language, folder).items()
        if (bad := found(OF_OTHERS.sub("", text), words))
    }
    assert not wrong


@pytest.mark.parametrize("folder", [FOLDER, CARD], ids=["integration", "card"])
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_nothing_says_one_lines(language: str, folder: Path) -> None:
    """A number that may be one stands behind its noun.

    Plurals in ICU's notation are no way out: Home Assistant takes them for other placeholders than
    the English ones, and shows the English text instead.
    """
    wrong = {
        path: bad
        for path, text in read(language, folder).items()
        if (bad := BEFORE_A_NOUN.findall(text))
    }
    assert not wrong


def test_the_glossary_is_what_is_shown() -> None:
    table = {row[0]: row for row in rows((ROOT / "docs/glossary.md").read_text())}
    assert table.keys() == SHOWN.keys()
    for column, language in enumerate(("de", "es", "fr", "ru"), 3):
        texts = {**read(language), **read(language, CARD)}
        for word, paths in SHOWN.items():
            for path in paths:
                assert table[word][column].casefold() in texts[path].casefold(), path
    texts = {**read("en"), **read("en", CARD)}
    for word, paths in SHOWN.items():
        for path in paths:
            shown = SAID_SHORTER.get(word, word)
            assert shown.casefold() in texts[path].casefold(), path


def test_words_that_are_not_shown_are_found() -> None:
    assert BEFORE_A_NOUN.findall("{count} lines are unknown") == ["{count} lines"]
    assert not BEFORE_A_NOUN.findall("Unknown lines: {count}. {count} missed")
    assert found("The telephone switch is grey", IN_TEXTS) == [
        "switch",
        "telephone",
        "grey",
    ]
    assert found("Licences of so many user names", GENERAL) == [
        "user names",
        "Licence",
        "so many",
    ]
    assert OF_OTHERS.sub("", "Lights and switches") == ""
    assert "switch" in OF_OTHERS.sub("", "The switch rings")
