"""The programs that tests run, where scripts/test finds them or has brought them."""

import os
from pathlib import Path
import shutil

import pytest


def find_program(name: str, package: str | None = None, *places: str) -> str:
    """Return a program; `package` is Debian's where that has another name."""
    package = package or name
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for place in (
        os.environ.get(name.upper().replace("-", "_")),
        shutil.which(name),
        cache / f"telephony/{package}/run",
        cache / f"telephony/{package}/usr/bin/{name}",
        f"/usr/sbin/{name}",
        *places,
    ):
        if place and os.access(place, os.X_OK):
            return str(place)
    pytest.fail(
        f"{name} isn't here: scripts/test brings it, or install Debian's {package}"
    )
