"""What fuzzing has found is read without harm, and without fuzzing."""

import pytest

from . import kept
from .seeds import SEEDS
from .targets import TARGETS


@pytest.fixture(autouse=True)
def custom_integrations() -> None:
    """Do without a Home Assistant: nothing here knows of one."""


@pytest.mark.parametrize("name", TARGETS)
def test_every_input_that_was_found_is_read(name: str) -> None:
    inputs = [*SEEDS[name], *kept.read(name)]
    assert len(inputs) > len(SEEDS[name])
    for data in inputs:
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_every_good_message_is_read_wherever_it_is_cut_off(name: str) -> None:
    for data in SEEDS[name]:
        for end in range(0, len(data), 7):
            TARGETS[name](data[:end])
