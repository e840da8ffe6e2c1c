"""Files that somebody has edited, and folders that cannot be written: a line in the log, and calls are right."""

import logging
from pathlib import Path

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .call_log.files import storage
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
FORMS = (
    "",
    "{",
    "[]",
    "{}",
    '{"version": 1}',
    '{"version": 1, "minor_version": 1, "key": "k", "data": []}',
    '{"version": 1, "minor_version": 1, "key": "k", "data": {"contacts": 5}}',
    '{"version": 1, "minor_version": 1, "key": "k", "data": {"contacts": [[1]]}}',
    '{"version": 1, "minor_version": 1, "key": "k", "data": "contacts"}',
    '{"version": "new", "minor_version": 1, "key": "k", "data": {}}',
)


async def _async_call(hass: HomeAssistant, office: Office) -> None:
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")


def _tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.exc_info and record.levelno >= logging.WARNING
    ]


def _put_file(folder: Path) -> None:
    """Let there be a file where a folder should be: nobody can write into that."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()


@pytest.mark.parametrize("text", FORMS)
@pytest.mark.parametrize("name", ["phone_book", "blueprints"])
async def test_an_edited_file_of_ours_keeps_no_connection_from_loading(
    hass: HomeAssistant,
    office: Office,
    caplog: pytest.LogCaptureFixture,
    name: str,
    text: str,
) -> None:
    assert await async_setup_component(hass, "automation", {})
    entry = csta_entry(office.csta_server.port, ["700"])
    file = "telephony.blueprints"
    if name == "phone_book":
        file = f"telephony.{entry.entry_id}.phone_book"
    path = storage(hass) / file
    path.write_text(text)
    await async_set_up(hass, entry)
    await hass.async_block_till_done()
    await _async_call(hass, office)
    assert not _tracebacks(caplog)
    await async_take_down(hass, entry)


async def test_a_folder_of_blueprints_that_cannot_be_written_is_one_line(
    hass: HomeAssistant, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    _put_file(Path(hass.config.path("blueprints/automation/telephony")))
    assert await async_setup_component(hass, "automation", {})
    entry = csta_entry(office.csta_server.port, ["700"])
    await async_set_up(hass, entry)
    await hass.async_block_till_done()
    await _async_call(hass, office)
    told = [each for each in caplog.messages if "can't be copied" in each]
    assert len(told) == 1
    assert not _tracebacks(caplog)
    await async_take_down(hass, entry)
