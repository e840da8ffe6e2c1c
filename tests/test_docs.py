"""The documentation's tables against what there is."""

from collections.abc import Iterator, Mapping
from functools import partial
import json
from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import yaml

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from simulator.calls import AgentState, Group

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    open_office_with_phones,
    phone_book_entry,
)

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "telephony"
DOCS = ROOT / "docs"
ENGLISH: Mapping[str, Any] = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
)
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md")])

type Row = tuple[str, ...]


def section(page: str, title: str) -> str:
    """Return the part of a page below a heading, up to the next of its level or above."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    assert found, f"{page} has no section {title}"
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def rows(text: str) -> Iterator[Row]:
    """Return the rows of all tables in a text, without their headings."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        for line in table.splitlines()[2:]:
            yield tuple(cell.strip() for cell in line.strip("|").split(" | "))


def keys(cell: str) -> list[str]:
    """Return what a cell names in code."""
    return re.findall(r"`([^`]+)`", cell)


def key(cell: str) -> str:
    """Return the one thing that a cell names in code."""
    [found] = keys(cell)
    return found


def keyed(page: str, title: str) -> dict[str, Row]:
    """Return the rows of a section by what their first cell names."""
    found = [row for row in rows(section(page, title)) if keys(row[0])]
    assert len({key(row[0]) for row in found}) == len(found), "a row stands twice"
    return {key(row[0]): row for row in found}


def definitions(name: str) -> dict[str, Any]:
    """Return the actions, triggers or conditions that a file defines."""
    content = yaml.safe_load((INTEGRATION / name).read_text(encoding="utf-8"))
    return {name: each for name, each in content.items() if not name.startswith(".")}


# Entities


def documented_entities(title: str) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return a table of entities: by platform and key whether disabled at first, and the name."""
    found = [
        (row[0], key(row[1]), row[1].endswith("*"), row[2])
        for row in rows(section("entities.md", title))
        if row[0].islower()
    ]
    return {(platform, each): (star, name) for platform, each, star, name in found}


def entities_of(
    hass: HomeAssistant, entry: MockConfigEntry, subentry_id: str | None
) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return the same of a line, a group or (None) the connection as the registry knows it."""
    return {
        (entity.domain, entity.translation_key or ""): (
            entity.disabled_by is not None,
            entity.original_name or "",
        )
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
        if entity.config_subentry_id == subentry_id
    }


def entry_of(
    data: Mapping[str, Any], **subentries: Mapping[str, Any]
) -> MockConfigEntry:
    """Return an entry with a line and maybe a group, whose subentries' ids are their kinds."""
    return MockConfigEntry(
        domain="telephony",
        title="Office",
        data={"host": "127.0.0.1", **data},
        subentries_data=[
            ConfigSubentryDataWithId(
                data=dict(content),
                subentry_id=kind,
                subentry_type=kind,
                title=kind,
                unique_id=content.get("number"),
            )
            for kind, content in subentries.items()
        ],
    )


async def test_the_tables_of_entities_are_complete(hass: HomeAssistant) -> None:
    async with open_office_with_phones("700") as office:
        await _async_compare_tables(hass, office)


async def _async_compare_tables(hass: HomeAssistant, office: Office) -> None:
    csta = entry_of(
        {
            "protocol": "csta",
            "port": office.csta_server.port,
            "tls": False,
            "verify_certificate": True,
            "profile": "eltex_ecss10",
            "username": "demo.local",
            "password": "demo",
        },
        line={"number": "700"},
        group={"lines": ["701", "790"]},
    )
    office.exchange.line("700").agent = AgentState.READY
    office.add_group("790", Group(()))
    stored = {"username": "705", "password": "sip705", "server": "127.0.0.1"}
    telestra = entry_of(
        {"protocol": "telestra", "port": office.telestra_server.port},
        line={"number": "705", **stored},
    )
    book = phone_book_entry()
    for entry in (csta, telestra, book):
        await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_do_not_disturb", "off")
    await async_wait_state(hass, "switch.line_registered", "on")
    call = office.exchange.dial("700", "702")
    office.exchange.supplementary.charge("700", call.id, 1)
    office.exchange.dial(OUTSIDE, "790")
    registry, paid = er.async_get(hass), f"{csta.entry_id}_700_charge"
    for domain, last in (
        ("sensor", paid),
        ("sensor", f"{csta.entry_id}_group_longest_wait"),
        ("switch", f"{csta.entry_id}_700_ringer"),
    ):
        await async_until(
            partial(registry.async_get_entity_id, domain, "telephony", last)
        )
    await hass.async_block_till_done()

    of_line = entities_of(hass, csta, "line") | entities_of(hass, telestra, "line")
    documented = documented_entities("Of a line")
    messages = ("binary_sensor", "message_waiting")
    assert documented.pop(messages) == (True, "Message waiting")
    of_line.pop(messages, None)
    in_service = ("binary_sensor", "in_service")  # once the phone system tells of it
    assert documented.pop(in_service) == (False, "In service")
    assert documented == of_line
    assert documented_entities("Of a group") == entities_of(hass, csta, "group")
    of_connection = entities_of(hass, csta, None)
    assert documented_entities("Of the connection") == of_connection
    assert of_connection == entities_of(hass, telestra, None)
    of_book = entities_of(hass, book, None)
    documented = documented_entities("Of a phone book")
    assert documented.pop(("button", "refresh")) == (False, "Refresh")
    assert documented == of_book
    for entry in (csta, telestra):
        await async_take_down(hass, entry)


def test_the_readme_names_the_same_entities() -> None:
    wanted = {
        *documented_entities("Of a line"),
        *documented_entities("Of a group"),
        *documented_entities("Of the connection"),
        *documented_entities("Of a phone book"),
    }
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tables = text[text.index("## Entities") : text.index("## Actions")]
    assert {(row[1], each) for row in rows(tables) for each in keys(row[2])} == wanted


def test_the_event_types_attributes_and_outcomes_are_complete() -> None:
    attributes = ENGLISH["entity"]["event"]["call"]["state_attributes"]
    named = {
        each for row in rows(section("entities.md", "Events")) for each in keys(row[0])
    }
    types = set(attributes["event_type"]["state"])
    outcomes = set(attributes["outcome"]["state"])
    assert named == types | outcomes | (attributes.keys() - {"event_type"})


def test_the_states_are_complete() -> None:
    states = {row[1]: keys(row[3]) for row in rows(section("entities.md", "Of a line"))}
    for name in ("state", "registration", "forwarding"):
        known = set(ENGLISH["entity"]["sensor"][name]["state"])
        assert known <= set(next(states[each] for each in states if name in keys(each)))


# Actions, triggers, conditions


def test_the_table_of_actions_names_every_action_and_field() -> None:
    documented = keyed("actions.md", "Actions")
    actions = definitions("services.yaml")
    assert documented.keys() == actions.keys()
    for name, action in actions.items():
        _, title, fields, *_ = documented[name]
        assert title == ENGLISH["services"][name]["name"]
        assert set(keys(fields)) == set(action["fields"]), name


def test_the_readme_names_every_action() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("## Actions") : text.index("## Documentation")]
    named = {each.removeprefix("telephony.") for each in keys(table)}
    assert named == {
        *definitions("services.yaml"),
        *definitions("triggers.yaml"),
        *definitions("conditions.yaml"),
    }


@pytest.mark.parametrize("kind", ["triggers", "conditions"])
def test_the_tables_of_triggers_and_conditions_are_complete(kind: str) -> None:
    documented = keyed("automations.md", kind.capitalize())
    defined = definitions(f"{kind}.yaml")
    texts = ENGLISH[kind]
    fields = {
        name: field["name"]
        for each in defined
        for name, field in texts[each].get("fields", {}).items()
    }
    names = {each: texts[each]["name"] for each in defined} | fields
    assert {each: row[1] for each, row in documented.items()} == names
    for each in defined.values():
        assert each.get("fields", {}).keys() <= fields.keys()


def test_the_table_of_blueprints_is_complete() -> None:
    files = {
        path.name: re.search(r"^  name: (.+)$", path.read_text(), re.MULTILINE)
        for path in INTEGRATION.glob("blueprints/automation/telephony/*.yaml")
    }
    documented = rows(section("automations.md", "Blueprints"))
    assert {key(row[1]): row[0] for row in documented} == {
        name: found and found[1] for name, found in files.items()
    }


def test_the_table_of_intents_is_complete() -> None:
    sentences = yaml.safe_load(
        (INTEGRATION / "sentences" / "en" / "telephony.yaml").read_text(
            encoding="utf-8"
        )
    )
    assert keyed("assist.md", "By voice").keys() == sentences["intents"].keys()


# Forms


@pytest.mark.parametrize(
    ("title", "steps"),
    [
        ("CSTA phone system", ("csta", "certificate", "login", "lines", "names")),
        ("Telestra server", ("telestra", "lines", "names")),
        ("Phone system over MQTT", ("gateway", "lines", "names")),
    ],
)
def test_the_tables_of_the_forms_are_complete(
    title: str, steps: tuple[str, ...]
) -> None:
    documented = keyed("installation.md", title)
    texts = ENGLISH["config"]["step"]
    assert {each: row[1] for each, row in documented.items()} == {
        field: name for step in steps for field, name in texts[step]["data"].items()
    }


def test_the_table_of_how_any_phone_system_speaks_is_complete() -> None:
    documented = keyed("switches.md", "Any other phone system")
    steps = ENGLISH["config"]["step"]
    names = {each: row[1] for each, row in documented.items()}
    assert names == steps["by_hand"]["data"] == steps["found"]["data"]


def test_the_table_of_lines_and_groups_is_complete() -> None:
    documented = {
        (key(row[1]), row[2])
        for row in rows(section("installation.md", "Lines and groups, later"))
    }
    assert documented == {
        item
        for kind in ENGLISH["config_subentries"].values()
        for step in kind["step"].values()
        for item in step["data"].items()
    }


def test_the_table_of_options_is_complete() -> None:
    steps = ENGLISH["options"]["step"]
    documented = keyed("installation.md", "Options")
    assert {each: row[1] for each, row in documented.items()} == {
        name: text
        for key, step in steps.items()
        for name, text in step.get("data", {}).items()
        if key != "phone_book"
    }


@pytest.mark.parametrize(
    ("title", "flow", "step"),
    [
        ("Contacts of a CardDAV account", "config", "carddav"),
        ("Phone books of a FRITZ!Box", "config", "fritzbox"),
        ("People in an LDAP directory", "config", "ldap"),
        ("Contacts from a file", "config", "file"),
        ("Contacts typed by hand", "config", "manual"),
        ("Options of a phone book", "options", "phone_book"),
    ],
)
def test_the_tables_of_phone_books_are_complete(
    title: str, flow: str, step: str
) -> None:
    documented = keyed("phone-books.md", title)
    assert {each: row[1] for each, row in documented.items()} == (
        ENGLISH[flow]["step"][step]["data"]
    )


# Errors


def error_texts() -> Iterator[str]:
    """Return every text that tells of an error."""
    yield from ENGLISH["config"]["error"].values()
    yield from ENGLISH["options"]["error"].values()
    for kind in ENGLISH["config_subentries"].values():
        yield from kind["error"].values()
    for exception in ENGLISH["exceptions"].values():
        yield exception["message"]
    for issue in ENGLISH["issues"].values():
        yield issue["title"]


def test_every_error_has_an_advice_and_no_other_is_named() -> None:
    advice: dict[str, str] = {}
    text = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    for row in rows(text[: text.index("## Something is odd")]):
        assert row[0] not in advice
        advice[row[0]] = row[1]
    assert advice.keys() == set(error_texts())
    assert all(advice.values())


# Examples


def examples() -> Iterator[dict[str, Any]]:
    """Return an automation for each example of one, of triggers, conditions or actions."""
    for page in ("actions.md", "automations.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        for block in re.findall(
            r"^```yaml\n(.+?)^```$", text, re.MULTILINE | re.DOTALL
        ):
            example = yaml.safe_load(block)
            if "action" in example:
                example = {"actions": [example]}
            if not {"triggers", "conditions", "actions"} & example.keys():
                continue  # an answer, or options
            trigger = {"trigger": "event", "event_type": "test"}
            yield {"triggers": [trigger], "actions": [], **example}


async def test_home_assistant_takes_every_example(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    automations = [{**each, "id": str(n)} for n, each in enumerate(examples())]
    assert len(automations) >= 8
    assert await async_setup_component(hass, "telephony", {})
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    states = {state.entity_id: state.state for state in hass.states.async_all()}
    assert list(states.values()) == ["on"] * len(automations), caplog.text
    # Else those that wait for a time of day would outlive the test.
    everything = {"entity_id": "all"}
    await hass.services.async_call("automation", "turn_off", everything, blocking=True)


def test_the_actions_in_examples_have_only_fields_that_there_are() -> None:
    known = definitions("services.yaml")
    for example in examples():
        for step in example["actions"]:
            domain, _, name = step["action"].partition(".")
            if domain == "telephony":
                assert step.get("data", {}).keys() <= known[name]["fields"].keys()


# What people look for

SOUGHT = ("PBX", "CTI", "CSTA", "ECSS-10", "Telestra", "OpenScape", "Avaya")


def test_whoever_looks_for_it_finds_it() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    opening = text[: text.index("![")]
    assert [word for word in SOUGHT if word not in opening] == []
    about = section("publishing.md", "What has to be set on the repository").lower()
    assert [word for word in SOUGHT if word.lower() not in about] == []


def test_the_readme_comes_to_the_point() -> None:
    """At most two screens, of some forty lines of 140 letters, stand before the tables."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    opening = text[: text.index("## Entities")]
    shown = re.sub(r"\]\([^)]*\)", "]", opening)
    assert sum(1 + len(line) // 140 for line in shown.splitlines()) < 60


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_are_markdown_which_hacs_shows(page: Path) -> None:
    assert "<img" not in page.read_text(encoding="utf-8")


# Links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    for target in targets:
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made of them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }
