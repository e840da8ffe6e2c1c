"""That a test fails where Home Assistant, or Python, warns of what the integration does."""

from collections.abc import Callable
import logging
from pathlib import Path
import subprocess
import sys
from typing import Any
import warnings

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers.deprecation import deprecated_function
from homeassistant.helpers.frame import report_usage

from .core_complaints import CoreComplaints

IMPORTS = """
import importlib, logging, pkgutil
import homeassistant
logging.basicConfig()
from custom_components import telephony
for module in pkgutil.walk_packages(telephony.__path__, f"{telephony.__name__}."):
    importlib.import_module(module.name)
"""


def run_in(integration: str, offence: Callable[[], Any]) -> None:
    """Do something as if a file of a custom integration did it."""
    source = "def run(offence):\n    offence()\n"
    path = f"/config/custom_components/{integration}/made_up.py"
    module = {"__name__": f"custom_components.{integration}.made_up"}
    exec(compile(source, path, "exec"), module)  # noqa: S102  # its file's name is what counts
    module["run"](offence)  # type: ignore[operator]


def misuse() -> None:
    """Do what will stop working."""
    report_usage("does as in old times", breaks_in_ha_version="2099.1")


@deprecated_function("something new")
def something_old() -> None:
    """Do nothing, in the old way."""


def block() -> None:
    """Read a file."""
    Path(__file__).read_bytes()


@pytest.mark.parametrize("offence", [misuse, something_old, block])
async def test_what_home_assistant_says_against_us_is_heard(
    hass: HomeAssistant,
    core_complaints: CoreComplaints,
    offence: Callable[[], Any],
) -> None:
    run_in("telephony", offence)
    assert core_complaints.texts
    core_complaints.texts.clear()


@pytest.mark.parametrize("offence", [misuse, something_old, block])
async def test_what_others_do_is_theirs(
    hass: HomeAssistant,
    core_complaints: CoreComplaints,
    offence: Callable[[], Any],
) -> None:
    run_in("somebody_else", offence)
    assert not core_complaints.texts


@pytest.mark.parametrize(
    ("integration", "heard"),
    [("telephony", ["Error running job"]), ("somebody_else", [])],
)
def test_an_exception_that_only_the_core_caught_is_heard(
    core_complaints: CoreComplaints, integration: str, heard: list[str]
) -> None:
    def fail() -> None:
        raise ValueError

    try:
        run_in(integration, fail)
    except ValueError:
        logging.getLogger("homeassistant.core").exception("Error running job")
    assert core_complaints.texts == heard
    core_complaints.texts.clear()


def test_an_entity_that_is_there_already_is_heard(
    core_complaints: CoreComplaints,
) -> None:
    logging.getLogger("homeassistant.components.sensor").error(
        "Platform telephony does not generate unique IDs. ID 700_state already exists"
    )
    assert core_complaints.texts
    core_complaints.texts.clear()


def test_what_python_deprecates_is_an_error_in_our_files() -> None:
    def warn() -> None:
        warnings.warn("old", DeprecationWarning, stacklevel=2)

    with pytest.raises(DeprecationWarning):
        run_in("telephony", warn)


def test_importing_the_integration_warns_of_nothing() -> None:
    """In a process of its own: here everything is imported before anybody listens."""
    result = subprocess.run(
        [
            sys.executable,
            "-W",
            "error::DeprecationWarning:custom_components",
            "-c",
            IMPORTS,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
