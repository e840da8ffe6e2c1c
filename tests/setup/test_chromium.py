"""The browser's tests find Chromium wherever it may be."""

import pytest

from .shell import Machine

FIND = (
    "for part in own_apt chromium; do . scripts/lib/$part.sh; done;"
    ' find_chromium && echo "$CHROMIUM" || echo none'
)
STARTS = "#!/bin/sh\necho Chromium 156\n"
ONLY_A_STUB = "echo 'install it with snap' >&2; exit 1"


@pytest.mark.parametrize(
    "place",
    [
        ".cache/telephony/chromium/run",
        ".cache/telephony/playwright/chromium-1/chrome-linux/chrome",
        ".cache/telephony/playwright/chromium-1/chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    ],
)
def test_one_that_was_brought_before_is_found(machine: Machine, place: str) -> None:
    machine.add_tools("find")
    machine.add_script("chromium-browser", ONLY_A_STUB)
    file = machine.write(place, STARTS)
    file.chmod(0o755)
    assert machine.with_parts(FIND).stdout == f"{file}\n"


def test_the_machines_own_is_found_and_the_one_that_is_named_wins(
    machine: Machine,
) -> None:
    machine.add_tools("find")
    machine.add_script("google-chrome", "echo Chrome 156")
    found = machine.with_parts(FIND).stdout
    assert found.endswith("/google-chrome\n")
    named = machine.write("own/chrome", STARTS)
    named.chmod(0o755)
    told = machine.with_parts(FIND, {"CHROMIUM": str(named)})
    assert told.stdout == f"{named}\n"


def test_a_machine_without_any_has_none(machine: Machine) -> None:
    machine.add_tools("find")
    machine.add_script("chromium-browser", ONLY_A_STUB)
    assert machine.with_parts(FIND).stdout == "none\n"
