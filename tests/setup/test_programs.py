"""The tests find the servers and tools that they run wherever they may be, and say what is missing."""

import pytest

from .shell import Machine

PARTS = "for part in own_apt programs; do . scripts/lib/$part.sh; done;"
PROGRAMS = {
    "slapd": ("slapd", "#!/bin/sh\necho '@(#) $OpenLDAP: slapd 2.6' >&2\nexit 1\n"),
    "mosquitto": ("mosquitto", "#!/bin/sh\necho 'mosquitto version 2.0'\nexit 3\n"),
    "nats-server": ("nats-server", "#!/bin/sh\necho 'Usage: nats-server [options]'\n"),
    "promtool": ("prometheus", "#!/bin/sh\necho 'usage: promtool [<flags>]' >&2\n"),
}


def find(program: str) -> str:
    """Write what prints where a program is."""
    package, _ = PROGRAMS[program]
    return (
        f'{PARTS} find_program {program} FOUND {package} && echo "$FOUND" || echo none'
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_one_that_was_unpacked_before_is_found(machine: Machine, program: str) -> None:
    package, text = PROGRAMS[program]
    file = machine.write(f".cache/telephony/{package}/run", text)
    file.chmod(0o755)
    assert machine.with_parts(find(program)).stdout == f"{file}\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_machines_own_is_found_and_the_one_that_is_named_wins(
    machine: Machine, program: str
) -> None:
    _, text = PROGRAMS[program]
    machine.add_script(program, text)
    assert machine.with_parts(find(program)).stdout.endswith(f"/{program}\n")
    named = machine.write(f"own/{program}", text)
    named.chmod(0o755)
    told = machine.with_parts(find(program), {"FOUND": str(named)})
    assert told.stdout == f"{named}\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_another_program_of_that_name_is_not_taken(
    machine: Machine, program: str
) -> None:
    other = machine.write(f"own/{program}", "#!/bin/sh\necho somebody else\n")
    other.chmod(0o755)
    told = machine.with_parts(find(program), {"FOUND": str(other)})
    assert told.stdout
    assert told.stdout != f"{other}\n"


@pytest.mark.parametrize(
    ("bring", "tool", "command"),
    [
        ("bring_slapd", "dnf", "dnf install openldap-servers"),
        ("bring_slapd", "pacman", "pacman -S openldap"),
        ("bring_slapd", "apk", "apk add openldap openldap-back-mdb"),
        ("bring_slapd", "brew", "brew install openldap"),
        ("bring_slapd", "apt-get", "apt-get install slapd"),
        ("bring_broker mosquitto FOUND", "dnf", "dnf install mosquitto"),
        ("bring_broker nats-server FOUND", "apk", "apk add nats-server"),
        ("bring_promtool", "dnf", "dnf install golang-github-prometheus"),
        ("bring_promtool", "apt-get", "apt-get install prometheus"),
    ],
)
def test_where_one_cannot_be_brought_its_package_is_named(
    machine: Machine, bring: str, tool: str, command: str
) -> None:
    machine.add_script(tool, "echo 'no network'; exit 1")
    machine.add_script("dpkg-deb", "exit 1")
    told = machine.with_parts(f"{PARTS} {bring}")
    assert told.returncode == 1
    assert command in told.stderr
