"""Make requirements_test_VERSION.in and .txt for a Home Assistant out of requirements_test.in: pins.py VERSION|newest|beta."""

from pathlib import Path
import re
import subprocess
import sys
import tempfile

ROOT = Path(__file__).parent.parent.parent
UV = Path(sys.executable).parent / "uv"
PLUGIN = "pytest-homeassistant-custom-component"
OF_HOME_ASSISTANT = "# What Home Assistant would install"
OF_BENCHMARKS = "# What the benchmarks"
NAME = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?")


def loosened(requirements: str, version: str) -> str:
    """Return the requirements with whatever pins the other Home Assistant gives them.

    Our own pins stay; what the benchmarks are compared with is left out.
    """
    lines = [f"# Made from requirements_test.in by: scripts/pins {version}"]
    for paragraph in requirements.split("\n\n"):
        title, *packages = paragraph.strip().splitlines()
        if title.startswith(OF_BENCHMARKS):
            continue
        for package in packages:
            if package.startswith("#"):
                continue
            name = NAME.match(package)
            is_theirs = title.startswith(OF_HOME_ASSISTANT)
            lines.append(name[0] if name and is_theirs else package)
    return "\n".join(lines) + "\n"


def overrides(plugin: str, constraints: str, version: str) -> str:
    """Return what the test plugin pins for its own Home Assistant, as the other one wants it."""
    pinned = {
        match[1].lower(): match[0]
        for match in re.finditer(r"^([A-Za-z0-9._-]+)==\S+$", constraints, re.MULTILINE)
    }
    wanted = re.findall(r"^Requires-Dist: ([A-Za-z0-9._-]+)==", plugin, re.MULTILINE)
    found = [pinned[each.lower()] for each in wanted if each.lower() in pinned]
    return "\n".join([f"homeassistant=={version}", *found]) + "\n"


def fetch(folder: Path, *requirement: str) -> Path:
    """Unpack a package alone into a folder; return what it says of itself."""
    uv("pip", "install", "--quiet", "--no-deps", "--target", folder, *requirement)
    [metadata] = folder.glob("*.dist-info/METADATA")
    return metadata


def uv(*arguments: str | Path) -> None:
    """Run uv on this Python."""
    command = [UV, *arguments, "--python", sys.executable]
    subprocess.run(command, cwd=ROOT, check=True)


def pin(wanted: str, folder: Path) -> str:
    """Write both files; return the version."""
    named = {
        "newest": ["homeassistant"],
        "beta": ["homeassistant", "--prerelease", "allow"],
    }
    core = fetch(folder / "core", *named.get(wanted, [f"homeassistant=={wanted}"]))
    version = core.parent.name.removeprefix("homeassistant-").removesuffix(".dist-info")
    constraints = folder / "core/homeassistant/package_constraints.txt"
    source = ROOT / f"requirements_test_{version}.in"
    source.write_text(loosened((ROOT / "requirements_test.in").read_text(), version))
    [plugin] = re.findall(rf"^{PLUGIN}==\S+$", source.read_text(), re.MULTILINE)
    pinned = fetch(folder / "plugin", plugin).read_text()
    override = folder / "overrides"
    override.write_text(overrides(pinned, constraints.read_text(), version))
    uv(
        *("pip", "compile", "--quiet", "--universal", "--python-version", "3.14.2"),
        *("--no-annotate", "--no-header"),
        *("--override", override, "--constraints", constraints),
        *("--prerelease", "if-necessary-or-explicit", source.name),
        *("--output-file", source.with_suffix(".txt").name),
    )
    return version


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: scripts/pins VERSION|newest|beta")
    with tempfile.TemporaryDirectory() as scratch:
        print(pin(sys.argv[1], Path(scratch)))
