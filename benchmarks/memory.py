"""What a line weighs: with entities beside bare ones, and in a group."""

import gc
import tracemalloc

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .bare import (
    BareBinarySensor,
    BareButton,
    BareCount,
    BareEntity,
    BareEvent,
    BareSensor,
    BareStateSensor,
    BareSwitch,
    BareText,
    BareTimestamp,
    async_add_bare,
)
from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Figure
from .peer import PeerProcess
from .wire import line_numbers

KINDS: dict[str, type[BareEntity]] = {
    "binary_sensor": BareBinarySensor,
    "button": BareButton,
    "event": BareEvent,
    "sensor": BareSensor,
    "switch": BareSwitch,
    "text": BareText,
}
SENSORS: dict[str, type[BareEntity]] = {
    "state": BareStateSensor,
    "last_call": BareTimestamp,
    "missed_calls": BareCount,
}
ENTITIES_LIMIT = 1.5
GROUP_LIMIT_KIB = 8.0


def _weight() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def _settle(hass: HomeAssistant) -> None:
    await hass.async_block_till_done(wait_background_tasks=True)


def _bare_line(entries: list[er.RegistryEntry], number: str) -> list[BareEntity]:
    """Return a bare entity for each that a line has, the disabled ones included."""
    entities = []
    for entry in entries:
        key = entry.translation_key or ""
        kind = SENSORS.get(key, KINDS[entry.domain])
        entity = kind(f"Bare {number}", key)
        entity.enable_at_first(enabled=entry.disabled_by is None)
        entities.append(entity)
    return entities


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
        registry = er.async_get(hass)
        number = line_numbers(1)[0]
        prefix = f"{entry.entry_id}_{number}_"
        model = [
            each
            for each in er.async_entries_for_config_entry(registry, entry.entry_id)
            if each.unique_id.startswith(prefix)
        ]
        await async_add_bare(hass, _bare_line(model, "0"))
        before = _weight()
        numbers = line_numbers(lines)
        await async_add_bare(
            hass, [one for each in numbers for one in _bare_line(model, each)]
        )
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
