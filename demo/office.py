"""The office that the demo shows: who sits where, who calls, and what happened before you came."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import json

from .address_book import AddressBook
from .home import Home

TITLES = ("Office", "Annex")
"""The connections, in the order in which they are made."""

ROOMS: Mapping[str, tuple[str, str]] = {
    "700": ("Reception", "Lobby"),
    "701": ("Workshop", "Workshop"),
    "702": ("Sales", "First floor"),
    "703": ("Dispatch", "Warehouse"),
    "704": ("Warehouse", "Warehouse"),
    "705": ("Accounts", "First floor"),
    "account-800": ("Studio", "Annex"),
    "account-801": ("Canteen", "Annex"),
}
"""A name and an area for each line."""

# Numbers that are reserved for fiction, so that nobody is ever called by them.
OUTSIDERS: Mapping[str, str] = {
    "+12025550101": "Martha Reyes",
    "+12025550134": "Paul Okafor",
    "+12025550178": "Northlight Logistics",
    "+441632960011": "Ада Лавлейс",
    "+441632960042": "Zoë Brontë",
    "+441632960099": "王小明",
    "+441632960150": "O'Neill & Søn",
    "+4989123456": "Bakery Huber",
}
GROUPS: Mapping[str, Sequence[str]] = {
    "Martha Reyes": ["VIP"],
    "Northlight Logistics": ["Suppliers"],
    "Bakery Huber": ["Suppliers"],
}
"""The groups of those outside."""


@dataclass(frozen=True)
class PastCall:
    """A call that is over when somebody first looks: answered if anybody talked."""

    caller: str
    line: str
    talk_seconds: float = 0


OFFICE_CALLS = (
    PastCall("+12025550101", "702", 3),
    PastCall("+441632960011", "701"),
    PastCall("+441632960150", "703", 4),
    PastCall("+12025550134", "705"),
    PastCall("704", "705", 2),
    PastCall("+12025550178", "704", 2),
    PastCall("+441632960042", "701"),
)
HOTLINE = "600"
"""A route point: who calls it is sent where an automation says, else to the reception."""
ROUTED_CALLS = (PastCall("+4989123456", HOTLINE), PastCall("+441632960099", HOTLINE))
ANNEX_CALLS = (PastCall("+441632960099", "800", 3), PastCall("+4989123456", "801"))

RING_SECONDS = 1.0
PAUSE_SECONDS = 0.4
"""Between the beginnings of two past calls."""


async def furnish(
    home: Home, entries: Sequence[str], address_book: AddressBook
) -> None:
    """Give connections, lines and callers names, and the lines rooms."""
    await _add_phone_books(home, address_book)
    areas = {area: await _create_area(home, area) for area in _areas()}
    for entry_id, title in zip(entries, TITLES, strict=True):
        command = {"type": "config_entries/update", "entry_id": entry_id}
        await home.command({**command, "title": title})
        for line, device_id in (await home.line_devices(entry_id)).items():
            name, area = ROOMS[line]
            place = {"name_by_user": name, "area_id": areas[area]}
            command = {"type": "config/device_registry/update", "device_id": device_id}
            await home.command({**command, **place})


def _areas() -> list[str]:
    """Return each area once."""
    return list(dict.fromkeys(area for _, area in ROOMS.values()))


async def _create_area(home: Home, name: str) -> str:
    area = await home.command({"type": "config/area_registry/create", "name": name})
    return str(area["area_id"])


async def _add_phone_books(home: Home, address_book: AddressBook) -> None:
    """Name those outside by an account that has them, and colleagues by hand."""
    await address_book.fill(OUTSIDERS, GROUPS)
    await home.add_phone_book(
        "carddav",
        {
            "name": "Outside",
            "url": address_book.url,
            "username": address_book.username,
            "password": address_book.password,
            "verify_certificate": True,
        },
    )
    contacts = [
        {"number": line.removeprefix("account-"), "name": name}
        for line, (name, _) in ROOMS.items()
    ]
    await home.add_phone_book("manual", {"name": "Colleagues", "contacts": contacts})


async def let_people_call(port: int, calls: Sequence[PastCall]) -> None:
    """Let the day begin: some calls are taken, some are missed, all are over."""
    async with asyncio.TaskGroup() as group:
        for call in calls:
            group.create_task(_call(port, call))
            await asyncio.sleep(PAUSE_SECONDS)


async def _call(port: int, call: PastCall) -> None:
    """Ring, talk if somebody is there, and hang up."""
    await order(port, do="dial", to=call.line, **{"from": call.caller})
    await asyncio.sleep(RING_SECONDS)
    if call.talk_seconds:
        await order(port, do="answer", device=call.line)
        await asyncio.sleep(call.talk_seconds)
    await order(port, do="hangup", device=call.caller)


async def order(port: int, **wish: str) -> None:
    """Tell a simulated phone system's phones what to do."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(json.dumps(wish).encode() + b"\n")
    await reader.readline()
    writer.close()
