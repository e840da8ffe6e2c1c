"""Devices say whose phone system they belong to, and new lines go where their names tell of."""

from dataclasses import replace
import re

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.cti.csta import PROFILES
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from simulator.csta import CstaOptions
from simulator.csta.profiles import ECMA_323, PROFILES as SIMULATED

from ..home import (
    async_set_up,
    async_take_down,
    async_wait_for,
    csta_entry,
    open_office,
    telestra_entry,
)


def device_of(hass: HomeAssistant, entry: MockConfigEntry, key: str) -> dr.DeviceEntry:
    """Return the device of a line or a group or, with "", of the connection."""
    identifier = "_".join(filter(None, (entry.entry_id, key)))
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("telephony", identifier), entry.entry_id
    )
    assert device is not None
    return device


def area_of(hass: HomeAssistant, entry: MockConfigEntry, line: str) -> str | None:
    """Return the name of the area that a line's device is in."""
    if (area_id := device_of(hass, entry, line).area_id) is None:
        return None
    area = ar.async_get(hass).async_get_area(area_id)
    assert area is not None
    return area.name


async def async_rename(
    hass: HomeAssistant, entry: MockConfigEntry, line: str, name: str
) -> None:
    """Change a line's name in its form."""
    subentry_id = next(
        key for key, each in entry.subentries.items() if each.unique_id == line
    )
    form = await entry.start_subentry_reconfigure_flow(hass, subentry_id)
    await hass.config_entries.subentries.async_configure(
        form["flow_id"], {"name": name}
    )
    await hass.async_block_till_done()


# Whose they are


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("eltex_ecss10", ("Eltex", "ECSS-10", "CSTA ed3", None)),
        (
            "avaya_aes",
            (
                "Avaya",
                "Application Enablement Services",
                "CSTA ed3/priv9",
                "https://127.0.0.1",
            ),
        ),
        ("openscape_voice", ("Unify", "OpenScape Voice", "CSTA ed4", None)),
        (
            "openscape_business",
            ("Unify", "OpenScape Business", "CSTA ed4", "https://127.0.0.1"),
        ),
        (
            "mivoice_office_400",
            ("Mitel", "MiVoice Office 400", "CSTA ed5", "https://127.0.0.1"),
        ),
        ("generic", (None, "ECMA-323 over TCP", "CSTA ed3", None)),
    ],
)
async def test_devices_say_whose_phone_system_it_is(
    hass: HomeAssistant, profile: str, expected: tuple[str | None, ...]
) -> None:
    async with open_office(csta=CstaOptions(profile=SIMULATED[profile])) as office:
        port = office.csta_server.port
        entry = csta_entry(port, ["700"], {"Desk": ["701"]}, profile)
        await async_set_up(hass, entry)

        device = device_of(hass, entry, "")
        assert expected == (
            device.manufacturer,
            device.model,
            device.sw_version,
            device.configuration_url,
        )
        group = next(k for k, v in entry.subentries.items() if v.title == "Desk")
        for owner in ("700", group):
            device = device_of(hass, entry, owner)
            assert (device.manufacturer, device.model) == expected[:2]
        await async_take_down(hass, entry)


async def test_accounts_are_those_of_a_telestra_server(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    for owner in ("", "705"):
        device = device_of(hass, telestra, owner)
        assert (device.manufacturer, device.model) == ("ASTi", "Telestra server")
        assert device.sw_version is None


async def test_what_is_spoken_after_an_update_of_the_phone_system_is_shown(
    hass: HomeAssistant,
) -> None:
    """It restarts, and knows later private data then."""
    before = replace(SIMULATED["avaya_aes"], protocol_versions=re.compile(".*priv5$"))
    options = CstaOptions(profile=before)
    async with open_office(csta=options) as office:
        entry = csta_entry(office.csta_server.port, ["700"], profile="avaya_aes")
        await async_set_up(hass, entry)
        assert device_of(hass, entry, "").sw_version == "CSTA ed3/priv5"

        options.profile = SIMULATED["avaya_aes"]
        office.csta_server.drop_connections()

        await async_wait_for(
            hass, lambda: device_of(hass, entry, "").sw_version == "CSTA ed3/priv9"
        )
        await async_take_down(hass, entry)


async def test_another_phone_system_at_the_other_end_is_shown_on_every_device(
    hass: HomeAssistant,
) -> None:
    options = CstaOptions(profile=SIMULATED["eltex_ecss10"])
    async with open_office(csta=options) as office:
        entry = csta_entry(office.csta_server.port, ["700"])
        await async_set_up(hass, entry)

        options.profile = SIMULATED["openscape_business"]
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, "profile": "openscape_business"}
        )

        await async_wait_for(
            hass, lambda: device_of(hass, entry, "700").model == "OpenScape Business"
        )
        device = device_of(hass, entry, "")
        assert device.manufacturer == device_of(hass, entry, "700").manufacturer
        assert device.manufacturer == "Unify"
        await async_take_down(hass, entry)


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "ed9",
        f"{ECMA_323}",
        f"{ECMA_323}ed",
        f"{ECMA_323}ed3 ",
        f"{ECMA_323}ed123",
        f"{ECMA_323}ed3/priv",
        f"{ECMA_323}ed3/priv123456789",
        f"{ECMA_323}ed3/../../admin",
        "https://pbx.example/ed7",
        "ed3" * 10_000,
    ],
)
def test_a_version_that_is_none_is_not_shown(told: str | None) -> None:
    assert PROFILES["avaya_aes"].product(told).version == "CSTA ed3"


# Where they are


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Kitchen", "Kitchen"),
        ("Phone in the kitchen", "Kitchen"),
        ("kitchen_phone-2", "Kitchen"),
        ("Pantry phone", "Kitchen"),
        ("Living room", "Living room"),
        ("Guest living room", "Guest living room"),
        ("КУХНЯ, у окна", "Кухня"),
        ("Kitchenette", None),
        ("Room", None),
        ("Reception", None),
    ],
)
async def test_a_new_line_is_put_where_its_name_tells_of(
    hass: HomeAssistant, name: str, area: str | None
) -> None:
    areas = ar.async_get(hass)
    areas.async_create("Kitchen", aliases={"Pantry", "Larder"})
    for other in ("Living room", "Guest living room", "Кухня", "!"):
        areas.async_create(other)
    known = len(list(areas.async_list_areas()))
    async with open_office([name]) as office:
        entry = telestra_entry(office.telestra_server.port, {name: {}})
        await async_set_up(hass, entry)

        assert area_of(hass, entry, name) == area
        assert len(list(areas.async_list_areas())) == known
        await async_take_down(hass, entry)


async def test_a_line_that_gets_its_first_name_is_put_where_that_tells_of(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    for name in ("Kitchen", "Office"):
        ar.async_get(hass).async_create(name)
    assert area_of(hass, csta, "700") is None

    await async_rename(hass, csta, "700", "Kitchen")
    assert area_of(hass, csta, "700") == "Kitchen"

    await async_rename(hass, csta, "700", "Office")
    assert area_of(hass, csta, "700") == "Kitchen"


async def test_a_line_that_is_somewhere_already_stays_there(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    areas = ar.async_get(hass)
    areas.async_create("Kitchen")
    hall = areas.async_create("Hall")
    dr.async_get(hass).async_update_device(
        device_of(hass, csta, "700").id, area_id=hall.id
    )

    await async_rename(hass, csta, "700", "Kitchen")

    assert area_of(hass, csta, "700") == "Hall"


async def test_a_line_that_somebody_took_out_of_its_area_stays_out(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    ar.async_get(hass).async_create("Kitchen")
    await async_rename(hass, csta, "700", "Kitchen")
    dr.async_get(hass).async_update_device(
        device_of(hass, csta, "700").id, area_id=None
    )

    assert await hass.config_entries.async_reload(csta.entry_id)
    await hass.async_block_till_done()

    assert area_of(hass, csta, "700") is None
