"""The walls between the parts of the project; pyproject.toml draws them."""

import os
from pathlib import Path
import re
import subprocess
import sys

import grimp
import pytest

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the project in this folder."""
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """Return a project of the same plan, with the same walls and nothing behind them."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for package in ("custom_components", "gateway", "simulator"):
        for file in (ROOT / package).rglob("*.py"):
            empty = tmp_path / file.relative_to(ROOT)
            empty.parent.mkdir(parents=True, exist_ok=True)
            empty.touch()
    return tmp_path


def test_the_project_keeps_within_its_walls() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_empty_project_breaks_no_wall(small_project: Path) -> None:
    result = lint_imports(small_project)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "wall"),
    [
        (
            "custom_components/telephony/cti/csta/session.py",
            "from homeassistant.core import callback",
            "The clients of the switches are free of Home Assistant",
        ),
        (
            "custom_components/telephony/cti/csta/session.py",
            "import custom_components.telephony.cti.telestra",
            "CSTA and Telestra do not know each other",
        ),
        (
            "gateway/served.py",
            "from homeassistant.core import callback",
            "The gateway is free of Home Assistant",
        ),
        (
            "custom_components/telephony/numbers/guard.py",
            "from homeassistant.core import callback",
            "The gateway is free of Home Assistant",
        ),
        (
            "gateway/desk.py",
            "from custom_components.telephony.lines import commands",
            "The gateway takes the clients and the guard",
        ),
        (
            "custom_components/telephony/sensor.py",
            "import gateway",
            "The integration does without the gateway",
        ),
        (
            "simulator/exchange.py",
            "from custom_components.telephony.cti import csta",
            "The simulator and the integration share no code",
        ),
        (
            "custom_components/telephony/sensor.py",
            "import simulator",
            "The simulator and the integration share no code",
        ),
        (
            "simulator/exchange.py",
            "import homeassistant",
            "The simulator is free of Home Assistant",
        ),
        (
            "custom_components/telephony/sensor.py",
            "from lxml import etree",
            "Home Assistant's side reads no XML by itself",
        ),
        (
            "custom_components/telephony/connection/changes.py",
            "from ..coordinator import TelephonyCoordinator",
            "Home Assistant's side has floors",
        ),
        (
            "custom_components/telephony/coordinator.py",
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .entity import Entity",
            "Home Assistant's side has floors",
        ),
        (
            "custom_components/telephony/lines/commands.py",
            "from .. import button",
            "Home Assistant's side has floors",
        ),
        (
            "custom_components/telephony/phone_book/book.py",
            "from ..connection import settings",
            "Home Assistant's side has floors",
        ),
        (
            "custom_components/telephony/new_room.py",
            "",
            "Home Assistant's side has floors",
        ),
        (
            "custom_components/telephony/flows/forms.py",
            "from ..cti.csta import profiles",
            "Only one file knows which protocols there are",
        ),
    ],
)
def test_an_import_through_a_wall_is_found(
    small_project: Path, module: str, line: str, wall: str
) -> None:
    (small_project / module).write_text(f"{line}\n")
    result = lint_imports(small_project)
    assert result.returncode == 1, result.stdout + result.stderr
    assert re.search(rf"^{re.escape(wall)}.* BROKEN", result.stdout, re.MULTILINE)


def test_nothing_imports_itself_in_a_circle() -> None:
    """Modules that nothing left imports, or that import nothing left, fall away until none remain."""
    graph = grimp.build_graph(
        "custom_components",
        "gateway",
        "simulator",
        cache_dir=None,
        exclude_type_checking_imports=False,
    )
    left = {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
    }
    while free := [module for module, imported in left.items() if not imported]:
        for module in free:
            del left[module]
        for imported in left.values():
            imported.difference_update(free)
    assert not left
