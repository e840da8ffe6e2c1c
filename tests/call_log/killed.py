"""A Home Assistant that only logs calls, to be killed; prints the number of each call as it ends."""

import asyncio

from custom_components.telephony.call_log.log import CallLog
from custom_components.telephony.numbers.readings import NumberReadings
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .made_calls import ended


async def main(folder: str, first: int, pause: float) -> None:
    """Log one call after the other until somebody ends it."""
    hass = HomeAssistant(folder)
    await ir.async_load(hass, load_empty=True)
    readings = NumberReadings(None)
    log = CallLog(hass, "connection", 10_000, 0, lambda: readings)
    await log.async_load()
    for number in range(first, first + 1_000_000):
        log.async_add(ended(str(700 + number % 20), number))
        print(number, flush=True)
        await asyncio.sleep(pause)
