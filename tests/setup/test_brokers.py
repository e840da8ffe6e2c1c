"""The tests of the gateway find MQTT brokers wherever they may be, and say what is missing."""

import pytest

from .shell import Machine

PARTS = "for part in own_apt brokers; do . scripts/lib/$part.sh; done;"
FIND = f'{PARTS} find_brokers && echo "$MOSQUITTO" "$NATS_SERVER" || echo missing'
BRING = f"{PARTS} bring_brokers"
MOSQUITTO = "#!/bin/sh\necho 'mosquitto version 2.0.11'\nexit 3\n"
NATS = "#!/bin/sh\necho 'Usage: nats-server [options]'\n"


def test_those_that_were_unpacked_before_are_found(machine: Machine) -> None:
    files = []
    for name, text in (("mosquitto", MOSQUITTO), ("nats-server", NATS)):
        files.append(machine.write(f".cache/telephony/{name}/run", text))
        files[-1].chmod(0o755)
    assert machine.with_parts(FIND).stdout == f"{files[0]} {files[1]}\n"


def test_the_machines_own_are_found_and_one_that_is_named_wins(
    machine: Machine,
) -> None:
    machine.add_script("mosquitto", MOSQUITTO)
    machine.add_script("nats-server", NATS)
    assert machine.with_parts(FIND).stdout.endswith("/nats-server\n")
    named = machine.write("own/mosquitto", MOSQUITTO)
    named.chmod(0o755)
    told = machine.with_parts(FIND, {"MOSQUITTO": str(named)})
    assert told.stdout.startswith(f"{named} ")


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("dnf", "dnf install mosquitto"),
        ("pacman", "pacman -S mosquitto"),
        ("apk", "apk add mosquitto"),
        ("brew", "brew install mosquitto"),
        ("apt-get", "apt-get install mosquitto"),
    ],
)
def test_where_one_cannot_be_brought_its_package_is_named(
    machine: Machine, tool: str, command: str
) -> None:
    machine.add_script(tool, "echo 'no network'; exit 1")
    machine.add_script("dpkg-deb", "exit 1")
    told = machine.with_parts(BRING)
    assert told.returncode == 1
    assert command in told.stderr
