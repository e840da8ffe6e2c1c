"""The limits that money obeys, without a phone system and without Home Assistant."""

from collections import Counter
from typing import Any

import pytest

from custom_components.telephony.numbers.limits import (
    DAY,
    Dialed,
    DialLimits,
    Limit,
    LimitReached,
)


class Desk:
    """Limits with a clock, lines and options that a test moves."""

    def __init__(self, **options: Any) -> None:
        """Begin at noon, with no calls."""
        self.now = 1_000_000.0
        self.calls = Counter[str]()
        self.told: list[tuple[Limit, int]] = []
        self.options = {
            "calls_per_minute": 1000,
            "outside_calls_at_once": 1000,
            "outside_calls_per_day": 1000,
        } | options
        self.limits = self.new()

    def new(self) -> DialLimits:
        """Return limits that know nothing yet."""
        return DialLimits(
            lambda: self.options,
            self.calls.__getitem__,
            self.on_reached,
            lambda: self.now,
        )

    def on_reached(self, limit: Limit, most: int) -> bool:
        """Keep what is told; the same once more is no news."""
        is_news = (limit, most) not in self.told
        self.told.append((limit, most))
        return is_news

    def dial(self, line: str = "700", *, outside: bool = True) -> Limit | None:
        """Dial, and return what refuses it."""
        before = len(self.told)
        try:
            self.limits.admit(line, outside=outside)
        except LimitReached as error:
            reached = error.limit, error.most
            is_news = error.is_news
        else:
            assert len(self.told) == before
            return None
        assert self.told[before:] == [reached]
        assert is_news is (reached not in self.told[:before])
        return reached[0]


def test_a_minute_counts_every_call_and_a_day_only_those_outside() -> None:
    desk = Desk(calls_per_minute=3, outside_calls_per_day=2)
    assert desk.dial(outside=False) is None
    assert desk.dial() is None
    assert desk.dial() is None
    assert desk.dial(outside=False) is Limit.CALLS_PER_MINUTE
    desk.now += 60
    assert desk.dial(outside=False) is None
    assert desk.dial() is Limit.OUTSIDE_CALLS_PER_DAY
    assert desk.limits.outside_calls_today == 2
    desk.now += DAY
    assert desk.dial() is None


def test_what_was_dialed_before_a_restart_counts() -> None:
    desk = Desk(outside_calls_per_day=2, calls_per_minute=3)
    past = [(-DAY, True), (-DAY + 61, True), (-59, False), (-1, False)]
    desk.limits.resume(Dialed(desk.now + at, "700", where) for at, where in past)
    assert desk.limits.outside_calls_today == 1
    assert desk.dial() is None
    assert desk.dial() is Limit.CALLS_PER_MINUTE
    desk.now += 60
    assert desk.dial() is Limit.OUTSIDE_CALLS_PER_DAY


def test_a_clock_that_is_set_back_neither_forgets_nor_locks() -> None:
    desk = Desk(outside_calls_per_day=1)
    assert desk.dial() is None
    desk.now -= 30 * DAY
    assert desk.dial() is Limit.OUTSIDE_CALLS_PER_DAY
    desk.now += DAY
    assert desk.dial() is None


def test_calls_at_once_count_while_their_lines_show_them() -> None:
    """Those that a line had before, too: only the lines that we dial from matter."""
    desk = Desk(outside_calls_at_once=2)
    desk.calls["701"] = 9
    assert desk.dial("700") is None
    desk.calls["700"] = 1
    assert desk.dial("702") is None
    desk.calls["702"] = 1
    assert desk.dial("700") is Limit.OUTSIDE_CALLS_AT_ONCE
    assert desk.dial("700", outside=False) is None
    desk.calls["702"] = 0
    assert desk.dial("700") is None


def test_calls_at_once_go_on_counting_after_a_restart() -> None:
    desk = Desk(outside_calls_at_once=1)
    desk.calls["700"] = 1
    assert desk.dial("701") is None
    desk.limits = desk.new()
    desk.limits.resume([Dialed(desk.now - 3600, "700", outside=True)])
    assert desk.dial("701") is Limit.OUTSIDE_CALLS_AT_ONCE


def test_what_is_being_placed_counts_once() -> None:
    """Before its line shows it, while it does, and never for both."""
    desk = Desk(outside_calls_at_once=2)
    desk.limits.admit("700", outside=True)
    with desk.limits.placing("700", outside=True):
        assert desk.dial("701") is None
        with desk.limits.placing("701", outside=True):
            assert desk.dial("702") is Limit.OUTSIDE_CALLS_AT_ONCE
            desk.calls["700"] = desk.calls["701"] = 1
            assert desk.dial("702") is Limit.OUTSIDE_CALLS_AT_ONCE
            desk.options["outside_calls_at_once"] = 3
            assert desk.dial("702") is None
    desk.calls.clear()
    desk.options["outside_calls_at_once"] = 1
    assert desk.dial("700") is None
    assert desk.dial("700") is None


def test_a_call_that_could_not_be_placed_counts_no_longer() -> None:
    desk = Desk(outside_calls_at_once=1)

    def fail() -> None:
        with desk.limits.placing("700", outside=True):
            assert desk.dial("701") is Limit.OUTSIDE_CALLS_AT_ONCE
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()
    assert desk.dial("701") is None


@pytest.mark.parametrize("option", ["outside_calls_at_once", "outside_calls_per_day"])
def test_none_at_all_leaves_the_calls_of_the_house(option: str) -> None:
    desk = Desk(**{option: 0})
    assert desk.dial(outside=False) is None
    assert desk.dial() == option
    assert desk.told == [(Limit(option), 0)]
