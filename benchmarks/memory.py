"""What a line weighs: with entities beside bare ones, and in a group."""

import gc
import tracemalloc

from homeassistant.core import HomeAssistant

from .bare import async_add_bare
from .bare_lines import bare_line, bare_lines, entities_of_a_line
from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Figure
from .peer import PeerProcess

ENTITIES_LIMIT = 1.5
GROUP_LIMIT_KIB = 8.0


def _weight() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def _settle(hass: HomeAssistant) -> None:
    await hass.async_block_till_done(wait_background_tasks=True)


async def measure_entities(lines: int) -> list[Figure]:
    """Weigh lines with entities, then as many bare entities; one line more warms each up."""
    async with home_assistant() as hass, PeerProcess() as peer:
        tracemalloc.start()
        await async_set_up(hass, csta_entry(peer.port, 1))
        await _settle(hass)
        before = _weight()
        entry = csta_entry(peer.port, lines)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        await _settle(hass)
        ours = (_weight() - before) / lines
        model = entities_of_a_line(hass, entry)
        await async_add_bare(hass, bare_line(model, "0"))
        before = _weight()
        await async_add_bare(hass, bare_lines(model, lines))
        await _settle(hass)
        bare = (_weight() - before) / lines
        tracemalloc.stop()
    enabled = sum(each.disabled_by is None for each in model)
    note = f"{len(model)} entities, {enabled} of them enabled"
    return [
        Figure.of("memory of a line with entities", "KiB", [ours / 1024], note=note),
        Figure.of("memory of as many bare entities", "KiB", [bare / 1024]),
        Figure.of("memory: ratio", "", [ours / bare], limit=ENTITIES_LIMIT),
    ]


async def measure_group(lines: int) -> list[Figure]:
    """Weigh lines in groups."""
    async with home_assistant() as hass, PeerProcess() as peer:
        tracemalloc.start()
        await async_set_up(hass, csta_entry(peer.port, lines_in_groups=10))
        await _settle(hass)
        before = _weight()
        entry = csta_entry(peer.port, lines_in_groups=lines)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        await _settle(hass)
        weight = (_weight() - before) / lines / 1024
        tracemalloc.stop()
        await hass.config_entries.async_unload(entry.entry_id)
    return [
        Figure.of("memory of a line in a group", "KiB", [weight], limit=GROUP_LIMIT_KIB)
    ]
