"""The two commands begin with nothing: set-up and the demo on Debians with next to nothing on them."""

from pathlib import Path
import shutil
import time
import urllib.request

import pytest
from pytest_socket import socket_allow_hosts

from .bare_machine import CHECKOUT, ORDINARY_USER, BareMachine, why_not

CASES = [  # what is there, what comes to the packages of the case before, who begins, where the demo listens
    ("nothing", "", "root", ""),  # set-up brings python3
    ("python3", "", ORDINARY_USER, ""),
    ("python3 and pip", "python3-pip", ORDINARY_USER, "--host 0.0.0.0"),
    ("all", "curl wget unzip git", "root", "--host 127.0.0.2"),
]


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_set_up_and_the_demo_start_on_a_machine_whatever_it_has(
    tmp_path: Path,
) -> None:
    if reason := why_not():
        pytest.skip(reason)
    socket_allow_hosts(["127.0.0.1", "127.0.0.2"])
    machine = BareMachine(tmp_path / "machine")
    for name, packages, user, host in CASES:
        machine.begin(user, packages)
        _see_it_start(name, machine, host)
    shutil.rmtree(tmp_path / "machine")


def _see_it_start(name: str, machine: BareMachine, host: str) -> None:
    """Set the machine up and start the demo on it; keep how long it took."""
    started = time.monotonic()
    told = machine.run(machine.user, "cd /checkout && scripts/setup")
    assert "setup: ready after" in told
    set_up = time.monotonic()
    with machine.demo(host) as address:
        ready = time.monotonic()
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
            assert answer.status == 200
    logged = (machine.checkout / ".demo/home-assistant.log").read_text()
    assert " ERROR " not in logged
    assert machine.run(machine.user, "cd /checkout && scripts/setup") == ""
    _keep(f"{name}: set-up {set_up - started:.0f} s, demo {ready - set_up:.0f} s")


def _keep(line: str) -> None:
    folder = CHECKOUT / "artefacts"
    folder.mkdir(exist_ok=True)
    with (folder / "bare-machine.txt").open("a") as file:
        file.write(f"{line}\n")
