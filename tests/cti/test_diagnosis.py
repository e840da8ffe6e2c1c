"""A phone system is tried step by step, and the report says what works without saying whose it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import re
import subprocess
import sys
from typing import Any

import pytest

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.csta import CstaSettings
from custom_components.telephony.cti.csta.diagnosis import CstaTrial
from custom_components.telephony.cti.diagnosis import (
    Diagnosis,
    Listener,
    Step,
    StepName,
    StepState,
    diagnose,
)
from custom_components.telephony.cti.model import DialedNumber
from custom_components.telephony.cti.telestra import TelestraSettings
from custom_components.telephony.cti.telestra.diagnosis import TelestraTrial
from custom_components.telephony.cti.transcript import read
from simulator.calls import LineSettings
from simulator.certificate import self_signed_context
from simulator.csta import CstaFrontEnd
from simulator.csta.options import CstaOptions
from simulator.csta.profiles import PROFILES
from simulator.exchange import Exchange
from simulator.server import Server, serve
from simulator.telestra import TelestraFrontEnd, TelestraOptions

DONE, FAILED, SKIPPED = StepState.DONE, StepState.FAILED, StepState.SKIPPED
PASSWORD = "canary-61f0"


@asynccontextmanager
async def phone_system(
    profile: str = "eltex_ecss10", *, tls: bool = False, **options: Any
) -> AsyncIterator[Server]:
    """Let a phone system listen on 127.0.0.1."""
    loop = asyncio.get_running_loop()
    lines = dict.fromkeys(("700", "701"), LineSettings(answer_after=0.05))
    exchange = Exchange(loop, lines)
    settings = CstaOptions(
        profile=PROFILES[profile], accounts={"demo.local": PASSWORD}, **options
    )
    context = self_signed_context("127.0.0.1")[0] if tls else None
    async with serve(CstaFrontEnd(exchange, loop, settings), context=context) as server:
        yield server


async def tried(
    port: int,
    profile: str = "eltex_ecss10",
    *,
    password: str = PASSWORD,
    line: str = "700",
    call: str | None = None,
    ssl: Any = None,
    heard: list[Step] | None = None,
) -> Diagnosis:
    """Try what listens there."""
    listener = Listener()
    settings = CstaSettings(profile, "demo.local", password)
    trial = CstaTrial(tcp_connector("127.0.0.1", port, ssl), listener, settings, line)
    return await diagnose(
        trial,
        listener,
        line,
        uses_tls=ssl is not None,
        number=DialedNumber(call) if call else None,
        on_step=None if heard is None else heard.append,
    )


def states(found: Diagnosis) -> dict[StepName, StepState]:
    """Return what became of each step."""
    return {each.name: each.state for each in found.steps}


def detail(found: Diagnosis, name: StepName) -> str:
    """Return what a step says."""
    return next(each.detail for each in found.steps if each.name is name)


@pytest.mark.parametrize(
    ("profile", "opening"),
    [
        ("eltex_ecss10", StepName.SESSION),
        ("avaya_aes", StepName.SESSION),
        ("openscape_business", StepName.SESSION),
        ("openscape_voice", StepName.SYSTEM_REGISTER),
        ("mivoice_office_400", None),
        ("generic", None),
    ],
)
async def test_every_makers_phone_system_is_tried_from_tcp_to_a_call(
    profile: str, opening: StepName | None
) -> None:
    heard: list[Step] = []
    async with phone_system(profile) as server:
        found = await tried(server.port, profile, call="701", heard=heard)
    assert found.is_good
    assert [each.name for each in found.steps] == list(StepName)
    done = {name for name, state in states(found).items() if state is DONE}
    expected = {
        *(StepName.TCP, StepName.STATUS, StepName.MONITOR, StepName.SNAPSHOT),
        StepName.CALL,
    }
    assert done - {StepName.CAPABILITIES} == expected | ({opening} - {None})
    assert detail(found, StepName.CALL).startswith("outgoing")
    assert "answered" in detail(found, StepName.CALL)
    assert detail(found, StepName.CALL).endswith("ended")
    assert len(heard) == len(StepName)


async def test_the_report_says_all_and_names_nobody() -> None:
    async with phone_system() as server:
        found = await tried(server.port, call="701")
    report = found.report({"client": "aiocti 0.1.0"})
    assert "- client: aiocti 0.1.0" in report
    assert "| Session and login | done: ed3 |" in report
    for private in (PASSWORD, "canary", "demo.local", "127.0.0.1"):
        assert private not in report
    assert not re.search(r"<deviceObject[^>]*>70[01]<", report)
    said = read(report.split("\n"))
    sent = [each.text for each in said.messages if each.way == ">"]
    names = ("StartApplicationSession", "MonitorStart", "SnapshotDevice", "MakeCall")
    for name in names:
        assert any(f"<{name} " in text for text in sent)
    [number] = {n for t in sent for n in re.findall(r"<callingDevice[^>]*>(\d+)<", t)}
    assert said.lines == (number,)


async def test_tls_is_a_step_of_its_own() -> None:
    import ssl

    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    async with phone_system(tls=True) as server:
        found = await tried(server.port, ssl=trusting)
        assert states(found)[StepName.TLS] is DONE
        refusing = await tried(server.port, ssl=ssl.create_default_context())
    assert states(refusing)[StepName.TCP] is DONE
    assert states(refusing)[StepName.TLS] is FAILED
    assert "not trusted" in detail(refusing, StepName.TLS)
    assert states(refusing)[StepName.SESSION] is SKIPPED


@pytest.mark.parametrize(
    ("options", "arguments", "failed", "told"),
    [
        ({}, {"password": "wrong-61f1"}, StepName.SESSION, "username or password"),
        ({"maximum_sessions": 0}, {}, StepName.SESSION, "maxNumberSessions"),
        ({}, {"line": "799"}, StepName.MONITOR, "invalidMonitorObject (operation)"),
        (
            {"refusals": {"SnapshotDevice": ("security", "securityViolation")}},
            {},
            StepName.SNAPSHOT,
            "securityViolation (security)",
        ),
        (
            {"refusals": {"MakeCall": ("operation", "invalidCalledDeviceID")}},
            {"call": "701"},
            StepName.CALL,
            "invalidCalledDeviceID (operation)",
        ),
    ],
)
async def test_a_step_that_fails_says_why_and_what_can_be_tried_goes_on(
    options: dict[str, Any], arguments: dict[str, Any], failed: StepName, told: str
) -> None:
    async with phone_system(**options) as server:
        found = await tried(server.port, **arguments)
    assert not found.is_good
    assert next(n for n, s in states(found).items() if s is FAILED) is failed
    assert told in detail(found, failed)
    assert found.error is not None
    assert states(found)[StepName.TCP] is DONE
    if failed is StepName.MONITOR:
        assert states(found)[StepName.STATUS] is DONE
    assert "wrong-61f1" not in found.report({})


async def test_nobody_there_is_said_with_the_systems_word() -> None:
    async with phone_system() as server:
        port = server.port
    found = await tried(port)
    assert states(found)[StepName.TCP] is FAILED
    assert detail(found, StepName.TCP) == "connection refused"
    assert {s for n, s in states(found).items() if n is not StepName.TCP} == {SKIPPED}


async def test_a_telestra_server_is_tried_as_well() -> None:
    loop = asyncio.get_running_loop()
    lines = dict.fromkeys(("41", "42"), LineSettings(answer_after=0.05))
    options = TelestraOptions(accounts={"hall": "41", "attic": "42"})
    async with serve(TelestraFrontEnd(Exchange(loop, lines), loop, options)) as server:
        listener = Listener()
        connector = tcp_connector("127.0.0.1", server.port)
        trial = TelestraTrial(connector, listener, TelestraSettings(), "hall")
        number = DialedNumber("42")
        found = await diagnose(trial, listener, "hall", uses_tls=False, number=number)
    assert found.is_good
    done = [name for name, state in states(found).items() if state is DONE]
    assert done == [
        *(StepName.TCP, StepName.STATUS, StepName.MONITOR, StepName.SNAPSHOT),
        StepName.CALL,
    ]
    assert "hall" not in found.report({})


async def test_the_command_writes_the_report_and_asks_for_nothing_it_was_told(
    tmp_path: Path,
) -> None:
    """As its page has it: python -m aiocti diagnose HOST."""
    root = Path(__file__).parents[2]
    out = tmp_path / "report.md"
    async with phone_system() as server:
        command = (
            *(sys.executable, "-m", "custom_components.telephony.cti", "diagnose"),
            *("127.0.0.1", "--port", str(server.port), "--no-tls", "--line", "700"),
            *("--username", "demo.local", "--output", str(out)),
        )
        for password, code in ((PASSWORD, 0), ("wrong", 1)):
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=root,
                env={**os.environ, "AIOCTI_PASSWORD": password},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            told, complaints = await process.communicate()
            assert complaints == b""
            assert process.returncode == code
            word = "done" if code == 0 else "failed"
            assert re.search(
                rf"^Session and login: +{word}", told.decode(), re.MULTILINE
            )
            assert read(out.read_text().split("\n")).messages
            assert PASSWORD not in out.read_text()
