"""What calls cost the database."""

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import RecorderInstanceContextManager

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.db_schema import (
    StateAttributes,
    States,
    StatesMeta,
)
from homeassistant.components.recorder.util import session_scope
from homeassistant.core import HomeAssistant

from .home import Office, async_set_up, async_take_down, async_wait_state, csta_entry

STATE = "sensor.line_700_state"


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Let the database be there before Home Assistant."""


def _rows(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return entity and attributes of each state row of line 700."""
    with session_scope(hass=hass, read_only=True) as session:
        rows = (
            session.query(StatesMeta.entity_id, StateAttributes.shared_attrs)
            .join(States, States.metadata_id == StatesMeta.metadata_id)
            .join(
                StateAttributes, StateAttributes.attributes_id == States.attributes_id
            )
        )
        return [(entity, attrs) for entity, attrs in rows if "line_700" in entity]


async def test_an_answered_incoming_call_costs_at_most_14_rows(
    recorder_mock: Recorder, hass: HomeAssistant, office: Office
) -> None:
    """Over all entities of the line; ids, causes and durations are not recorded at all."""
    entry = csta_entry(office.csta_server.port, ["700"])
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await async_wait_recording_done(hass)
    before = await get_instance(hass).async_add_executor_job(_rows, hass)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    await async_wait_recording_done(hass)
    after = await get_instance(hass).async_add_executor_job(_rows, hass)
    rows = after[len(before) :]
    assert 0 < len(rows) <= 14
    unrecorded = ("call_id", "_seconds", "contact_groups")
    assert not [attrs for _, attrs in rows if any(key in attrs for key in unrecorded)]
    await async_take_down(hass, entry)
