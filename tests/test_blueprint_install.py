"""Blueprints are copied to where people find them, and are theirs from then on."""

from pathlib import Path

import pytest

from custom_components import telephony
from custom_components.telephony.blueprint_install import copy_blueprints
from custom_components.telephony.coordinator import TelephonyCoordinator
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.const import EVENT_COMPONENT_LOADED
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict

from .blueprint import async_blueprints
from .home import Office, async_set_up, async_take_down, async_until, csta_entry

OURS = Path(telephony.__file__).parent / "blueprints" / "automation" / "telephony"
FILE = "automation/telephony/light.yaml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return the blueprints of the integration, of which there is one."""
    return _write(tmp_path / "source", "first")


def _write(folder: Path, content: str) -> Path:
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return folder


def test_a_newer_blueprint_takes_the_place_of_an_older_one(
    source: Path, tmp_path: Path
) -> None:
    """As long as it is as we wrote it."""
    known, replaced = copy_blueprints(source, tmp_path, {})
    assert not replaced
    assert copy_blueprints(source, tmp_path, known) == (known, False)
    newer, replaced = copy_blueprints(_write(source, "second"), tmp_path, known)
    assert replaced
    assert newer != known
    assert (tmp_path / FILE).read_text() == "second"


def test_what_somebody_changed_is_never_overwritten(
    source: Path, tmp_path: Path
) -> None:
    """Nor what he put there before us."""
    known, _ = copy_blueprints(source, tmp_path, {})
    _write(tmp_path, "mine")
    for memory in (known, {}):
        assert copy_blueprints(_write(source, "second"), tmp_path, memory) == (
            {},
            False,
        )
        assert (tmp_path / FILE).read_text() == "mine"


def test_what_somebody_deleted_stays_away(source: Path, tmp_path: Path) -> None:
    """It is not wanted."""
    known, _ = copy_blueprints(source, tmp_path, {})
    (tmp_path / FILE).unlink()
    assert copy_blueprints(_write(source, "second"), tmp_path, known) == ({}, False)
    assert not (tmp_path / FILE).exists()


def test_a_lost_memory_does_not_make_our_files_somebody_elses(
    source: Path, tmp_path: Path
) -> None:
    """What is there to the letter is ours."""
    known, _ = copy_blueprints(source, tmp_path, {})
    assert copy_blueprints(source, tmp_path, {}) == (known, False)


async def test_all_of_them_are_installed_with_a_connection(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> None:
    """Beside Home Assistant's own."""
    folder = tmp_path / "blueprints" / "automation"
    async with async_blueprints(hass, tmp_path, csta_entry(office.csta_server.port)):
        found = {path.name for path in (folder / "telephony").iterdir()}
        assert found == {path.name for path in OURS.iterdir()}
        assert len(found) == 8
        assert (folder / "homeassistant").is_dir()


async def test_an_option_keeps_them_away(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> None:
    """They come when it is turned on, without a reload."""
    folder = tmp_path / "blueprints" / "automation" / "telephony"
    entry = csta_entry(office.csta_server.port, install_blueprints=False)
    async with async_blueprints(hass, tmp_path, entry):
        assert not folder.exists()
        hass.config_entries.async_update_entry(
            entry, options={"install_blueprints": True}
        )
        await async_until(folder.exists)
        await hass.async_block_till_done()


async def test_they_wait_for_automations_with_one_listener_for_good(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> None:
    """However often a connection is set up and its options change until then."""
    hass.config.config_dir = str(tmp_path)
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    waiting = hass.bus.async_listeners()[EVENT_COMPONENT_LOADED]
    for size in (10, 20):
        hass.config_entries.async_update_entry(entry, options={"call_log_size": size})
        assert await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
    assert hass.bus.async_listeners()[EVENT_COMPONENT_LOADED] == waiting
    folder = tmp_path / "blueprints" / "automation" / "telephony"
    assert not folder.exists()
    assert await async_setup_component(hass, "automation", {})
    await async_until(folder.exists)
    await async_take_down(hass, entry)


async def test_automations_that_come_while_a_connection_is_set_up_have_them(
    hass: HomeAssistant,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither there at its beginning, nor later than its end."""
    apply = TelephonyCoordinator.async_apply

    async def apply_late(coordinator: TelephonyCoordinator) -> None:
        assert await async_setup_component(hass, "automation", {})
        await hass.async_block_till_done()
        await apply(coordinator)

    monkeypatch.setattr(TelephonyCoordinator, "async_apply", apply_late)
    hass.config.config_dir = str(tmp_path)
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await async_until((tmp_path / "blueprints" / "automation" / "telephony").exists)
    await hass.async_block_till_done()
    await async_take_down(hass, entry)


async def test_nobody_who_wants_none_gets_them_with_automations(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> None:
    """The option is asked at that moment."""
    hass.config.config_dir = str(tmp_path)
    entry = csta_entry(office.csta_server.port, install_blueprints=False)
    await async_set_up(hass, entry)
    assert await async_setup_component(hass, "automation", {})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not (tmp_path / "blueprints" / "automation" / "telephony").exists()
    await async_take_down(hass, entry)


@pytest.mark.parametrize("path", sorted(OURS.iterdir()), ids=lambda path: path.stem)
def test_each_says_what_it_needs(path: Path) -> None:
    """And where it comes from, and what each input is."""
    blueprint = Blueprint(
        load_yaml_dict(path),
        expected_domain="automation",
        path=path.name,
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    metadata = blueprint.metadata
    assert metadata["homeassistant"]["min_version"] == "2026.10.0"
    assert metadata["source_url"].endswith(
        f"/blueprints/automation/telephony/{path.name}"
    )
    assert metadata["description"]
    assert all(each["name"] and each["selector"] for each in blueprint.inputs.values())
    used = path.read_text()
    assert all(f"!input {name}\n" in used for name in blueprint.inputs)
