"""The call log's file: what older releases left, what a disk does to it, and what it costs."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
import sqlite3
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.telephony.backup import async_post_backup, async_pre_backup
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.util import dt as dt_util

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)
from .disk import FAULTS, Disk
from .files import all_bytes, document, log_file, put_document, stored_numbers
from .made_calls import ended

STATE = "sensor.line_700_state"
MISSED = "sensor.line_700_missed_calls"
NOT_WRITTEN = "call_log_not_written"
SET_ASIDE = "call_log_set_aside"


async def async_miss(hass: HomeAssistant, office: Office, caller: str) -> None:
    """Let somebody call line 700 and give up."""
    office.ring("700", caller)
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(caller)
    await async_wait_state(hass, STATE, "idle")


async def async_log(
    hass: HomeAssistant, entry: MockConfigEntry, line: str
) -> list[dict[str, Any]]:
    """Return a line's log as the action tells it, without the device."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    [device] = [
        each for each in devices if each.name and each.name.endswith(f" {line}")
    ]
    response = await hass.services.async_call(
        "telephony",
        "get_call_log",
        target={"device_id": device.id},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    calls = response["calls"]
    assert isinstance(calls, list)
    found = [dict(call) for call in calls if isinstance(call, dict)]
    for call in found:
        del call["device_id"]
    return found


async def async_numbers(hass: HomeAssistant, entry: MockConfigEntry) -> list[str]:
    """Return the callers of line 700, the oldest first."""
    return [call["number"] for call in await async_log(hass, entry, "700")][::-1]


async def async_pass(hass: HomeAssistant, seconds: float) -> None:
    """Let what is due within so many seconds happen."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done()


def has_issue(hass: HomeAssistant, key: str) -> bool:
    return ir.async_get(hass).async_get_issue("telephony", key) is not None


def content(path: Path) -> bytes | None:
    """Return what is in a file; None where it is a folder."""
    return path.read_bytes() if path.is_file() else None


# What 0.1.0 left


@pytest.mark.parametrize(
    ("name", "lines"),
    [("two_lines", ["700", "701"]), ("three_lines", ["700", "account-3", "Büro 1"])],
)
async def test_a_log_of_0_1_0_moves_over_once_and_whole(
    hass: HomeAssistant, office: Office, name: str, lines: list[str]
) -> None:
    entry = csta_entry(office.csta_server.port, lines)
    old = document(name)
    path = put_document(hass, entry.entry_id, old)
    await async_set_up(hass, entry)
    assert not path.exists()
    for _ in range(2):
        log = entry.runtime_data.call_log
        for line, stored in old["data"]["lines"].items():
            # What 0.1.0 did not keep.
            later = dict.fromkeys(["name_source", "routed_to", "routed_by", "note"])
            calls = [{**later, **each} for each in stored["calls"][::-1]]
            assert await async_log(hass, entry, line) == calls
            assert dict(log.line(line).unread) == stored["unread"]
            assert log.line(line).counters._asdict() == stored["counters"]
        assert log.totals._asdict() == old["data"]["totals"]
        assert await hass.config_entries.async_unload(entry.entry_id)
        assert await hass.config_entries.async_setup(entry.entry_id)
    await async_take_down(hass, entry)


# Files that cannot be used


def _of_a_newer_release(path: Path) -> None:
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("PRAGMA user_version = 99")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1500])


def _edited(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[512:900] = b"x" * 388
    path.write_bytes(data)


def _another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("CREATE TABLE recipes (name TEXT)")
        sql.commit()


def _without_a_column(path: Path) -> None:
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("ALTER TABLE calls DROP COLUMN cause")


def _no_database(path: Path) -> None:
    path.write_text("{}" * 1000)


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        _of_a_newer_release,
        _truncated,
        _edited,
        _another_database,
        _without_a_column,
        _no_database,
        _a_folder,
    ],
)
async def test_a_file_that_cannot_be_used_is_kept_aside_and_a_repair_says_so(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    spoil: Callable[[Path], None],
) -> None:
    await async_miss(hass, office, OUTSIDE)
    assert await hass.config_entries.async_unload(csta.entry_id)
    assert not has_issue(hass, SET_ASIDE)
    path = log_file(hass)
    spoil(path)
    spoilt = content(path)
    assert await hass.config_entries.async_setup(csta.entry_id)
    issue = ir.async_get(hass).async_get_issue("telephony", SET_ASIDE)
    assert issue is not None
    assert issue.translation_placeholders
    assert (
        content(Path(hass.config.path(issue.translation_placeholders["file"])))
        == spoilt
    )
    await async_wait_state(hass, MISSED, "0")
    await async_miss(hass, office, "+49301111111")
    assert await async_numbers(hass, csta) == ["+49301111111"]
    await async_pass(hass, 5)
    assert stored_numbers(hass) == ["+49301111111"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"version": 2, "minor_version": 1, "data": {}}',
        '{"version": 1, "minor_version": 1, "data": {"lines": {"700": "?"}}}',
        '{"version": 1, "minor_version": 1, "data": {"totals": {}, "lines": []}}',
        "[]",
    ],
)
async def test_an_old_log_that_cannot_be_read_is_kept_aside_and_a_repair_says_so(
    hass: HomeAssistant, office: Office, text: str
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"])
    path = put_document(hass, entry.entry_id, {})
    path.write_text(text)
    await async_set_up(hass, entry)
    await async_wait_state(hass, MISSED, "0")
    issue = ir.async_get(hass).async_get_issue("telephony", SET_ASIDE)
    assert issue is not None
    assert issue.translation_placeholders
    kept = content(Path(hass.config.path(issue.translation_placeholders["file"])))
    assert kept == text.encode()
    assert not path.exists()
    await async_take_down(hass, entry)


async def test_a_file_that_is_damaged_while_it_is_open_is_begun_anew_with_what_memory_knows(
    hass: HomeAssistant, disk: Disk, csta: MockConfigEntry, office: Office
) -> None:
    await async_miss(hass, office, "+49301111111")
    await async_pass(hass, 5)
    disk.fail(sqlite3.DatabaseError, sqlite3.SQLITE_CORRUPT, times=1)
    await async_miss(hass, office, "+49302222222")
    await async_pass(hass, 5)
    assert has_issue(hass, SET_ASIDE)
    assert stored_numbers(hass) == ["+49301111111", "+49302222222"]
    await async_miss(hass, office, "+49303333333")
    assert len(await async_numbers(hass, csta)) == 3
    assert await hass.config_entries.async_unload(csta.entry_id)
    assert await hass.config_entries.async_setup(csta.entry_id)
    await async_wait_state(hass, MISSED, "3")


# Disks that fail


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Return a disk that works until it is told otherwise."""
    disk = Disk()
    monkeypatch.setattr(sqlite3, "connect", disk.connect)
    return disk


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_a_disk_refuses_stays_in_memory_and_is_written_later(
    hass: HomeAssistant,
    disk: Disk,
    csta: MockConfigEntry,
    office: Office,
    fault: tuple[type[sqlite3.Error], int],
) -> None:
    await async_miss(hass, office, "+49301111111")
    await async_pass(hass, 5)
    disk.fail(*fault)
    for caller in ("+49302222222", "+49303333333"):
        await async_miss(hass, office, caller)
        await async_pass(hass, 5)
    assert has_issue(hass, NOT_WRITTEN)
    assert await async_numbers(hass, csta) == [
        "+49301111111",
        "+49302222222",
        "+49303333333",
    ]
    await async_wait_state(hass, MISSED, "3")
    disk.mend()
    await async_pass(hass, 60)
    assert not has_issue(hass, NOT_WRITTEN)
    assert len(stored_numbers(hass)) == 3
    assert not has_issue(hass, SET_ASIDE)


async def test_a_connection_loads_without_a_disk_and_finds_its_log_once_there_is_one(
    hass: HomeAssistant, disk: Disk, csta: MockConfigEntry, office: Office
) -> None:
    await async_miss(hass, office, "+49301111111")
    assert await hass.config_entries.async_unload(csta.entry_id)
    disk.fail(sqlite3.OperationalError, sqlite3.SQLITE_CANTOPEN)
    assert await hass.config_entries.async_setup(csta.entry_id)
    await async_wait_state(hass, MISSED, "0")
    await async_miss(hass, office, "+49302222222")
    await async_wait_state(hass, MISSED, "1")
    disk.mend()
    await async_pass(hass, 60)
    await async_miss(hass, office, "+49303333333")
    await async_wait_state(hass, MISSED, "3")
    assert await async_numbers(hass, csta) == [
        "+49301111111",
        "+49302222222",
        "+49303333333",
    ]


@pytest.mark.parametrize("calls", [60, pytest.param(1000, marks=pytest.mark.long)])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_at_any_write_loses_and_doubles_nothing(
    hass: HomeAssistant,
    disk: Disk,
    csta: MockConfigEntry,
    fault: tuple[type[sqlite3.Error], int],
    calls: int,
) -> None:
    """Each call's write fails once, before one of its steps or right after it was done."""
    log = csta.runtime_data.call_log
    events = [ended("700", number) for number in range(calls)]
    for number, event in enumerate(events):
        disk.fail(*fault, times=1, step=number % 6)
        log.async_add(event)
        await async_pass(hass, 3)
        await async_pass(hass, 60)
    disk.mend()
    await async_pass(hass, 60)
    assert disk.failed == calls
    stored = stored_numbers(hass)
    assert len(stored) >= min(calls, 200)  # what the option keeps of a line
    numbers = [event.call.party.number for event in events]
    assert stored == numbers[-len(stored) :]
    assert not has_issue(hass, NOT_WRITTEN)
    assert not has_issue(hass, SET_ASIDE)


# A backup


async def test_a_backup_copies_one_whole_file_and_calls_go_on(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, tmp_path: Path
) -> None:
    await async_miss(hass, office, "+49301111111")
    await async_pre_backup(hass)
    copy = tmp_path / "copy.db"
    copy.write_bytes(log_file(hass).read_bytes())
    before = all_bytes(hass)
    await async_miss(hass, office, "+49302222222")
    await async_pass(hass, 60)
    assert len(await async_numbers(hass, csta)) == 2
    assert all_bytes(hass) == before
    await async_post_backup(hass)
    await async_pass(hass, 1)
    assert len(stored_numbers(hass)) == 2
    with closing(sqlite3.connect(copy)) as sql:
        assert sql.execute("SELECT number FROM calls").fetchall() == [("+49301111111",)]


async def test_a_backup_without_connections_is_nothing_to_do(
    hass: HomeAssistant,
) -> None:
    await async_pre_backup(hass)
    await async_post_backup(hass)
    assert not log_file(hass).exists()
