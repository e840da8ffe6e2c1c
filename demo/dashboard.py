"""The demo's dashboard of stock cards and its automation, for the entities that the connections made."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from .office import ROOMS

type Entities = Mapping[str, str]
"""Entity ids by unique id (`700_state`, `connected`)."""

TILES = {"state": "State", "remote_party": "Other party"}
BUTTONS = {
    "answer": "Answer",
    "hangup": "Hang up",
    "hold": "Hold",
    "retrieve": "Retrieve",
}


def write_dashboard(folder: Path, connections: Sequence[Entities]) -> None:
    """Show every line of every connection in a section of its own."""
    sections = [section for entities in connections for section in _sections(entities)]
    overview = {
        "type": "grid",
        "cards": [
            {"type": "heading", "heading": "Connections"},
            *(
                {"type": "tile", "entity": entities["connected"]}
                for entities in connections
            ),
            {"type": "tile", "entity": "counter.incoming_calls"},
            {"type": "tile", "entity": "input_boolean.on_air"},
        ],
    }
    view = {
        "title": "Lines",
        "path": "lines",
        "type": "sections",
        "sections": [overview, *sections],
    }
    _write(folder / "lines.yaml", {"title": "Lines", "views": [view]})


def write_automations(folder: Path, connections: Sequence[Entities]) -> None:
    """Count the calls that come in, put two of the blueprints to work, and route calls."""
    lines = {
        "entity_id": [
            entity_id
            for entities in connections
            for key, entity_id in entities.items()
            if key.endswith("_call") and entity_id.startswith("event.")
        ]
    }
    counter = {
        "id": "somebody_calls",
        "alias": "Somebody calls",
        "mode": "parallel",
        "triggers": [{"trigger": "telephony.started_ringing", "target": lines}],
        "actions": [
            {
                "action": "counter.increment",
                "target": {"entity_id": "counter.incoming_calls"},
            },
            {
                "action": "persistent_notification.create",
                "data": {
                    "notification_id": "somebody_calls",
                    "title": "Somebody calls",
                    # A name is words of a stranger, and a notification is Markdown.
                    "message": r"{{ (trigger.name or trigger.number or 'Somebody')"
                    r" | regex_replace('([!-/:-@\\[-`{-~])', '\\\\\\1') }}"
                    r" calls {{ trigger.line_name }}.",
                },
            },
        ],
    }
    missed = _from_blueprint("missed_call_notice", "Missed calls", {"lines": lines})
    on_air = _from_blueprint(
        "on_air_light",
        "On air",
        {"lines": lines, "signs": {"entity_id": "input_boolean.on_air"}},
    )
    routing = {
        "id": "suppliers",
        "alias": "Suppliers to the warehouse",
        "mode": "parallel",
        "triggers": [
            {
                "trigger": "telephony.call_to_route",
                "target": {"entity_id": connections[0]["connected"]},
                "options": {"contact_group": ["Suppliers"]},
            }
        ],
        "actions": [
            {
                "action": "telephony.route_call",
                "data": {"route_id": "{{ trigger.route_id }}", "number": "704"},
            }
        ],
    }
    _write(folder / "automations.yaml", [counter, missed, on_air, routing])


def _from_blueprint(name: str, alias: str, inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "alias": alias,
        "use_blueprint": {"path": f"telephony/{name}.yaml", "input": inputs},
    }


def _sections(entities: Entities) -> list[dict[str, Any]]:
    lines = [
        key.removesuffix("_state")
        for key, entity_id in entities.items()
        if key.endswith("_state") and entity_id.startswith("sensor.")
    ]
    return [_section(line, entities) for line in sorted(lines)]


def _section(line: str, entities: Entities) -> dict[str, Any]:
    """Show a line with stock cards."""
    tiles = [
        {"type": "tile", "entity": entities[f"{line}_{key}"], "name": name}
        for key, name in TILES.items()
    ]
    buttons = [
        _button(entities[f"{line}_{key}"], name)
        for key, name in BUTTONS.items()
        if f"{line}_{key}" in entities
    ]
    heading, _area = ROOMS[line]
    return {
        "type": "grid",
        "cards": [{"type": "heading", "heading": heading}, *tiles, *buttons],
    }


def _button(entity_id: str, name: str) -> dict[str, Any]:
    return {
        "type": "button",
        "entity": entity_id,
        "name": name,
        "show_state": False,
        "grid_options": {"columns": 3, "rows": 2},
        "tap_action": {
            "action": "perform-action",
            "perform_action": "button.press",
            "target": {"entity_id": entity_id},
        },
    }


def _write(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
