"""Slow machines are given time, and only so much."""

import pytest

from . import pace


@pytest.mark.parametrize(
    ("seconds", "times"), [(0.5, 1.0), (1.0, 1.0), (3.0, 3.0), (100.0, 8.0)]
)
def test_a_slow_machine_is_given_the_time_that_it_needs(
    monkeypatch: pytest.MonkeyPatch, seconds: float, times: float
) -> None:
    monkeypatch.setattr(pace, "_REFERENCE", 1.0)
    monkeypatch.setattr(pace, "_work", lambda: seconds)
    assert pace.slowness() == times


def test_work_takes_time() -> None:
    assert 1.0 <= pace.slowness() <= 8.0
