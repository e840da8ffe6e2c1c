"""What a phone book costs: the import of a file, memory, and finding people by number and by name."""

import base64
from collections.abc import Callable, Iterable, Iterator
import gc
from pathlib import Path
import random
import struct
import time
import tracemalloc

from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.phone_book.book import PhoneBook
from custom_components.telephony.phone_book.files import ContactsFile, read_contacts
from custom_components.telephony.phone_book.store import (
    Stored,
    async_store_contacts,
    contact_store,
    index,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .core import async_set_up, home_assistant, make_entry
from .figures import Figure, percentile
from .holds import watched_loop

SEARCH_LIMIT_MS = 2.0
FIND_LIMIT_MS = 0.05
HOLD_LIMIT_MS = 50.0
STORE = "benchmark"
PICTURES = 50_000
_GIVEN = "Al Bo Cy Di Ed Jo Jo Jo Jo Jo Jo Jo Jo Jo Jo Jo"
_BEGINS = (
    "Ack Bach Dom Eng Fisch Gross Hoff Kauf Lind Mey Neu Ober Rich Schul Stein Web"
)
_ENDS = "er mann berg feld hof bach stein dorf wald haus brink kamp"
QUERIES = (
    *("j", "jo", "jo zz", "jo ber", "ber stein jo", "jo rich 4"),
    *("1 2 3 4 5 6 7 8 9", "jo " * 33, "jo ober feld stein", "jo 99"),
)
"""What somebody types: common words, words that nobody has, beginnings of many, and of few."""


def _names(count: int) -> Iterator[str]:
    """Return names of which most share a word, which is the worst for a search."""
    chance = random.Random(1)
    given, begins, ends = _GIVEN.split(), _BEGINS.split(), _ENDS.split()
    for number in range(count):
        family = chance.choice(begins) + chance.choice(ends)
        yield f"{chance.choice(given)} {family} {number}"


def _table(count: int) -> Iterator[str]:
    yield "Name;Phone\n"
    for number, name in enumerate(_names(count)):
        yield f"{name};030{number:07}\n"


def _cards(count: int) -> Iterator[str]:
    for number, name in enumerate(_names(count)):
        picture = base64.b64encode(_picture(number)).decode()
        yield f"BEGIN:VCARD\nFN:{name}\nTEL:+4930{number:07}\n"
        yield f"PHOTO;ENCODING=b:{picture}\nEND:VCARD\n"


def _picture(number: int) -> bytes:
    """Return a small picture that no other contact has."""
    head = b"\xff\xd8\xff\xe1\x00\x06" + struct.pack(">I", number)
    return head + b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00\xff\xd9"


def _write(path: Path, lines: Iterable[str]) -> int:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    return path.stat().st_size


async def _async_book(
    hass: HomeAssistant, file: ContactsFile
) -> tuple[ConfigEntry, PhoneBook]:
    """Keep what a file had, and let Home Assistant load the phone book."""
    await async_store_contacts(hass, STORE, file.contacts, file.report, file.pictures)
    entry = make_entry("telephony", "People", {"source": "file", "store": STORE})
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry, entry.runtime_data


def _timed(work: Callable[[], object], rounds: int) -> float:
    """Return the processor time in milliseconds of the quickest round, which others disturb least."""
    taken = []
    for _ in range(rounds):
        begin = time.thread_time()
        work()
        taken.append(time.thread_time() - begin)
    return min(taken) * 1000


async def measure(contacts: int) -> list[Figure]:
    """Import a table of contacts, load it, and look for people."""
    name = f"phone book of {contacts:,} contacts"
    async with home_assistant() as hass:
        path = Path(hass.config.path("contacts.csv"))
        size = await hass.async_add_executor_job(_write, path, _table(contacts))

        def read() -> tuple[ContactsFile, float]:
            begin = time.thread_time()
            return read_contacts(path, "DE", "en"), time.thread_time() - begin

        async with watched_loop() as holds:
            file, took = await hass.async_add_executor_job(read)
            begin = time.perf_counter()
            entry, book = await _async_book(hass, file)
            loaded = time.perf_counter() - begin
        ours = holds.longest_ours
        assert book.count == contacts
        del file
        data = await contact_store(hass, STORE).async_load()
        assert data
        figures = [
            Figure.of(f"{name}: reading the file", "s", [took], note=f"{size:,} bytes"),
            Figure.of(f"{name}: keeping and loading it", "s", [loaded]),
            Figure.of(
                f"{name}: longest hold, ours",
                "ms",
                [ours.ours * 1000],
                limit=HOLD_LIMIT_MS,
                note=ours.where,
            ),
            *_found(name, book, contacts),
        ]
        await hass.config_entries.async_unload(entry.entry_id)
    del entry, book
    figures.append(_memory(name, Stored.of(data)))
    return figures


def _found(name: str, book: PhoneBook, contacts: int) -> list[Figure]:
    """Find people by what is typed and said, and by numbers in another spelling."""
    plan = DialPlan({}, "DE")
    searches = {
        text: max(
            _timed(lambda: list(book.names.suggest(text)), 7),  # noqa: B023  # called at once
            _timed(lambda: book.names.search(text), 7),  # noqa: B023  # called at once
        )
        for text in QUERIES
    }
    worst = max(searches, key=searches.__getitem__)
    chance = random.Random(2)
    book.find("030123", plan)  # the numbering plan is read once
    finds = []
    gc.disable()
    for _ in range(2000):
        number = f"+4930{chance.randrange(contacts):07}"
        begin = time.thread_time()
        found = book.find(number, plan)
        finds.append((time.thread_time() - begin) * 1000)
        assert found
    gc.enable()
    tail = f"99th percentile {percentile(finds, 99):.3f}"
    return [
        Figure.of(
            f"{name}: slowest search",
            "ms",
            [searches[worst]],
            limit=SEARCH_LIMIT_MS,
            note=worst[:24],
        ),
        Figure.of(f"{name}: finding", "ms", finds, limit=FIND_LIMIT_MS, note=tail),
    ]


def _memory(name: str, stored: Stored) -> Figure:
    """Weigh contacts, and what finds them."""
    gc.collect()
    tracemalloc.start()
    indexes = index(stored)
    gc.collect()
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del indexes
    megabyte = 1024 * 1024
    note = f"at most {peak / megabyte:.0f} while it's made"
    return Figure.of(f"{name}: memory", "MiB", [held / megabyte], note=note)


async def measure_pictures() -> list[Figure]:
    """Weigh a phone book in which everybody has a picture."""
    name = f"phone book of {PICTURES:,} pictures"
    async with home_assistant() as hass:
        path = Path(hass.config.path("contacts.vcf"))
        size = await hass.async_add_executor_job(_write, path, _cards(PICTURES))
        file = await hass.async_add_executor_job(read_contacts, path, "DE", "en")
        assert len(file.pictures) == PICTURES
        begin = time.perf_counter()
        stored = await async_store_contacts(
            hass, STORE, file.contacts, file.report, file.pictures
        )
        took = time.perf_counter() - begin
        del file
        return [
            Figure.of(f"{name}: keeping them", "s", [took], note=f"{size:,} bytes"),
            _memory(name, stored),
        ]
