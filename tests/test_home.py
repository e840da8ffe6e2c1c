"""That a test which waits is woken by whatever it may wait for."""

import logging
import threading

import pytest

from homeassistant.core import HomeAssistant

from .home import async_wait_for

_LOGGER = logging.getLogger(__name__)


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_line_of_the_log_wakes_whoever_waits_for_it(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, in_thread: bool
) -> None:
    """Though no event comes after it."""

    def write() -> None:
        _LOGGER.warning("It happened")

    thread = threading.Thread(target=write)
    hass.loop.call_later(0.05, thread.start if in_thread else write)
    await async_wait_for(hass, lambda: "It happened" in caplog.text, patience=5)
    if in_thread:
        thread.join()


async def test_an_event_wakes_whoever_waits(hass: HomeAssistant) -> None:
    seen: list[str] = []

    def happen() -> None:
        seen.append("it")
        hass.bus.async_fire("something")

    hass.loop.call_later(0.05, happen)
    await async_wait_for(hass, lambda: seen, patience=5)


async def test_what_never_happens_is_an_assertion(hass: HomeAssistant) -> None:
    before = list(logging.getLogger().handlers)
    with pytest.raises(AssertionError, match="the moon did not come true"):
        await async_wait_for(hass, lambda: False, "the moon", patience=0.05)
    assert logging.getLogger().handlers == before
