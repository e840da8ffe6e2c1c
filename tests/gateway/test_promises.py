"""What docs/gateway.md, the schema and the example promise is what there is."""

from datetime import UTC, datetime
import json
from pathlib import Path
import re
import shutil
import subprocess
import sys
from typing import Any

from aiomqtt import Message
from jsonschema import Draft202012Validator
import pytest

from custom_components.telephony.cti import (
    Call,
    CallEventType,
    CallState,
    Capability,
    Direction,
    KnownCall,
    Outcome,
    Party,
    Presentation,
)
from custom_components.telephony.cti.gateway.documents import (
    decode,
    encode,
    known_data,
    read_line,
)
from custom_components.telephony.cti.gateway.topics import Topics, level
from custom_components.telephony.cti.model import Charge, Member, PhoneSetting, Role
from custom_components.telephony.numbers.limits import Dialed
from gateway.commands import COMMANDS
from gateway.counted import limits_data, read_limits
from gateway.metrics import Metrics
from gateway.names import CallNames
from gateway.retained import Retained

from ..test_docs import keys, rows, section
from .follower import SCHEMA, validator
from .gateways import ROOT, WITHOUT_HOME_ASSISTANT, GatewayProcess

PAGE = "gateway.md"
TAKEN = set(Capability) - {
    *(Capability.HANGUP_EVERYONE, Capability.LOGIN),
    *map(Capability, PhoneSetting),
}
"""What is taken as a command; `everyone` and `setting` are fields, and logins stay with the phone system."""


def test_each_command_is_in_the_page_and_in_the_schema_with_its_fields() -> None:
    told = {
        name: set(
            re.findall(
                r"`(number|call_id|everyone|digits|type|enabled|state|setting|value|part|text)`",
                row[1],
            )
        )
        for row in rows(section(PAGE, "Commands"))
        if keys(row[0]) and keys(row[0])[0] in COMMANDS
        for name in keys(row[0])
    }
    described = {
        each["properties"]["command"]["const"]: set(each["properties"])
        - {"version", "id", "command", "reply_to"}
        for each in SCHEMA["$defs"]["command"]["oneOf"]
    }
    ours = {name: set(command.fields) for name, command in COMMANDS.items()}
    assert told == described == ours
    assert {command.capability for command in COMMANDS.values()} == TAKEN | {None}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_each_metric_is_in_the_page() -> None:
    told = {
        name
        for row in rows(section(PAGE, "Metrics"))
        for name in keys(row[0])
        if name.startswith("telephony_")
    }
    counters = {"counter": "_total"}
    assert told == {
        each.name + counters.get(each.type, "") for each in Metrics().registry.collect()
    }


def test_each_setting_is_in_the_page() -> None:
    told = {name for row in rows(section(PAGE, "Settings")) for name in keys(row[0])}
    source = (ROOT / "gateway/settings.py").read_text(encoding="utf-8")
    asked = re.findall(
        r'table\.(?:text|maybe|number|flag|file|one_of|seconds|get)\(\s*"(\w+)"', source
    )
    assert {name.rpartition(".")[2] for name in told} >= set(asked) - {
        *("country", "outside_prefix", "international_prefix", "area_code"),
        *("short_number_length", "emergency_numbers_allowed"),
    }


async def test_the_example_can_be_used(tmp_path: Path) -> None:
    shutil.copy(ROOT / "gateway/example.toml", tmp_path)
    for name in ("broker-password", "city-password"):
        (tmp_path / name).write_text("secret\n")
    gateway = GatewayProcess(tmp_path / "example.toml")
    await gateway.start("--check")
    assert await gateway.wait() == 0
    assert gateway.log == "ok: phone systems: 1, lines: 21\n"


def test_the_container_and_the_service_name_files_that_are_there() -> None:
    container = (ROOT / "gateway/Dockerfile").read_text(encoding="utf-8")
    for source in re.findall(r"^COPY (\S+)", container, re.MULTILINE):
        assert (ROOT / source).exists()
    service = (ROOT / "gateway/telephony-gateway.service").read_text(encoding="utf-8")
    example = (ROOT / "gateway/example.toml").read_text(encoding="utf-8")
    loaded = re.findall(r"^LoadCredential=(\S+?):", service, re.MULTILINE)
    assert set(re.findall(r'^password_file = "([^"]+)"', example, re.MULTILINE)) < set(
        loaded
    )


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip(
            "systemd-analyze isn't here: it comes with Debian's package systemd"
        )
    unit = (ROOT / "gateway/telephony-gateway.service").read_text(encoding="utf-8")
    python = "/opt/telephony/venv/bin/python"
    assert unit.count(python) == 1
    path = tmp_path / "telephony-gateway.service"
    path.write_text(unit.replace(python, sys.executable))
    done = subprocess.run(
        [program, "verify", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_the_container_has_all_that_is_imported(tmp_path: Path) -> None:
    container = (ROOT / "gateway/Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+) (\S+)$", container, re.MULTILINE)
    assert len(copied) == 5
    for source, target in copied[1:]:
        (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / target)
        else:
            shutil.copy(ROOT / source, tmp_path / target)
    config = tmp_path / "example.toml"
    for name in ("broker-password", "city-password"):
        (tmp_path / name).write_text("secret")
    shutil.copy(ROOT / "gateway/example.toml", config)
    checked = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOME_ASSISTANT, config, "--check"],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout == "ok: phone systems: 1, lines: 21\n", checked.stderr


class _Day:
    """A clock that is set by hand."""

    now = datetime(2026, 11, 27, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_calls_id_follows_from_facts_and_never_comes_again() -> None:
    day = _Day()
    one, other = CallNames("city", now=day), CallNames("city", now=day)
    first = one.new_id("700", "17")
    assert first == other.new_id("700", "17")
    again = one.new_id("700", "17")
    elsewhere = (
        one.new_id("701", "17"),
        CallNames("annex", now=day).new_id("700", "17"),
    )
    day.now = day.now.replace(day=28)
    assert len({first, again, *elsewhere, one.new_id("700", "17")}) == 5
    hasty = CallNames("city", short_lived=True, now=day)
    ids = [hasty.new_id("700", "1")]
    day.now = day.now.replace(second=1)
    ids += [hasty.new_id("700", "1"), CallNames("city", now=day).new_id("700", "1")]
    assert len(set(ids)) == 3


def test_a_name_that_comes_again_after_restarts_is_another_call() -> None:
    day = _Day()
    names, ids = CallNames("city", now=day), []
    for sequence in (None, 5, 9):
        if sequence:
            names = CallNames("city", now=day)
            names.resume("700", sequence)
        ids += [names.new_id("700", "17"), names.new_id("700", "17")]
    assert len(set(ids)) == 6
    assert names.new_id("701", "17") == CallNames("city", now=day).new_id("701", "17")


@pytest.mark.parametrize(
    "name", ["700", "+4930700", "a/b", "#", "+", "7.1", "ä ö", "$SYS", "%2B"]
)
def test_any_name_of_a_line_is_one_level_of_a_topic(name: str) -> None:
    topics = Topics("telephony", "city", "north")
    assert not set("/+#.") & set(level(name))
    assert topics.line(topics.state(name)) == name
    assert topics.line(topics.event(name)) == name
    assert topics.line("elsewhere/lines/700/state") is None


def test_all_that_is_known_of_a_call_is_told_and_read_back() -> None:
    moment = datetime(2026, 11, 27, 12, 30, 1, 250, tzinfo=UTC)
    who = Party("+4930123456", "Martha", Presentation.ALLOWED)
    call = Call(
        *("c1", "700", CallState.HELD, Direction.INCOMING, who, "700", moment, moment),
        *("17", "701", who, "callForward", True, (Member(who, Role.SILENT),), False),
        *("L1", "4711", "data", Charge(1.2, "EUR", 3, is_final=True)),
        *(True, 2, 3),
    )
    assert len([each for each in call if each is not None]) == len(Call._fields)
    known = KnownCall(call, "17", frozenset({CallEventType.HELD}), Outcome.BUSY)
    document = decode(json.dumps(LINE).encode())
    assert document
    document["calls"] = [json.loads(encode(known_data(known)))]
    assert not list(validator("known_call").iter_errors(document["calls"][0]))
    read = read_line(document, "700")
    assert read
    assert read.calls == (known,)
    bare = KnownCall(Call(*call[:7]), None)
    document["ending"], document["calls"] = [json.loads(encode(known_data(bare)))], []
    again = read_line(document, "700")
    assert again
    assert again.calls == (bare,)


LINE: dict[str, Any] = {
    "version": 1,
    "line": "700",
    "gateway": "north",
    "sequence": 5,
    "calls": [],
    "ending": [],
    "events": [],
}


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"line": "701"},
        {"sequence": "5"},
        {"sequence": True},
        {"calls": None},
        {"calls": [{}]},
        {"calls": [{"call_id": 7}]},
        {"ending": {"a": 1}},
        {"events": [{"sequence": 1}]},
        {"events": [7]},
        {"events": [{"sequence": 1, "version": 1, "line": "701"}]},
    ],
)
def test_what_was_retained_by_somebody_else_is_not_taken(
    change: dict[str, Any],
) -> None:
    whole = decode(json.dumps(LINE).encode())
    assert whole
    assert read_line(whole, "700")
    document = decode(json.dumps(LINE | change).encode())
    assert document is None or read_line(document, "700") is None


@pytest.mark.parametrize(
    "dialed", [None, 7, [7], [["a", "700", True]], [[1, "700"]], [[None, "7", True]]]
)
def test_limits_that_cannot_be_read_are_none(dialed: object) -> None:
    assert read_limits({"version": 1, "dialed": dialed}) is None


def test_a_day_of_as_many_calls_as_may_be_is_read_back() -> None:
    topics = Topics("telephony", "city", "north")
    retained = Retained(topics, "north", ())
    dialed = tuple(
        Dialed(1.8e9 + n / 7, f"+4930{n:059}", outside=True) for n in range(10_000)
    )
    payload = encode(limits_data(dialed))
    assert retained.received(
        Message(topics.limits, payload, qos=1, retain=True, mid=1, properties=None)
    )
    assert retained.dialed == dialed


def test_limits_are_read_oldest_first() -> None:
    dialed = read_limits(
        {"version": 1, "dialed": [[2, "701", False], [1, "700", True]]}
    )
    assert dialed
    assert [each.line for each in dialed] == ["700", "701"]
