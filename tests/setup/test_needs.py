"""What a machine lacks is named at once, in plain sentences, before anything is fetched."""

from pathlib import Path
import re

import pytest

from .shell import CHECKOUT, Machine

MANAGERS = {
    "apt-get": "apt-get install gawk python3",
    "dnf": "dnf install gawk python3",
    "pacman": "pacman -S gawk python",
    "apk": "apk add gawk python3",
    "brew": "brew install gawk python",
}
NOT_IN_BASH_3 = {
    "mapfile or readarray": r"\b(mapfile|readarray)\b",
    "an associative array": r"\b(declare|local|typeset) -[a-zA-Z]*[An]",
    "upper and lower case": r"\$\{\w+(,,?|\^\^?)\}",
    "a pipe with errors": r"\|&|&>>",
    "an array that may be empty": r"(?<!\+)(?<!\+\")\"?\$\{(?!BASH_SOURCE|parts|summary)\w+\[@\]\}",
    "timeout": r"(^|[;&|(] *|logged )timeout ",
    "sed -i": r"\bsed\b[^|]* -i",
    "GNU's long options": r"\b(flock|sed|mktemp|stat|sort|tail|head) --",
    "GNU's readlink or stat": r"\b(readlink -f|stat -c|realpath|cp --)",
    "a newline in sed": r"\bsed\b.*\\n",
}


@pytest.fixture(autouse=True)
def nothing_is_root(machine: Machine) -> None:
    """Let no apt of root's count as a way to get something."""
    machine.environment |= {"XDG_CONFIG_DIRS": str(machine.folder / "etc")}


def as_user(machine: Machine, **environment: str | None) -> str:
    """Return what the check says to a user who is not root."""
    done = machine.run(
        "set -euo pipefail; root=$PWD; venv=/nowhere;"
        " requirements=$root/requirements_test.txt;"
        ' for part in common needs pip_settings download uv; do . "scripts/lib/$part.sh"; done;'
        " can_use_apt() { return 1; }; check_needs",
        environment,
    )
    assert done.returncode == (1 if done.stderr else 0)
    return done.stderr


@pytest.mark.parametrize("manager", MANAGERS)
def test_all_that_is_missing_is_named_at_once_with_the_command_for_it(
    machine: Machine, manager: str
) -> None:
    machine.remove_tools("awk")
    machine.add_script(manager, "exit 1")
    told = as_user(machine, XDG_CACHE_HOME="/dev/null/cache")
    assert "awk is missing." in told
    assert "Nothing is there to download and unpack with: python3 is enough" in told
    assert "The folder /dev/null/cache/telephony cannot be written to." in told
    assert MANAGERS[manager] in told


def test_a_system_that_is_not_known_gets_the_commands_of_all(machine: Machine) -> None:
    told = as_user(machine)
    for line in (
        "Debian/Ubuntu:  sudo apt-get install python3",
        "Fedora:         sudo dnf install python3",
        "Arch:           sudo pacman -S python",
        "Alpine:         sudo apk add python3",
        "macOS:          brew install python",
    ):
        assert line in told


@pytest.mark.parametrize(
    "tools", [("python3",), ("curl", "unzip"), ("wget", "unzip")], ids="+".join
)
def test_one_way_to_download_and_unpack_is_enough(
    machine: Machine, tools: tuple[str, ...]
) -> None:
    for tool in tools:
        machine.add_script(tool, "exit 0")
    assert as_user(machine) == ""


def test_a_python3_that_cannot_download_is_not_enough(machine: Machine) -> None:
    machine.add_script("python3", "exit 1")
    assert "Nothing is there to download" in as_user(machine)


def test_on_alpine_a_compiler_is_asked_for(machine: Machine) -> None:
    machine.add_script("python3", "exit 0")
    machine.remove_tools("ldd")
    machine.add_script("ldd", "echo 'musl libc (x86_64)' >&2; exit 1")
    machine.add_script("apk", "exit 1")
    assert "apk add build-base" in as_user(machine)
    machine.add_script("cc", "exit 0")
    assert as_user(machine) == ""


def test_without_a_home_the_sentence_says_what_to_set(machine: Machine) -> None:
    machine.add_script("python3", "exit 0")
    told = as_user(machine, HOME=None)
    assert "HOME is not set" in told
    assert "Set HOME, or set XDG_CACHE_HOME" in told
    assert as_user(machine, HOME=None, XDG_CACHE_HOME=str(machine.folder / "c")) == ""


def test_a_relative_cache_folder_is_ignored(machine: Machine) -> None:
    done = machine.with_parts('echo "$cache"', {"XDG_CACHE_HOME": "caches"})
    assert done.stdout == f"{machine.home}/.cache/telephony\n"
    done = machine.with_parts('echo "$cache"', {"XDG_CACHE_HOME": str(machine.folder)})
    assert done.stdout == f"{machine.folder}/telephony\n"


def scripts() -> list[Path]:
    """Return every shell script of the project."""
    return [
        path
        for folder in ("scripts", "scripts/lib", ".ci")
        for path in sorted((CHECKOUT / folder).iterdir())
        if path.is_file() and path.suffix != ".py"
    ]


@pytest.mark.parametrize("construct", NOT_IN_BASH_3)
def test_bash_3_2_and_the_tools_of_macos_can_run_the_scripts(construct: str) -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in scripts()
        for line in path.read_text().splitlines()
        if not line.lstrip().startswith("#")
        and re.search(NOT_IN_BASH_3[construct], line)
    ]
    assert not found
