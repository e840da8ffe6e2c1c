"""A share of the odd callers, and what a name of any kind must not do."""

import pytest

from .show import run

pytestmark = pytest.mark.long


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_odd_caller_is_shown_with_the_right_number(
    seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(1000, seed, print) == 0, capsys.readouterr().out
