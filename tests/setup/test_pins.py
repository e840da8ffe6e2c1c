"""The pins for other versions of Home Assistant than the one that the project is made on."""

from pathlib import Path
import re
import runpy

import pytest

from .shell import CHECKOUT

PINS = runpy.run_path(str(CHECKOUT / "scripts/lib/pins.py"))
OTHERS = sorted(CHECKOUT.glob("requirements_test_*.in"))
REQUIREMENTS = """# How this is made
#   by a command

# Home Assistant (1.0), pytest and its plugins
pytest-homeassistant-custom-component==0.1

# The integration's own, as ranges in manifest.json
lxml==6.1.3

# What Home Assistant would install at the first start of the demo
av==19.0.0
hassil==3.12.1

# Checks and tests
xsdata[lxml]==26.10

# What the benchmarks are compared with
panoramisk==1.4
"""


def test_our_own_pins_stay_and_home_assistants_go() -> None:
    assert PINS["loosened"](REQUIREMENTS, "2.0").splitlines() == [
        "# Made from requirements_test.in by: scripts/pins 2.0",
        "pytest-homeassistant-custom-component==0.1",
        "lxml==6.1.3",
        "av",
        "hassil",
        "xsdata[lxml]==26.10",
    ]


def test_what_the_plugin_pins_for_its_own_home_assistant_gives_way() -> None:
    plugin = (
        "Requires-Dist: SQLAlchemy==2.0.54\nRequires-Dist: homeassistant==1.0\n"
        "Requires-Dist: pytest==9.0.3\nRequires-Dist: requests\n"
    )
    constraints = "# a comment\nsqlalchemy==2.1.0\nrequests==3.0\nurllib3>=2.0\n"
    assert PINS["overrides"](plugin, constraints, "2.0").splitlines() == [
        "homeassistant==2.0",
        "sqlalchemy==2.1.0",
    ]


@pytest.mark.parametrize("source", OTHERS, ids=lambda file: file.stem)
def test_the_pins_are_those_of_todays_requirements(source: Path) -> None:
    """Where this fails, run scripts/pins with the version."""
    version = source.stem.removeprefix("requirements_test_")
    requirements = (CHECKOUT / "requirements_test.in").read_text()
    assert source.read_text() == PINS["loosened"](requirements, version)
    pinned = source.with_suffix(".txt").read_text()
    assert f"\nhomeassistant=={version}\n" in pinned
    for name, exact in re.findall(
        r"^([\w.-]+)(==\S+)?$", source.read_text(), re.MULTILINE
    ):
        assert re.search(
            rf"^{name}{exact or '=='}", pinned, re.MULTILINE | re.IGNORECASE
        ), name


def test_the_lowest_home_assistant_and_the_newest_known_have_pins() -> None:
    assert [source.name for source in OTHERS] == [
        "requirements_test_2026.10.0.in",
        "requirements_test_2026.11.0.in",
    ]
