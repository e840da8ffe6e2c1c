"""The limits that money obeys, in a Home Assistant: who is told of them, and what they survive."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from ..call_log.files import log_file
from ..home import Office, async_wait_state

OUT = "+4989555123"


def set_options(hass: HomeAssistant, entry: MockConfigEntry, **options: Any) -> None:
    """Change the options of a connection."""
    hass.config_entries.async_update_entry(entry, options=options)


async def async_call(
    hass: HomeAssistant, number: str = OUT, line: str = "700"
) -> str | None:
    """Call a number; return why it is refused."""
    try:
        await hass.services.async_call(
            "telephony",
            "make_call",
            {"entity_id": f"sensor.line_{line}_state", "number": number},
            blocking=True,
        )
    except ServiceValidationError as error:
        return error.translation_key
    return None


async def async_hang_up(hass: HomeAssistant, office: Office, line: str) -> None:
    await async_wait_state(hass, f"sensor.line_{line}_state", "dialing")
    office.hang_up(line)
    await async_wait_state(hass, f"sensor.line_{line}_state", "idle")


def issues(hass: HomeAssistant) -> list[str | None]:
    """Return what repairs tell of limits."""
    return [
        issue.translation_key
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == "telephony"
    ]


def lines_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines in the log that tell of refusals."""
    return [
        message
        for record in caplog.records
        if "was not dialed" in (message := record.getMessage())
    ]


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("outside_calls_at_once", "too_many_outside_calls"),
        ("outside_calls_per_day", "outside_calls_used_up"),
        ("calls_per_minute", "too_many_calls"),
    ],
)
async def test_a_limit_is_told_once_until_somebody_has_seen_it(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    option: str,
    reason: str,
) -> None:
    """Also over reloads."""
    assert await async_setup_component(hass, REPAIRS, {})
    set_options(hass, csta, **{option: 0})
    for _ in range(3):
        assert await async_call(hass) == reason
    assert await hass.config_entries.async_reload(csta.entry_id)
    assert await async_call(hass) == reason
    assert issues(hass) == [f"{option}_reached"]
    assert len(lines_of(caplog)) == 1
    assert OUT not in lines_of(caplog)[0]
    client = await hass_client()
    shown = {"handler": "telephony", "issue_id": f"{option}_reached_{csta.entry_id}"}
    begun = await client.post("/api/repairs/issues/fix", json=shown)
    form = await begun.json()
    assert form["step_id"] == "confirm"
    done = await client.post(f"/api/repairs/issues/fix/{form['flow_id']}", json={})
    assert (await done.json())["type"] == "create_entry"
    assert not issues(hass)
    assert await async_call(hass) == reason
    assert len(lines_of(caplog)) == 2


async def test_calls_outside_are_few_at_once(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Those that are over count no longer, and those in the house never do."""
    set_options(hass, csta, outside_calls_at_once=1)
    assert await async_call(hass) is None
    await async_wait_state(hass, "sensor.line_700_state", "dialing")
    assert await async_call(hass, line="701") == "too_many_outside_calls"
    assert await async_call(hass, "702", line="701") is None
    await async_hang_up(hass, office, "701")
    await async_hang_up(hass, office, "700")
    assert await async_call(hass, line="701") is None


async def test_calls_at_once_are_counted_over_a_reload(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    set_options(hass, csta, outside_calls_at_once=1)
    assert await async_call(hass) is None
    await async_wait_state(hass, "sensor.line_700_state", "dialing")
    assert await hass.config_entries.async_reload(csta.entry_id)
    await async_wait_state(hass, "sensor.line_700_state", "dialing")
    assert await async_call(hass, line="701") == "too_many_outside_calls"


async def test_a_day_is_counted_over_reloads(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
) -> None:
    set_options(hass, csta, outside_calls_per_day=1)
    assert await async_call(hass) is None
    await async_hang_up(hass, office, "700")
    assert await hass.config_entries.async_reload(csta.entry_id)
    assert await async_call(hass) == "outside_calls_used_up"
    assert await async_call(hass, "702") is None
    await async_hang_up(hass, office, "700")


async def test_a_damaged_file_begins_anew_with_one_line_in_the_log(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    caplog: pytest.LogCaptureFixture,
) -> None:
    set_options(hass, csta, outside_calls_per_day=1)
    assert await async_call(hass) is None
    await async_hang_up(hass, office, "700")
    assert await hass.config_entries.async_unload(csta.entry_id)
    log_file(hass).write_bytes(b"no database at all" * 1000)
    assert await hass.config_entries.async_setup(csta.entry_id)
    warned = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.telephony")
        and record.levelname == "WARNING"
    ]
    assert len(warned) == 1
    assert "could not be read" in warned[0]
    assert await async_call(hass) is None
    await async_hang_up(hass, office, "700")
    assert await async_call(hass) == "outside_calls_used_up"
