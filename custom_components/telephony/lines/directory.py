"""Whom somebody on a connection can call by a name: its lines and their owners, beside the phone books."""

from collections.abc import Iterator

from homeassistant.core import callback

from ..coordinator import TelephonyCoordinator
from ..phone_book.names import words_of


def line_names(coordinator: TelephonyCoordinator) -> Iterator[tuple[str, str]]:
    """Return lines by the names that people gave them, then by whose they are."""
    yield from coordinator.devices.line_names.items()
    if coordinator.settings.persons:
        for line in coordinator.settings.lines.values():
            if owner := coordinator.far_end.owner(line):
                yield line.number, owner.name


def lines_named(coordinator: TelephonyCoordinator, name: str) -> Iterator[str]:
    """Return the lines of exactly this name."""
    words = words_of(name)
    for number, known in line_names(coordinator):
        if words_of(known) == words:
            yield number


@callback
def async_suggest(
    coordinator: TelephonyCoordinator, text: str
) -> Iterator[tuple[str, str]]:
    """Return whom somebody who types a name may mean: numbers with names, lines first."""
    beginnings = [f" {word}" for word in words_of(text)]
    for number, name in line_names(coordinator) if beginnings else ():
        plain = f" {' '.join(words_of(name))}"
        if all(each in plain for each in beginnings):
            yield number, name
    for contact in coordinator.phone_book.suggest(text):
        for number in contact.callable_numbers:
            yield number, contact.name
