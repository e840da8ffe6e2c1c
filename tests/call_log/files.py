"""The call log's file from outside: where it is, and what others would find in it."""

from contextlib import closing
import json
from pathlib import Path
import sqlite3
from typing import Any

from homeassistant.core import HomeAssistant

STORED = Path(__file__).parent / "stored"
NAME = "telephony.calls.db"


def storage(hass: HomeAssistant) -> Path:
    """Return the folder of the file, which Home Assistant may not have made yet."""
    folder = Path(hass.config.path(".storage"))
    folder.mkdir(exist_ok=True)
    return folder


def log_file(hass: HomeAssistant) -> Path:
    """Return the file."""
    return storage(hass) / NAME


def all_bytes(hass: HomeAssistant) -> bytes:
    """Return all that the disk has of the log."""
    return b"".join(path.read_bytes() for path in storage(hass).glob(f"{NAME}*"))


def stored_numbers(hass: HomeAssistant) -> list[str]:
    """Return the callers in the file, the oldest first."""
    with closing(sqlite3.connect(log_file(hass))) as sql:
        return [number for [number] in sql.execute("SELECT number FROM calls")]


def document(name: str) -> dict[str, Any]:
    """Return a log as release 0.1.0 wrote it."""
    read: dict[str, Any] = json.loads((STORED / f"{name}.json").read_text())
    return read


def put_document(hass: HomeAssistant, entry_id: str, data: dict[str, Any]) -> Path:
    """Put such a log where 0.1.0 did."""
    path = storage(hass) / f"telephony.{entry_id}"
    path.write_text(json.dumps({**data, "key": path.name}))
    return path
