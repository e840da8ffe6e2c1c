"""The list of places that name the repository's address."""

from pathlib import Path
import re
import subprocess

ROOT = Path(__file__).parent.parent
LIST = "docs/publishing.md"
ACCOUNT = "seed-0bdc4d5a"


def files_that_name_the_account() -> set[str]:
    """Return the tracked files that name the account, but for the list and this test."""
    found = subprocess.run(
        ["git", "grep", "--files-with-matches", "--fixed-strings", ACCOUNT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    own = {LIST, Path(__file__).relative_to(ROOT).as_posix()}
    return set(found.stdout.splitlines()) - own


def files_in_the_list() -> set[str]:
    """Return the files that the list names."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / LIST).read_text(), re.MULTILINE))


def test_every_place_that_names_the_address_is_in_the_list() -> None:
    assert files_that_name_the_account() <= files_in_the_list()


def test_every_place_in_the_list_names_the_address() -> None:
    assert files_in_the_list() <= files_that_name_the_account()
