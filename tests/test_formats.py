"""What released versions wrote is read by today's, for good; what a newer one wrote is left alone.

`formats/VERSION` holds what that version wrote, as Home Assistant stores it. A change of what is
written needs a folder of its own, and `async_migrate_entry` where older entries have to change.
"""

from collections.abc import AsyncIterator
from hashlib import sha256
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.config_flow import TelephonyConfigFlow
from custom_components.telephony.const import DOMAIN
from homeassistant.config_entries import ConfigEntries, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

FORMATS = Path(__file__).parent / "formats"
RELEASED = sorted(folder.name for folder in FORMATS.iterdir())
ENTRIES = "core.config_entries"
BLUEPRINTS = "telephony.blueprints"

type Stored = dict[str, Any]


def read(version: str, key: str) -> Stored:
    """Return what a version wrote under a key."""
    content: Stored = json.loads((FORMATS / version / f"{key}.json").read_text())
    return content


def keys(version: str) -> list[str]:
    """Return the keys under which a version wrote something of its own."""
    return [path.stem for path in (FORMATS / version).glob("telephony.*.json")]


@pytest.fixture(params=RELEASED)
async def version(
    request: pytest.FixtureRequest,
    hass: HomeAssistant,
    hass_storage: Stored,
    office: Office,
) -> AsyncIterator[str]:
    """Start with what a version wrote, its phone systems at the office's ports."""
    version: str = request.param
    await hass.config.async_update(country="RU")
    stored = read(version, ENTRIES)
    ports = {
        "csta": office.csta_server.port,
        "telestra": office.telestra_server.port,
    }
    for entry in stored["data"]["entries"]:
        entry["data"]["port"] = ports[entry["data"]["protocol"]]
    hass_storage[ENTRIES] = stored
    for key in keys(version):
        hass_storage[key] = read(version, key)
    hass.config_entries = ConfigEntries(hass, {})
    await hass.config_entries.async_initialize()
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    yield version
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


async def test_connections_lines_and_groups_are_as_they_were(
    hass: HomeAssistant, version: str
) -> None:
    entries = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if "protocol" in entry.data
    ]
    assert [entry.state for entry in entries] == [ConfigEntryState.LOADED] * 2
    await async_wait_state(hass, "switch.reception_do_not_disturb", "off")
    await async_wait_state(hass, "switch.studio_registered", "on")
    wanted = {tuple(each) for each in read(version, "entities")}
    registry = er.async_get(hass)

    def found() -> set[tuple[str, str]]:
        return {
            (entity.domain, entity.unique_id)
            for entry in entries
            for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
        }

    # Some come with the features that each line is asked for in its turn.
    await async_wait_for(hass, lambda: wanted <= found(), "all entities")


async def test_callers_have_the_names_that_were_typed_and_uploaded(
    hass: HomeAssistant, version: str, office: Office
) -> None:
    for line, entity, caller, name in (
        ("700", "reception", OUTSIDE, "Ada"),
        ("701", "line_701", "+12025550101", "Grace"),
    ):
        office.ring(line, caller)
        await async_wait_state(hass, f"sensor.{entity}_state", "ringing")
        await async_wait_state(hass, f"sensor.{entity}_remote_party", name)


async def test_phone_books_of_connections_are_entries_of_their_own(
    hass: HomeAssistant, hass_storage: Stored, version: str
) -> None:
    """What was typed leaves the options; what was uploaded stays in its file."""
    await hass.async_block_till_done(wait_background_tasks=True)
    csta, telestra, *books = hass.config_entries.async_entries(DOMAIN)
    assert {(book.data["source"], book.state) for book in books} == {
        ("manual", ConfigEntryState.LOADED),
        ("file", ConfigEntryState.LOADED),
    }
    assert {book.options["connection"] for book in books} == {csta.entry_id}
    for entry in (csta, telestra):
        assert "phone_book" not in entry.options
    for key in keys(version):
        if key.endswith(".phone_book"):
            assert hass_storage[key] == read(version, key)


async def test_options_count_as_before(
    hass: HomeAssistant, version: str, office: Office
) -> None:
    """The outside prefix is dialed."""
    await hass.services.async_call(
        "telephony",
        "make_call",
        {"entity_id": "sensor.reception_state", "number": "8 916 123-45-67"},
        blocking=True,
    )
    assert office.leg("700").call.called.startswith("9")


async def test_a_blueprint_that_we_wrote_is_replaced_by_todays(
    hass: HomeAssistant, hass_storage: Stored, office: Office, tmp_path: Path
) -> None:
    for version in RELEASED:
        folder = tmp_path / version
        hass.config.config_dir = str(folder)
        stored = read(version, BLUEPRINTS)
        path, *_ = stored["data"]
        file = folder / "blueprints" / path
        file.parent.mkdir(parents=True)
        file.write_text("as it was")
        stored["data"][path] = sha256(b"as it was").hexdigest()
        hass_storage[BLUEPRINTS] = stored
        assert await async_setup_component(hass, "automation", {})
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        await async_until(lambda: file.read_text() != "as it was")  # noqa: B023
        await hass.async_block_till_done(wait_background_tasks=True)
        await async_take_down(hass, entry)


def test_todays_formats_are_frozen() -> None:
    """A format that changes is frozen anew."""
    newest = RELEASED[-1]
    for entry in read(newest, ENTRIES)["data"]["entries"]:
        assert (entry["version"], entry["minor_version"]) == (
            TelephonyConfigFlow.VERSION,
            TelephonyConfigFlow.MINOR_VERSION,
        )


# From a newer version


async def test_an_entry_of_a_newer_version_is_left_alone_and_says_what_to_do(
    hass: HomeAssistant, office: Office, issue_registry: ir.IssueRegistry
) -> None:
    entry = csta_entry(office.csta_server.port)
    newer = MockConfigEntry(
        domain=DOMAIN,
        title="Office",
        data={**entry.data, "something": "new"},
        version=TelephonyConfigFlow.VERSION + 1,
    )
    newer.add_to_hass(hass)
    await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    assert newer.state is ConfigEntryState.MIGRATION_ERROR
    issue = issue_registry.async_get_issue(DOMAIN, f"newer_entry_{newer.entry_id}")
    assert issue
    assert issue.translation_placeholders == {"connection": "Office"}
    assert newer.data["something"] == "new"

    await hass.config_entries.async_remove(newer.entry_id)
    assert not issue_registry.async_get_issue(DOMAIN, issue.issue_id)


async def test_an_entry_that_only_knows_more_is_set_up(
    hass: HomeAssistant, office: Office
) -> None:
    """A newer minor version may be read by older ones."""
    entry = csta_entry(office.csta_server.port)
    newer = MockConfigEntry(
        domain=DOMAIN,
        data={**entry.data, "something": "new"},
        minor_version=TelephonyConfigFlow.MINOR_VERSION + 1,
    )
    await async_set_up(hass, newer)
    await async_take_down(hass, newer)


async def test_blueprints_of_a_newer_version_stay_as_they_are(
    hass: HomeAssistant, hass_storage: Stored, office: Office, tmp_path: Path
) -> None:
    hass.config.config_dir = str(tmp_path)
    stored = {**read(RELEASED[-1], BLUEPRINTS), "version": 2}
    hass_storage[BLUEPRINTS] = stored
    assert await async_setup_component(hass, "automation", {})
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert hass_storage[BLUEPRINTS] == stored
    assert list(tmp_path.glob("blueprints/automation/telephony/*")) == []  # noqa: ASYNC240
    await async_take_down(hass, entry)
