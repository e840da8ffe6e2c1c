"""What calls cost the database."""

import json
from typing import Any

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

EVENT = "event.line_700_call"
STATE = "sensor.line_700_state"


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Let the database be there before Home Assistant."""


def _rows(hass: HomeAssistant) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Return each state of line 700 that is recorded: set of attributes, entity, state, attributes."""
    with session_scope(hass=hass, read_only=True) as session:
        rows = (
            session.query(
                StateAttributes.attributes_id,
                StatesMeta.entity_id,
                States.state,
                StateAttributes.shared_attrs,
            )
            .join(States, States.metadata_id == StatesMeta.metadata_id)
            .join(
                StateAttributes, StateAttributes.attributes_id == States.attributes_id
            )
            .order_by(States.state_id)
        )
        return [
            (attributes_id, entity, state, json.loads(attributes))
            for attributes_id, entity, state, attributes in rows
            if "line_700" in entity
        ]


async def test_an_answered_call_of_somebody_new_costs_at_most_11_rows(
    recorder_mock: Recorder, hass: HomeAssistant, office: Office
) -> None:
    """States and sets of attributes together, over all entities; who called is among them once."""
    entry = csta_entry(office.csta_server.port, ["700"])
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")

    async def call(caller: str) -> None:
        office.ring("700", caller)
        await async_wait_state(hass, STATE, "ringing")
        office.answer("700")
        await async_wait_state(hass, STATE, "connected")
        office.hang_up("700")
        await async_wait_state(hass, STATE, "idle")
        await async_wait_recording_done(hass)

    await call("+4930123456")
    before = await get_instance(hass).async_add_executor_job(_rows, hass)
    await call("+4930654321")
    after = await get_instance(hass).async_add_executor_job(_rows, hass)
    rows = after[len(before) :]
    sets = {row[0] for row in rows} - {row[0] for row in before}
    assert 0 < len(rows) + len(sets) <= 11

    recorded = [(entity, state) for _, entity, state, _ in rows]
    assert ("sensor.line_700_remote_party", "+4930654321") in recorded
    events = [attributes for _, entity, _, attributes in rows if entity == EVENT]
    assert [each["event_type"] for each in events] == ["incoming", "answered", "ended"]
    assert {each["direction"] for each in events} == {"incoming"}
    assert events[-1]["outcome"] == "answered"
    unrecorded = ("call_id", "linkage", "_seconds", "contact_groups")
    assert not [row for row in rows if any(key in str(row[3]) for key in unrecorded)]
    await async_take_down(hass, entry)
