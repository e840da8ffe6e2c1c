"""A machine for each test, and an index of packages that knows one: uv."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .index import Index
from .shell import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine that can download nothing yet."""
    return Machine(tmp_path)


@pytest.fixture
def index() -> Iterator[Index]:
    """Serve an index until the test ends."""
    with Index() as index:
        yield index
