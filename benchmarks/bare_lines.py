"""Lines of bare entities: as many and of the same kinds as ours have."""

from homeassistant.config_entries import ConfigEntry
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
)
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


def entities_of_a_line(
    hass: HomeAssistant, entry: ConfigEntry
) -> list[er.RegistryEntry]:
    """Return what the first line of a connection has, the disabled ones included."""
    prefix = f"{entry.entry_id}_{line_numbers(1)[0]}_"
    entries = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return [each for each in entries if each.unique_id.startswith(prefix)]


def bare_line(model: list[er.RegistryEntry], number: str) -> list[BareEntity]:
    """Return a bare entity for each that a line has."""
    entities = []
    for entry in model:
        key = entry.translation_key or ""
        kind = SENSORS.get(key, KINDS[entry.domain])
        entity = kind(f"Bare {number}", key)
        entity.enable_at_first(enabled=entry.disabled_by is None)
        entities.append(entity)
    return entities


def bare_lines(model: list[er.RegistryEntry], count: int) -> list[BareEntity]:
    """Return the same for so many lines."""
    return [one for each in line_numbers(count) for one in bare_line(model, each)]
