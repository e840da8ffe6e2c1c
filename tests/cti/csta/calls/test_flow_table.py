"""Each row of the table of flows in docs/entities.md is what the client does."""

from pathlib import Path
import re

import pytest

from custom_components.telephony.cti.model import CallEventType, Outcome

from ..flows import TABLE
from ..telling import see

PAGE = Path(__file__).parents[4] / "docs" / "entities.md"
STATES = ("idle", "dialing", "ringing", "connected", "held")


def _rows() -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Return what the page says: states, events and outcomes of each flow."""
    _, _, rest = PAGE.read_text().partition("### What a phone does, and what you see")
    table, _, _ = rest.partition("\n## ")
    rows = {}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and not cells[0].startswith(("what happens", "---")):
            name, states, events, outcomes = cells
            shown = [word for word in re.findall(r"\w+", states) if word in STATES]
            rows[name] = (shown, _marked(events), _marked(outcomes))
    return rows


def _marked(cell: str) -> list[str]:
    """Return the events and outcomes in a cell."""
    known = {*map(str, CallEventType), *map(str, Outcome)}
    return [word for word in re.findall(r"`(\w+)`", cell) if word in known]


def test_every_row_is_driven() -> None:
    assert list(_rows()) == list(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_row_is_what_the_client_does(name: str) -> None:
    seen = see(*TABLE[name])
    shown = [state for each in seen.states[1:] for state in each.split("+")]
    while shown and shown[-1] == "idle":
        shown.pop()
    assert (shown, seen.types, seen.outcomes) == _rows()[name]
