"""Phones as devices: muted, loud, silenced at night, and with a text on the display."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er, label_registry as lr
from homeassistant.setup import async_setup_component
from simulator.csta import CstaOptions
from simulator.csta.profiles import PROFILES
from simulator.phones import Apparatus, Phone, Ringer

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_features,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
)

MICROPHONE = "switch.line_700_microphone_mute"
SPEAKER = "switch.line_700_speaker_mute"
RINGER = "switch.line_700_ringer"
RINGER_VOLUME = "number.line_700_ringer_volume"
SPEAKER_VOLUME = "number.line_700_speaker_volume"
LAMPS = "sensor.line_700_lamps"
ENTITIES = (MICROPHONE, SPEAKER, RINGER, RINGER_VOLUME, SPEAKER_VOLUME)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """Open an office with phones at 700 and 702 that can be set, and one at 701 that can't."""
    options = CstaOptions(profile=PROFILES["generic"])
    async with open_office(csta=options) as opened:
        for line in ("700", "702"):
            opened.exchange.phones.put(line, Phone())
        yield opened


async def async_enable(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set up, and enable what is disabled at first."""
    await async_set_up(hass, entry)
    registry = er.async_get(hass)

    def of_phones() -> list[er.RegistryEntry]:
        keys = {each.partition("_700_")[2] for each in ENTITIES}
        entities = er.async_entries_for_config_entry(registry, entry.entry_id)
        return [each for each in entities if each.translation_key in keys]

    await async_wait_for(hass, lambda: len(of_phones()) == 2 * len(ENTITIES))
    for each in of_phones():
        assert each.disabled_by is er.RegistryEntryDisabler.INTEGRATION
        assert each.entity_category is EntityCategory.CONFIG
        registry.async_update_entity(each.entity_id, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_for(hass, lambda: all(map(hass.states.get, ENTITIES)))


@pytest.fixture
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Return a connection whose phones are there with all entities."""
    entry = csta_entry(
        office.csta_server.port, ["700", "701", "702"], profile="generic"
    )
    await async_enable(hass, entry)
    yield entry
    await async_take_down(hass, entry)


async def async_act(hass: HomeAssistant, action: str, **data: Any) -> None:
    """Call an action."""
    domain, _, name = action.partition(".")
    await hass.services.async_call(domain, name, data, blocking=True)


def phone(office: Office, line: str = "700") -> Phone:
    """Return the phone at a line."""
    return office.exchange.phones[line]


@pytest.mark.parametrize(
    ("entity_id", "field"),
    [(MICROPHONE, "microphone_muted"), (SPEAKER, "speaker_muted")],
)
async def test_a_mute_is_set_and_follows_the_phone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    entity_id: str,
    field: str,
) -> None:
    await async_wait_state(hass, entity_id, "off")
    await async_act(hass, "switch.turn_on", entity_id=entity_id)
    await async_wait_state(hass, entity_id, "on")
    handset, loudspeaker = phone(office).apparatuses.values()
    assert getattr(handset, field)
    assert getattr(loudspeaker, field)
    await async_act(hass, "switch.turn_off", entity_id=entity_id)
    await async_wait_state(hass, entity_id, "off")
    assert phone(office).apparatuses["1"] == Apparatus()
    for part in ("1", "2"):
        office.exchange.phones.set_microphone_mute("700", part, muted=True)
        office.exchange.phones.set_speaker_mute("700", part, muted=True)
    await async_wait_state(hass, entity_id, "on")
    assert hass.states.get(entity_id.replace("700", "701")) is None


async def test_volumes_are_set_and_follow_the_phone(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_wait_state(hass, RINGER_VOLUME, "70")
    await async_wait_state(hass, SPEAKER_VOLUME, "50")
    await async_act(hass, "number.set_value", entity_id=RINGER_VOLUME, value=35)
    await async_act(hass, "number.set_value", entity_id=SPEAKER_VOLUME, value=100)
    await async_wait_state(hass, RINGER_VOLUME, "35")
    await async_wait_state(hass, SPEAKER_VOLUME, "100")
    assert phone(office).ringers["1"].volume == 35
    assert {each.volume for each in phone(office).apparatuses.values()} == {100}
    office.exchange.phones.set_ringer("700", "1", volume=5)
    await async_wait_state(hass, RINGER_VOLUME, "5")
    with pytest.raises(ServiceValidationError):
        await async_act(hass, "number.set_value", entity_id=RINGER_VOLUME, value=101)


async def test_all_bells_are_silent_at_night_and_ring_in_the_morning_as_before(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    """The recipe of docs/automations.md, with a restart in the night."""
    label = lr.async_get(hass).async_create("Bells at night")
    registry = er.async_get(hass)
    bells = [RINGER, "switch.line_702_ringer"]
    for each in bells:
        registry.async_update_entity(each, labels={label.label_id})
    office.exchange.phones.set_ringer("702", "1", volume=20)
    await async_wait_state(hass, "number.line_702_ringer_volume", "20")
    automations = [
        {
            "triggers": {"trigger": "event", "event_type": name},
            "actions": {
                "action": f"switch.{do}",
                "target": {"label_id": label.label_id},
            },
        }
        for name, do in (("night", "turn_off"), ("morning", "turn_on"))
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    hass.bus.async_fire("night")
    for each in bells:
        await async_wait_state(hass, each, "off")
    assert {phone(office, each).ringers["1"].volume for each in ("700", "702")} == {0}
    assert await hass.config_entries.async_reload(entry.entry_id)
    for each in bells:
        await async_wait_state(hass, each, "off")
    hass.bus.async_fire("morning")
    await async_wait_state(hass, RINGER_VOLUME, "70")
    await async_wait_state(hass, "number.line_702_ringer_volume", "20")
    await async_act(hass, "switch.turn_on", entity_id=RINGER)
    await async_wait_state(hass, RINGER, "on")


def bells(office: Office) -> dict[str, int]:
    """Return how loud each bell of line 700's phone is."""
    return {part: each.volume for part, each in phone(office).ringers.items()}


@pytest.fixture
async def several_bells(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    """Let line 700's phone have three bells, of which somebody has silenced one."""
    phone(office).ringers = {"a": Ringer(80), "b": Ringer(20), "c": Ringer(90)}
    office.csta.drop_connections()
    await async_wait_state(hass, RINGER_VOLUME, "90")
    office.exchange.phones.set_ringer("700", "c", volume=0)
    await async_wait_state(hass, RINGER_VOLUME, "80")


@pytest.mark.usefixtures("several_bells")
async def test_each_bell_of_a_phone_gets_its_own_volume_back(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_act(hass, "switch.turn_off", entity_id=RINGER)
    await async_wait_state(hass, RINGER, "off")
    assert bells(office) == {"a": 0, "b": 0, "c": 0}
    await async_act(hass, "switch.turn_off", entity_id=RINGER)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, RINGER, "off")
    await async_act(hass, "switch.turn_on", entity_id=RINGER)
    await async_wait_state(hass, RINGER, "on")
    assert bells(office) == {"a": 80, "b": 20, "c": 0}
    office.exchange.phones.set_ringer("700", "b", volume=30)
    for part in "ab":
        office.exchange.phones.set_ringer("700", part, volume=0)
    await async_wait_state(hass, RINGER, "off")
    await async_act(hass, "switch.turn_on", entity_id=RINGER)
    await async_wait_state(hass, RINGER_VOLUME, "80")
    assert bells(office) == {"a": 80, "b": 30, "c": 0}


@pytest.mark.usefixtures("several_bells")
async def test_bells_that_were_switched_halfway_are_switched_the_next_time(
    hass: HomeAssistant, office: Office
) -> None:
    ringers = phone(office).ringers
    for switched, left, wanted in (
        ("turn_off", {"a": 0, "b": 20, "c": 0}, {"a": 0, "b": 0, "c": 0}),
        ("turn_on", {"a": 80, "b": 0, "c": 0}, {"a": 80, "b": 20, "c": 0}),
    ):
        lost = ringers.pop("b")
        with pytest.raises(HomeAssistantError):
            await async_act(hass, f"switch.{switched}", entity_id=RINGER)
        ringers["b"] = lost
        assert bells(office) == left
        await async_act(hass, f"switch.{switched}", entity_id=RINGER)
        assert bells(office) == wanted


async def test_a_phone_that_told_nothing_at_the_start_is_asked_again_when_it_is_to_be_muted(
    hass: HomeAssistant, office: Office
) -> None:
    busy = ("systemResourceAvailability", "resourceBusy")
    office.csta.options.refusals = {"GetMicrophoneMute": busy}
    entry = csta_entry(office.csta_server.port, ["700", "701"], profile="generic")
    await async_set_up(hass, entry)
    await async_wait_features(hass, "700", "701")
    state = "sensor.line_700_state"
    with pytest.raises(HomeAssistantError) as still_busy:
        await async_act(hass, "telephony.set_mute", entity_id=state)
    assert still_busy.value.translation_key == "refused_system_resource_availability"
    office.csta.options.refusals = {}
    await async_act(hass, "telephony.set_mute", entity_id=state)
    assert all(each.microphone_muted for each in phone(office).apparatuses.values())
    with pytest.raises(ServiceValidationError) as refused:
        await async_act(hass, "telephony.set_mute", entity_id="sensor.line_701_state")
    assert refused.value.translation_key == "not_supported"
    await async_take_down(hass, entry)


async def test_a_bell_that_was_never_heard_is_not_made_as_loud_as_can_be(
    hass: HomeAssistant, office: Office
) -> None:
    phone(office).ringers["1"].volume = 0
    entry = csta_entry(office.csta_server.port, ["700", "702"], profile="generic")
    await async_enable(hass, entry)
    await async_wait_state(hass, RINGER, "off")
    with pytest.raises(ServiceValidationError) as refused:
        await async_act(hass, "switch.turn_on", entity_id=RINGER)
    assert refused.value.translation_key == "ringer_volume_unknown"
    assert phone(office).ringers["1"].volume == 0
    await async_take_down(hass, entry)


async def test_a_bell_that_is_silent_for_one_call_only_shows_that_it_rings_again(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    phone(office).keeps_ring_settings = False
    await async_act(hass, "switch.turn_off", entity_id=RINGER)
    await async_wait_state(hass, RINGER, "off")
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.hang_up("700")
    await async_wait_state(hass, RINGER, "on")
    await async_wait_state(hass, RINGER_VOLUME, "70")


async def test_the_phone_in_a_call_is_muted_by_an_action(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    office.ring("700")
    office.answer("700")
    state = "sensor.line_700_state"
    await async_wait_state(hass, state, "connected")
    await async_act(hass, "telephony.set_mute", entity_id=state)
    await async_wait_state(hass, MICROPHONE, "on")
    await async_act(hass, "telephony.set_mute", entity_id=state, enabled=False)
    await async_wait_state(hass, MICROPHONE, "off")
    with pytest.raises(ServiceValidationError) as refused:
        await async_act(hass, "telephony.set_mute", entity_id="sensor.line_701_state")
    assert refused.value.translation_key == "not_supported"


async def async_wait_lamps(
    hass: HomeAssistant, state: str, modes: dict[str, str]
) -> None:
    """Wait until the lamps shine so."""
    await async_wait_state(hass, LAMPS, state)
    shown = hass.states.get(LAMPS)
    assert shown is not None
    assert shown.attributes["lamps"] == modes


async def test_lamps_are_lit_by_an_action_and_shown(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    registry = er.async_get(hass)
    lamps = registry.async_get(LAMPS)
    assert lamps is not None
    assert lamps.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    assert lamps.entity_category is EntityCategory.DIAGNOSTIC
    registry.async_update_entity(LAMPS, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_lamps(hass, "0", {"1": "off", "2": "off"})
    state = "sensor.line_700_state"
    for mode, number in (("steady", "1"), ("broken_flutter", "1"), ("off", "0")):
        data = {"entity_id": state, "lamp": "2", "mode": mode}
        await async_act(hass, "telephony.set_lamp", **data)
        assert phone(office).lamps["2"].mode.name.lower() == mode
        await async_wait_lamps(hass, number, {"1": "off", "2": mode})
    office.ring("700")
    await async_wait_lamps(hass, "1", {"1": "flutter", "2": "off"})
    with pytest.raises(HomeAssistantError):
        await async_act(
            hass, "telephony.set_lamp", entity_id=state, lamp="9", mode="steady"
        )
    with pytest.raises(ServiceValidationError) as refused:
        await async_act(
            hass, "telephony.set_lamp", entity_id=state, lamp="2", mode="unknown"
        )
    assert refused.value.translation_key == "field_invalid"


@pytest.mark.parametrize("text", ["Meeting until 2 p.m.", "Zurück um 14 Uhr 🍽", ""])
async def test_a_text_is_shown_on_the_display(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office, text: str
) -> None:
    await async_act(
        hass, "telephony.set_display", entity_id="sensor.line_700_state", text=text
    )
    assert phone(office).display == text


@pytest.mark.parametrize("text", ["x" * 241, "two\nlines", "\x00", "\ud800"])
async def test_what_no_display_takes_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office, text: str
) -> None:
    phone(office).display = "before"
    with pytest.raises(ServiceValidationError) as refused:
        await async_act(
            hass, "telephony.set_display", entity_id="sensor.line_700_state", text=text
        )
    assert refused.value.translation_key == "field_invalid"
    assert phone(office).display == "before"


async def test_a_phone_system_that_refuses_says_so(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    office.csta.options.refusals = {
        "SetSpeakerMute": ("operation", "invalidFeature"),
        "SetRingerStatus": ("operation", "invalidRingVolume"),
    }
    with pytest.raises(HomeAssistantError):
        await async_act(hass, "switch.turn_on", entity_id=SPEAKER)
    with pytest.raises(HomeAssistantError):
        await async_act(hass, "number.set_value", entity_id=RINGER_VOLUME, value=1)
    await async_wait_state(hass, SPEAKER, "off")
    await async_wait_state(hass, RINGER_VOLUME, "70")


ONLY_READ = CstaOptions(
    profile=PROFILES["generic"],
    tells_services=True,
    unsupported_services=frozenset(
        {"SetMicrophoneMute", "SetRingerStatus", "SetSpeakerMute", "SetSpeakerVolume"}
    ),
)


@pytest.mark.parametrize("options", [CstaOptions(), ONLY_READ], ids=["ECSS-10", "told"])
async def test_a_phone_system_without_these_services_shows_none_of_it(
    hass: HomeAssistant, options: CstaOptions
) -> None:
    async with open_office(csta=options) as office:
        office.exchange.phones.put("700", Phone())
        name = options.profile.name
        entry = csta_entry(office.csta_server.port, profile=name)
        await async_set_up(hass, entry)
        await async_wait_features(hass, "700", "701")
        await hass.async_block_till_done()
        assert not set(ENTITIES) & set(er.async_get(hass).entities)
        await async_take_down(hass, entry)
