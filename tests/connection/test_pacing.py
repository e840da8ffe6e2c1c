"""Long work takes turns: none of it waits for the end of another."""

import asyncio
from collections import Counter

import pytest

from custom_components.telephony.connection.pacing import Backlog, in_slices


async def test_what_is_short_waits_for_nothing_long_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With slices of one item each: everybody gets them in turn."""
    monkeypatch.setattr(
        "custom_components.telephony.connection.pacing.TURN_SECONDS", -1
    )
    done = Counter[str]()
    backlog = Backlog[int](lambda _: done.update(["backlog"]))

    async def work(name: str, items: int) -> None:
        async for _ in in_slices(range(items)):
            done[name] += 1

    async with asyncio.TaskGroup() as tasks:
        long = [tasks.create_task(work(name, 500)) for name in ("one", "another")]
        await asyncio.sleep(0)
        backlog.add(range(20))
        backlog.work()
        await tasks.create_task(work("short", 20))
        assert max(done["one"], done["another"]) < 30
        assert done["backlog"] > 10
        long[0].cancel()
        await long[1]
    assert done["another"] == 500
    assert done["backlog"] == 20


async def test_a_backlog_that_has_stopped_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though its turn was to come; whoever waits behind it gets theirs."""
    monkeypatch.setattr(
        "custom_components.telephony.connection.pacing.TURN_SECONDS", -1
    )
    done = list[int]()
    backlog = Backlog[int](done.append)
    backlog.add(range(3))
    backlog.work()
    before = len(done)
    backlog.stop()
    async for _ in in_slices(range(3)):
        pass
    assert len(done) == before
    assert before < 3
