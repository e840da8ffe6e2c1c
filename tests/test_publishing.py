"""What a public repository names: its address only where the list says so, and no machine."""

from collections.abc import Iterator
import os
from pathlib import Path
import re

ROOT = Path(__file__).parent.parent
LIST = "docs/publishing.md"
ACCOUNT = b"seed-0bdc4d5a"
MADE_HERE = {"__pycache__", "artefacts", "node_modules"}
PUBLISHED_DOTS = {".ci", ".devcontainer", ".github"}


def published_files() -> Iterator[Path]:
    """Walk what a repository holds; no git is needed for it."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in MADE_HERE and (name[0] != "." or name in PUBLISHED_DOTS)
        ]
        made = [name for name in files if not name.startswith(".coverage")]
        yield from (Path(folder) / name for name in made)


def files_that_name_the_account() -> set[str]:
    """Return the files that name the account, but for the list and this test."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in published_files()
        if path.is_file() and ACCOUNT in path.read_bytes()
    }
    return found - {LIST, Path(__file__).relative_to(ROOT).as_posix()}


def files_in_the_list() -> set[str]:
    """Return the files that the list names."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / LIST).read_text(), re.MULTILINE))


def test_every_place_that_names_the_address_is_in_the_list() -> None:
    assert files_that_name_the_account() <= files_in_the_list()


def test_every_place_in_the_list_names_the_address() -> None:
    assert files_in_the_list() <= files_that_name_the_account()


def test_no_file_says_where_it_was_made() -> None:
    """A tool may write its command line into what it makes."""
    here = f"{ROOT}/".encode()
    assert not [
        path.relative_to(ROOT)
        for path in published_files()
        if path.is_file() and here in path.read_bytes()
    ]
