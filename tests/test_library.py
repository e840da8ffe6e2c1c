"""The client as a library of its own: built, installed where nothing else is, and used there."""

import asyncio
from collections.abc import Mapping
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from typing import Any

import pytest

from custom_components.telephony import cti
from simulator.calls import LegState
from simulator.csta import CstaFrontEnd, CstaOptions
from simulator.exchange import Exchange
from simulator.server import serve

ROOT = Path(__file__).parent.parent
CTI = ROOT / "custom_components/telephony/cti"
TESTED_WITH = (
    "pytest",
    "pytest-asyncio",
    "pytest-timeout",
    "hypothesis",
    "cryptography",
)
LAID_OUT = (
    "docs/entities.md",  # whose table of flows is tried
    "simulator",
    "tests/cti",
    "tests/simulation",
    "tests/simulator",
    "tests/__init__.py",
    "tests/pace.py",
)


def project() -> Mapping[str, Any]:
    """Return what the build reads."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def run(*command: str | Path, folder: Path) -> str:
    """Run a command to its end, and return what it says."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={key: os.environ[key] for key in os.environ if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def uv(*arguments: str | Path) -> str:
    """Run uv, which Home Assistant brings along."""
    return run(Path(sys.executable).parent / "uv", *arguments, folder=ROOT)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Python that has the library as it is built, what that requires, and nothing else."""
    folder = tmp_path_factory.mktemp("library")
    sources = folder / "sources"  # a build leaves things behind
    shutil.copytree(CTI, sources / CTI.relative_to(ROOT))
    for name in ("pyproject.toml", "LICENSE", "docs/client.md"):
        (sources / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, sources / name)
    uv("build", "--quiet", "--wheel", "--out-dir", folder / "dist", sources)
    [wheel] = (folder / "dist").glob("*.whl")
    uv("venv", "--quiet", "--python", sys.executable, folder / "venv")
    python = folder / "venv/bin/python"
    uv("pip", "install", "--quiet", "--python", python, wheel)
    return python


def test_every_package_of_the_client_is_in_the_library() -> None:
    folders = {file.parent.relative_to(CTI) for file in CTI.rglob("*.py")}
    packages = {".".join(("aiocti", *folder.parts)) for folder in folders}
    assert set(project()["tool"]["setuptools"]["packages"]) == packages


def test_all_that_the_library_offers_is_there() -> None:
    assert {name for name in cti.__all__ if getattr(cti, name, None) is None} == set()
    assert sorted(cti.__all__) == sorted(set(cti.__all__))


def test_what_the_library_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = cti.CstaSwitch


def test_the_first_import_brings_no_protocol() -> None:
    code = "import sys, cti; print(cti.Line.__module__, 'lxml' in sys.modules)"
    told = run(sys.executable, "-c", code, folder=CTI.parent)
    assert told.split() == ["cti.line", "False"]


@pytest.mark.long
def test_the_library_needs_only_lxml_and_orjson(python: Path) -> None:
    listed = uv("pip", "list", "--quiet", "--format", "freeze", "--python", python)
    names = {line.partition("==")[0] for line in listed.splitlines()}
    assert names == {"aiocti", "lxml", "orjson"}


@pytest.mark.long
async def test_the_example_runs_where_nothing_else_is_installed(
    python: Path, tmp_path: Path
) -> None:
    assert cti.__doc__
    [code] = re.findall(r"\n( {4}import .*?)\n(?=\S)", cti.__doc__, re.DOTALL)
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, ("700", "701"))
    async with serve(CstaFrontEnd(exchange, loop)) as server:
        example = textwrap.dedent(code).replace("4721", str(server.port))
        (tmp_path / "example.py").write_text(example)
        process = await asyncio.create_subprocess_exec(
            *(python, "-X", "dev", "example.py"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
    lines = told.decode().splitlines()
    assert "link ready" in lines
    assert lines.index("700 outgoing 701") < lines.index("700 ended 701")


def blocks_of_its_page() -> list[str]:
    """Return the Python of the client's own page."""
    page = (ROOT / "docs/client.md").read_text()
    return re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.long
async def test_the_example_of_its_page_answers_whoever_calls(
    python: Path, tmp_path: Path
) -> None:
    example = blocks_of_its_page()[0]
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, ("725",))
    options = CstaOptions(accounts={"p.city": "secret"})
    async with serve(CstaFrontEnd(exchange, loop, options)) as server:
        for written, here in (("192.0.2.10", "127.0.0.1"), ("4721", str(server.port))):
            assert written in example
            example = example.replace(written, here)
        (tmp_path / "example.py").write_text(example)
        process = await asyncio.create_subprocess_exec(
            *(python, "-u", "-X", "dev", "example.py"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdout
        assert process.stderr
        told: list[str] = []
        async with asyncio.timeout(20):
            while "725 answered +4930123456" not in told:
                line = await process.stdout.readline()
                assert line, await process.stderr.read()
                told.append(line.decode().strip())
                if told[-1] == "link ready":
                    exchange.dial("+4930123456", "725")
        [leg] = exchange.calls_of("725")
        assert leg.state is LegState.CONNECTED
        process.terminate()
        _, complaints = await process.communicate()
    assert complaints == b""
    assert told.index("link ready") < told.index("725 incoming +4930123456")


@pytest.mark.long
async def test_the_recorder_of_its_page_tells_what_was_said_and_names_nobody(
    python: Path, tmp_path: Path
) -> None:
    example = blocks_of_its_page()[1]
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, ("725",))
    options = CstaOptions(accounts={"p.city": "secret"})
    async with serve(CstaFrontEnd(exchange, loop, options)) as server:
        for written, here in (
            ("192.0.2.10", "127.0.0.1"),
            ("4721", str(server.port)),
            ("sleep(60)", "sleep(1)"),
        ):
            assert written in example
            example = example.replace(written, here)
        (tmp_path / "example.py").write_text(example)
        process = await asyncio.create_subprocess_exec(
            *(python, "example.py"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
    told = said.decode()
    assert "MonitorStartResponse" in told
    assert "StartApplicationSessionPosResponse" in told
    begin = told.index("telephony recording 1")
    for private in ("725", "p.city", "secret"):
        assert private not in told[begin:]


@pytest.mark.long
async def test_the_library_tries_a_phone_system_from_the_command_line(
    python: Path, tmp_path: Path
) -> None:
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, ("725",))
    options = CstaOptions(accounts={"p.city": "secret"})
    async with serve(CstaFrontEnd(exchange, loop, options)) as server:
        process = await asyncio.create_subprocess_exec(
            *(python, "-X", "dev", "-m", "aiocti", "diagnose", "127.0.0.1"),
            *("--port", str(server.port), "--no-tls"),
            *("--username", "p.city", "--line", "725"),
            cwd=tmp_path,
            env={**os.environ, "AIOCTI_PASSWORD": "secret"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
    told = said.decode()
    assert re.search(r"^Watching a line: +done$", told, re.MULTILINE)
    assert f"- client: aiocti {project()['project']['version']}," in told


def test_its_versions_are_its_own_and_each_is_told_of() -> None:
    page = (ROOT / "docs/client.md").read_text()
    changes = page[page.index("## Changes") :]
    versions = re.findall(r"^### (\d+\.\d+\.\d+)$", changes, re.MULTILINE)
    assert versions[0] == project()["project"]["version"]


def test_every_public_name_of_its_page_is_there() -> None:
    page = (ROOT / "docs/client.md").read_text()
    api = page[page.index("## The API") : page.index("What you can rely on")]
    rows = re.findall(r"^\| (`.*?) \|", api, re.MULTILINE)
    named = [each for row in rows for each in re.findall(r"`(\w+)(?:\(\))?`", row)]
    assert len(named) > 30
    assert [
        name
        for name in named
        if name not in cti.__all__ and not hasattr(cti.PhoneSystem, name)
    ] == []


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_clients_tests_pass_on_the_library_without_home_assistant(
    python: Path, tmp_path: Path
) -> None:
    """The installed package stands in for the folder, so that a file left out of it shows."""
    pinned = re.findall(r"^([\w.-]+)(==\S+)", _pins(), re.MULTILINE)
    tools = [name + pin for name, pin in pinned if name in TESTED_WITH]
    assert len(tools) == len(TESTED_WITH)
    uv("pip", "install", "--quiet", "--python", python, *tools)
    for name in LAID_OUT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    code = "import aiocti; print(aiocti.__path__[0])"
    package = run(python, "-c", code, folder=tmp_path).strip()
    shutil.copytree(package, tmp_path / "custom_components/telephony/cti")
    told = run(
        *(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/cti"),
        *("-m", "not long"),
        folder=tmp_path,
    )
    assert re.search(r"^[1-9]\d{2,} passed", told, re.MULTILINE), told[-2000:]
    without = "import importlib.util as u; print(u.find_spec('homeassistant'))"
    assert run(python, "-c", without, folder=tmp_path).strip() == "None"


def _pins() -> str:
    return (ROOT / "requirements_test.txt").read_text()
