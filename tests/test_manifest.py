"""What the manifest has to say of the code: hassfest's rule of imports."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path

import homeassistant
from homeassistant.const import Platform

INTEGRATION = Path(__file__).parent.parent / "custom_components/telephony"
CORE = Path(homeassistant.__file__).parent / "components"
# hassfest lets every integration import these: they are always there.
ALWAYS_THERE = {
    "alert",
    "automation",
    "conversation",
    "default_config",
    "device_automation",
    "frontend",
    "group",
    "homeassistant",
    "input_boolean",
    "input_button",
    "input_datetime",
    "input_number",
    "input_select",
    "input_text",
    "media_source",
    "onboarding",
    "panel_custom",
    "persistent_notification",
    "person",
    "script",
    "shopping_list",
    "sun",
    "system_health",
    "system_log",
    "timer",
    "webhook",
    "websocket_api",
    "zone",
    *(platform.value for platform in Platform),
}


def _running_code(node: ast.AST) -> Iterator[ast.AST]:
    """Walk the code without what only a type checker sees."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from _running_code(other)
        else:
            yield from _running_code(child)


def _modules(node: ast.AST) -> Iterator[str]:
    """Name what an import brings, to the last part."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_components(source: str) -> set[str]:
    """Return the components of the core that a source imports when it runs."""
    return {
        module.split(".")[2]
        for node in _running_code(ast.parse(source))
        for module in _modules(node)
        if module.startswith("homeassistant.components.")
    }


def _file_of_a_platform(path: Path, component: str) -> bool:
    """Tell whether a file is loaded by the component itself, as `logbook.py` is by the logbook."""
    parts = path.relative_to(INTEGRATION).parts
    own_name = path.stem if len(parts) == 1 else parts[0]
    if own_name == component:
        return True
    is_shared = not (CORE / own_name).is_dir()
    return is_shared and (INTEGRATION / f"{component}.py").is_file()


def test_every_component_that_is_imported_is_declared() -> None:
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    declared = {*manifest.get("dependencies", ()), *manifest["after_dependencies"]}
    undeclared = {
        f"{path.relative_to(INTEGRATION)}: {component}"
        for path in INTEGRATION.rglob("*.py")
        for component in imported_components(path.read_text())
        if component not in declared | ALWAYS_THERE
        and not _file_of_a_platform(path, component)
    }
    assert not undeclared


def test_every_component_that_is_declared_exists() -> None:
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    declared = [*manifest.get("dependencies", ()), *manifest["after_dependencies"]]
    assert [name for name in declared if not (CORE / name).is_dir()] == []
    assert declared == sorted(declared)


def test_imports_are_found_in_whatever_form() -> None:
    source = """
from homeassistant.components import blueprint
from homeassistant.components.http import StaticPathConfig
import homeassistant.components.repairs.models
from homeassistant.core import HomeAssistant
from . import recorder
def later():
    from homeassistant.components import energy
if TYPE_CHECKING:
    from homeassistant.components import stream
"""
    assert imported_components(source) == {"blueprint", "energy", "http", "repairs"}
