"""Lines and groups are added and changed while the connection works."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.connection.line_ranges import max_entity_lines
from homeassistant.config_entries import SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResult, FlowResultType
from homeassistant.helpers import device_registry as dr

from ..home import csta_entry


async def async_add(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, entered: dict[str, Any]
) -> SubentryFlowResult:
    """Open the form for a new line or group, and submit it."""
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "user"
    return await async_enter(hass, form, entered)


async def async_enter(
    hass: HomeAssistant, form: FlowResult[Any, Any], entered: dict[str, Any]
) -> SubentryFlowResult:
    """Submit a form."""
    result = await hass.config_entries.subentries.async_configure(
        form["flow_id"], entered
    )
    await hass.async_block_till_done()
    return result


def subentry_of(entry: MockConfigEntry, title: str) -> str:
    """Return the id of the subentry with a title."""
    return next(
        each.subentry_id for each in entry.subentries.values() if each.title == title
    )


def suggested(form: FlowResult[Any, Any]) -> dict[str, Any]:
    """Return what the fields of a form hold already."""
    schema = form["data_schema"]
    assert schema is not None
    return {
        str(field): field.description["suggested_value"]
        for field in schema.schema
        if field.description and "suggested_value" in field.description
    }


def numbers_of(entry: MockConfigEntry) -> list[str | None]:
    """Return the numbers of an entry's lines."""
    return [
        each.unique_id
        for each in entry.subentries.values()
        if each.subentry_type == "line"
    ]


# Lines


async def test_lines_are_added_each_with_a_device_of_its_own(
    hass: HomeAssistant, csta: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    result = await async_add(hass, csta, "line", {"lines": "701, 703-705"})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert numbers_of(csta) == ["700", "701", "703", "704", "705"]
    for number in ("703", "704", "705"):
        device = device_registry.async_get_device_by_identifier(
            ("telephony", f"{csta.entry_id}_{number}"), csta.entry_id
        )
        assert device is not None
        assert hass.states.get(f"sensor.line_{number}_state") is not None


async def test_one_more_account_is_added(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    result = await async_add(hass, telestra, "line", {"lines": "707"})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert numbers_of(telestra) == ["705", "706", "707"]


async def test_lines_that_are_all_there_are_not_added(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    result = await async_add(hass, csta, "line", {"lines": "700-701"})

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ("70 1", "invalid_lines"),
        ("", "invalid_lines"),
        ("1000-9999", "too_many_lines"),
        (f"1000-{999 + max_entity_lines(0)}", "too_many_lines"),
    ],
)
async def test_lines_that_cannot_be_added_are_told(
    hass: HomeAssistant, csta: MockConfigEntry, lines: str, error: str
) -> None:
    result = await async_add(hass, csta, "line", {"lines": lines})

    assert result["errors"] == {"lines": error}
    assert suggested(result) == {"lines": lines}
    result = await async_enter(hass, result, {"lines": "702"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_line_is_renamed_and_its_device_with_it(
    hass: HomeAssistant, csta: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    form = await csta.start_subentry_reconfigure_flow(hass, subentry_of(csta, "700"))
    assert suggested(form) == {"name": "700"}
    result = await async_enter(hass, form, {"name": " "})
    assert result["errors"] == {"name": "name_needed"}
    result = await async_enter(hass, form, {"name": "Reception"})

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert numbers_of(csta) == ["700", "701"]
    device = device_registry.async_get_device_by_identifier(
        ("telephony", f"{csta.entry_id}_700"), csta.entry_id
    )
    assert device is not None
    assert device.name == "Reception"


async def test_an_account_gets_credentials_keeps_and_loses_them(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    subentry_id = subentry_of(telestra, "705")
    account = {"username": "u705", "server": "127.0.0.1"}
    form = await telestra.start_subentry_reconfigure_flow(hass, subentry_id)
    result = await async_enter(hass, form, {"name": "705", **account})
    assert result["errors"] == {"password": "credentials_needed"}
    assert suggested(result) == {"name": "705", **account}
    await async_enter(hass, form, {"name": "705", **account, "password": "secret"})
    assert telestra.subentries[subentry_id].data == {
        "number": "705",
        **account,
        "password": "secret",
    }

    form = await telestra.start_subentry_reconfigure_flow(hass, subentry_id)
    assert suggested(form) == {"name": "705", **account}
    await async_enter(hass, form, {"name": "705", **account})
    assert telestra.subentries[subentry_id].data["password"] == "secret"

    form = await telestra.start_subentry_reconfigure_flow(hass, subentry_id)
    await async_enter(hass, form, {"name": "705"})
    assert telestra.subentries[subentry_id].data == {"number": "705"}


# Groups


async def test_a_group_is_one_device_for_many_lines(
    hass: HomeAssistant, csta: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    result = await async_add(
        hass, csta, "group", {"name": "Sales", "lines": "700, 702-704, 702"}
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    subentry_id = subentry_of(csta, "Sales")
    assert csta.subentries[subentry_id].data == {"lines": ["700", "702", "703", "704"]}
    device = device_registry.async_get_device_by_identifier(
        ("telephony", f"{csta.entry_id}_{subentry_id}"), csta.entry_id
    )
    assert device is not None
    assert device.name == "Sales"


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"name": "", "lines": "700"}, {"name": "name_needed"}),
        ({"name": "Sales", "lines": "-"}, {"lines": "invalid_lines"}),
        ({"name": "Sales", "lines": "70,0 0"}, {"lines": "invalid_lines"}),
        ({"name": "Sales", "lines": "10000-20000"}, {"lines": "too_many_lines"}),
        (
            {"name": " ", "lines": ","},
            {"name": "name_needed", "lines": "invalid_lines"},
        ),
    ],
)
async def test_a_group_needs_a_name_and_lines(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    result = await async_add(hass, csta, "group", entered)
    assert result["errors"] == errors
    result = await async_enter(hass, result, {"name": "Sales", "lines": "700"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_group_may_have_as_many_lines_as_a_switch(hass: HomeAssistant) -> None:
    entry = csta_entry(4000)
    entry.add_to_hass(hass)
    result = await async_add(
        hass, entry, "group", {"name": "All", "lines": "0000-9999"}
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(result["data"]["lines"]) == 10_000


async def test_a_group_whose_entities_do_not_fit_is_not_added(
    hass: HomeAssistant,
) -> None:
    room = max_entity_lines(groups=1)
    entry = csta_entry(4000, [str(line) for line in range(1000, 1001 + room)])
    entry.add_to_hass(hass)
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "group"), context={"source": SOURCE_USER}
    )

    assert (form["type"], form["reason"]) == (FlowResultType.ABORT, "too_many_entities")
    assert form["description_placeholders"] == {"limit": str(room)}


async def test_a_group_is_changed(hass: HomeAssistant, csta: MockConfigEntry) -> None:
    await async_add(hass, csta, "group", {"name": "Sales", "lines": "700-703"})
    subentry_id = subentry_of(csta, "Sales")
    form = await csta.start_subentry_reconfigure_flow(hass, subentry_id)
    assert suggested(form) == {"name": "Sales", "lines": "700-703"}
    result = await async_enter(hass, form, {"name": "Sales", "lines": "7/0"})
    assert result["errors"] == {"lines": "invalid_lines"}
    result = await async_enter(hass, form, {"name": "Service", "lines": "703, 705"})

    assert result["reason"] == "reconfigure_successful"
    assert csta.subentries[subentry_id].title == "Service"
    assert csta.subentries[subentry_id].data == {"lines": ["703", "705"]}
