"""The tests of LDAP phone books find OpenLDAP's server wherever it may be, and say what is missing."""

import pytest

from .shell import Machine

FIND = (
    "for part in own_apt slapd; do . scripts/lib/$part.sh; done;"
    ' find_slapd && echo "$SLAPD" || echo none'
)
BRING = "for part in own_apt slapd; do . scripts/lib/$part.sh; done; bring_slapd"
STARTS = "#!/bin/sh\necho '@(#) $OpenLDAP: slapd 2.6.10' >&2\nexit 1\n"


def test_one_that_was_unpacked_before_is_found(machine: Machine) -> None:
    file = machine.write(".cache/telephony/slapd/run", STARTS)
    file.chmod(0o755)
    assert machine.with_parts(FIND).stdout == f"{file}\n"


def test_the_machines_own_is_found_and_the_one_that_is_named_wins(
    machine: Machine,
) -> None:
    machine.add_script("slapd", STARTS)
    assert machine.with_parts(FIND).stdout.endswith("/slapd\n")
    named = machine.write("own/slapd", STARTS)
    named.chmod(0o755)
    told = machine.with_parts(FIND, {"SLAPD": str(named)})
    assert told.stdout == f"{named}\n"


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("dnf", "dnf install openldap-servers"),
        ("pacman", "pacman -S openldap"),
        ("apk", "apk add openldap openldap-back-mdb"),
        ("brew", "brew install openldap"),
        ("apt-get", "apt-get install slapd"),
    ],
)
def test_where_it_cannot_be_brought_its_package_is_named(
    machine: Machine, tool: str, command: str
) -> None:
    machine.add_script(tool, "echo 'no network'; exit 1")
    machine.add_script("dpkg-deb", "exit 1")
    told = machine.with_parts(BRING)
    assert told.returncode == 1
    assert command in told.stderr
