"""python -m simulator, as a person starts it."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import signal
import ssl
import sys

import pytest

from simulator.__main__ import read_lines

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[tuple[Process, list[int]]]:
    """Start the simulator; give its ports in the order in which it tells them."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator",
        *arguments,
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
    )
    assert process.stdout is not None
    ports = []
    try:
        while True:
            line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
            assert line, "it ended before it listened"
            ports.append(int(line.rpartition(b":")[2]))
            if line.startswith(b"listening on 127.0.0.1:"):
                break
        yield process, ports
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await finished(process)


async def finished(process: Process) -> bytes:
    """Wait for its end and give its complaint; one that does not end is ended."""
    try:
        _, complaint = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return complaint


async def ended(*arguments: str) -> tuple[int | None, str]:
    """Run the simulator to its end; give its exit code and complaint."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator",
        *arguments,
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
    )
    complaint = await finished(process)
    return process.returncode, complaint.decode()


async def test_ctrl_c_ends_it_quietly() -> None:
    async with started("telestra", "--port", "0") as (process, _):
        process.send_signal(signal.SIGINT)
        complaint = await finished(process)
        assert (process.returncode, complaint) == (0, b"")


async def test_a_telestra_server_answers_and_rings_on_cue() -> None:
    arguments = ("--port", "0", "--control", "0", "--lines", "701", "--pretty")
    async with started("telestra", *arguments, "--account-prefix", "line-") as (
        _,
        ports,
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", ports[1])
        writer.write(b'{"cmd": "get-status", "account": "line-701"}\0')
        status = await asyncio.wait_for(reader.readuntil(b"\0"), PATIENCE)
        assert json.loads(status[:-1])["account_status"] == 200
        _, orders = await asyncio.open_connection("127.0.0.1", ports[0])
        orders.write(b'{"do": "dial", "from": "+12025550101", "to": "701"}\n')
        incoming = await asyncio.wait_for(reader.readuntil(b"\0"), PATIENCE)
        assert json.loads(incoming[:-1])["event"] == "call-incoming"
        writer.close()
        orders.close()


async def test_traffic_rings_by_itself() -> None:
    async with started("telestra", "--port", "0", "--traffic", "6000") as (_, ports):
        reader, writer = await asyncio.open_connection("127.0.0.1", ports[0])
        assert await asyncio.wait_for(reader.readuntil(b"\0"), PATIENCE)
        writer.close()


async def test_a_csta_switch_speaks_tls_with_a_certificate_that_it_shows(
    tmp_path: Path,
) -> None:
    shown = tmp_path / "switch.pem"
    arguments = ("--port", "0", "--tls", "--save-certificate", str(shown))
    async with started("csta", *arguments) as (_, ports):
        context = ssl.create_default_context(cafile=shown)
        _, writer = await asyncio.open_connection("127.0.0.1", ports[0], ssl=context)
        assert writer.get_extra_info("cipher") is not None
        writer.close()


async def test_a_port_that_is_taken_is_said_plainly() -> None:
    async with started("telestra", "--port", "0") as (_, ports):
        code, complaint = await ended("telestra", "--port", str(ports[0]))
    assert code == 1
    assert complaint.startswith("cannot listen: ")
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    "arguments", [("csta", "--lines", "7-x"), ("csta", "--profile", "none"), ()]
)
async def test_what_cannot_be_meant_is_refused(arguments: tuple[str, ...]) -> None:
    code, complaint = await ended(*arguments)
    assert code == 2
    assert "usage:" in complaint


async def test_a_route_point_without_a_destination_is_told_as_it_was_written() -> None:
    code, complaint = await ended("csta", "--route-point", "600")
    assert code == 2
    assert complaint.endswith("not a number and its destination: 600\n")


def test_lines_are_numbers_and_ranges() -> None:
    assert read_lines("725, 008-010 725,9") == ["725", "008", "009", "010", "9"]
    with pytest.raises(ValueError, match="no lines"):
        read_lines(" , ")
    with pytest.raises(ValueError, match="7-19"):
        read_lines("7-19")
