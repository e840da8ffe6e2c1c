"""Blueprints and sentences are copied to where people find them, and are theirs from then on."""

from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components import telephony
from custom_components.telephony.coordinator import TelephonyCoordinator
from custom_components.telephony.installation import Copied, copy_files
from homeassistant.components import conversation
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.const import EVENT_COMPONENT_LOADED
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict

from .blueprint import async_blueprints
from .home import Office, async_set_up, async_take_down, async_until, csta_entry

OURS = Path(telephony.__file__).parent / "blueprints" / "automation" / "telephony"
FILE = "telephony/light.yaml"
STAND_INS = Path(__file__).parent.parent / "demo" / "stand_ins"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return files of the integration, of which there is one."""
    return _write(tmp_path / "source", "first")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return somebody's folder."""
    return tmp_path / "folder"


def _write(folder: Path, content: str) -> Path:
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return folder


def _copy(source: Path, folder: Path, known: dict[str, str]) -> Copied:
    return copy_files({"automation": source}, folder, known)


def _nothing(hashes: dict[str, str]) -> Copied:
    """Return what is told where nothing had to be written."""
    return Copied(hashes, added=False, replaced=False)


def _found(folder: Path) -> str:
    return (folder / "automation" / FILE).read_text()


def test_a_newer_file_takes_the_place_of_an_older_one(
    source: Path, folder: Path
) -> None:
    """As long as it is as we wrote it."""
    first = _copy(source, folder, {})
    assert (first.added, first.replaced) == (True, False)
    assert _copy(source, folder, first.hashes) == _nothing(first.hashes)
    newer = _copy(_write(source, "second"), folder, first.hashes)
    assert (newer.added, newer.replaced) == (False, True)
    assert newer.hashes.keys() == first.hashes.keys() == {f"automation/{FILE}"}
    assert newer.hashes != first.hashes
    assert _found(folder) == "second"


def test_what_somebody_changed_is_never_overwritten(source: Path, folder: Path) -> None:
    """Nor what he put there before us."""
    known = _copy(source, folder, {}).hashes
    _write(folder / "automation", "mine")
    for memory in (known, {}):
        copied = _copy(_write(source, "second"), folder, memory)
        assert copied == _nothing({})
        assert _found(folder) == "mine"


def test_what_somebody_deleted_stays_away(source: Path, folder: Path) -> None:
    """It is not wanted."""
    known = _copy(source, folder, {}).hashes
    (folder / "automation" / FILE).unlink()
    copied = _copy(_write(source, "second"), folder, known)
    assert copied == _nothing({})
    assert not (folder / "automation" / FILE).exists()


def test_a_lost_memory_does_not_make_our_files_somebody_elses(
    source: Path, folder: Path
) -> None:
    """What is there to the letter is ours."""
    known = _copy(source, folder, {}).hashes
    assert _copy(source, folder, {}) == _nothing(known)


async def test_all_of_them_are_installed_with_a_connection(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> None:
    """Beside Home Assistant's own."""
    folder = tmp_path / "blueprints" / "automation"
    async with async_blueprints(hass, tmp_path, csta_entry(office.csta_server.port)):
        found = {path.name for path in (folder / "telephony").iterdir()}
        assert found == {path.name for path in OURS.iterdir()}
        assert len(found) == 9
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


# Sentences

RUSSIAN_ASSISTANT = {
    "name": "Голос",
    "language": "ru",
    "conversation_engine": "conversation.home_assistant",
    "conversation_language": "ru",
    "stt_engine": None,
    "stt_language": None,
    "tts_engine": None,
    "tts_language": None,
    "tts_voice": None,
    "wake_word_entity": None,
    "wake_word_id": None,
}


def installed(folder: Path) -> set[str]:
    """Return the languages in the folder of custom sentences."""
    return {path.parent.name for path in folder.glob("*/telephony.yaml")}


async def async_understands(hass: HomeAssistant, text: str, language: str) -> bool:
    """Ask who has called: whether that is understood."""
    result = await conversation.async_converse(
        hass, text, None, Context(), language=language
    )
    code = result.response.error_code
    return code is not intent.IntentResponseErrorCode.NO_INTENT_MATCH


@pytest.fixture
async def assist(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Start a Home Assistant that listens; return the folder of its custom sentences."""
    hass.config.config_dir = str(tmp_path)
    (tmp_path / "configuration.yaml").touch()  # read again with the sentences
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    return tmp_path / "custom_sentences"


async def test_an_option_installs_what_people_can_say(
    hass: HomeAssistant, office: Office, assist: Path
) -> None:
    """Nobody gets it unasked; then it is understood at once, without a restart."""
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    assert installed(assist) == set()
    assert not await async_understands(hass, "Who has called?", "en")

    hass.config_entries.async_update_entry(entry, options={"install_sentences": True})
    await async_until((assist / "en" / "telephony.yaml").exists)
    await hass.async_block_till_done()

    assert await async_understands(hass, "Who has called?", "en")
    assert installed(assist) == {"en"}
    await async_take_down(hass, entry)


async def test_sentences_come_in_the_languages_that_are_spoken(
    hass: HomeAssistant,
    office: Office,
    assist: Path,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Home Assistant's own, with its country, and that of each voice assistant."""
    monkeypatch.syspath_prepend(STAND_INS)
    hass.config.language = "de-CH"
    assert await async_setup_component(hass, "assist_pipeline", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "assist_pipeline/pipeline/create", **RUSSIAN_ASSISTANT}
    )
    assert (await client.receive_json())["success"]
    entry = csta_entry(office.csta_server.port, install_sentences=True)
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert installed(assist) == {"de", "de-CH", "ru"}
    assert await async_understands(hass, "Wer hat angerufen?", "de-CH")
    assert await async_understands(hass, "Кто звонил?", "ru")
    await async_take_down(hass, entry)


async def test_a_language_that_we_do_not_speak_gets_nothing(
    hass: HomeAssistant, office: Office, assist: Path
) -> None:
    hass.config.language = "fi"
    entry = csta_entry(office.csta_server.port, install_sentences=True)
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert installed(assist) == set()
    await async_take_down(hass, entry)


# Blueprints


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
