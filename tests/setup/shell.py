"""Runs the scripts' parts as on another machine: only the named tools, only the named environment."""

from collections.abc import Mapping
from pathlib import Path
import shutil
import subprocess

CHECKOUT = Path(__file__).parent.parent.parent
PARTS = "common needs pip_settings download uv"
SYSTEM = """awk bash cat chmod cksum cp dirname env flock grep head id ldd ls mkdir mktemp mv
rm sed sh sha256sum sleep sort tail touch tr uname"""


class Machine:
    """A machine with the everyday tools of a system, a home folder, and what a test adds."""

    def __init__(self, folder: Path) -> None:
        """Lay it out in an empty folder."""
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self._tools = folder / "tools"
        self._tools.mkdir()
        self.environment: dict[str, str | None] = {"HOME": str(self.home)}
        self.add_tools(*SYSTEM.split())

    def add_tools(self, *names: str) -> None:
        """Add tools of this machine."""
        for name in names:
            found = shutil.which(name)
            assert found, f"{name} is not installed"
            if name == "python3":  # whatever stands in the way of the real one
                found = subprocess.run(
                    [found, "-c", "import sys; print(sys.executable)"],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.strip()
                self.add_script(name, f'exec "{found}" "$@"')
            else:
                (self._tools / name).symlink_to(found)

    def remove_tools(self, *names: str) -> None:
        """Take everyday tools away."""
        for name in names:
            (self._tools / name).unlink()

    def add_script(self, name: str, text: str) -> None:
        """Add a tool that does what the test says."""
        path = self._tools / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def write(self, path: str, text: str) -> Path:
        """Write a file below the home folder."""
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def run(
        self, script: str, environment: Mapping[str, str | None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a script with nothing but these tools and variables."""
        variables = {**self.environment, **(environment or {})}
        return subprocess.run(
            [str(self._tools / "bash"), "-c", script],
            cwd=CHECKOUT,
            env={
                "PATH": str(self._tools),
                **{name: value for name, value in variables.items() if value},
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def with_parts(
        self, script: str, environment: Mapping[str, str | None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a script after the parts of scripts/setup are loaded, as for an empty .venv."""
        return self.run(
            f"set -euo pipefail; root=$PWD; venv={self.folder}/venv;"
            " requirements=$root/requirements_test.txt;"
            f' for part in {PARTS}; do . "scripts/lib/$part.sh"; done; mkdir -p "$cache";'
            f" {script}",
            environment,
        )

    @property
    def log(self) -> str:
        """Return what the scripts kept."""
        return (self.home / ".cache/telephony/setup.log").read_text()
