"""The workflows, as far as they can be seen without running them."""

from collections.abc import Iterator, Mapping
import os
from pathlib import Path
import re
import subprocess
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # (v\d+\.\d+\.\d+|main|master)")
EVENTS = {
    "pull_request",
    "push",
    "schedule",
    "workflow_call",
    "workflow_dispatch",
}


def workflow(file: Path) -> Mapping[str, Any]:
    """Return what a file says; YAML reads its key `on` as true."""
    content: dict[Any, Any] = yaml.safe_load(file.read_text())
    content["on"] = content.pop(True)
    return content


def named(name: str) -> Mapping[str, Any]:
    """Return a workflow by its file's name."""
    return workflow(ROOT / f".github/workflows/{name}.yml")


def steps(file: Path) -> Iterator[Mapping[str, Any]]:
    """Return every step of every job."""
    for job in workflow(file)["jobs"].values():
        yield from job.get("steps", ())


def commands(name: str, job: str) -> str:
    """Return what a job runs."""
    found = named(name)["jobs"][job]["steps"]
    return "\n".join(step["run"] for step in found if "run" in step)


def test_there_are_workflows() -> None:
    assert [file.stem for file in FILES] == ["nightly", "release", "test"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_has_what_a_workflow_needs(file: Path) -> None:
    content = workflow(file)
    assert content.keys() <= {"name", "on", "permissions", "concurrency", "jobs"}
    assert set(content["on"]) <= EVENTS
    assert content["permissions"] == {"contents": "read"}
    for job in content["jobs"].values():
        assert ("uses" in job) is not ("steps" in job)
        if "uses" in job:
            assert (ROOT / job["uses"]).is_file()
            continue
        assert job["runs-on"] == "ubuntu-24.04"
        assert job["timeout-minutes"] <= 60
        assert set([job.get("needs", [])] if job.get("needs") else []) <= set(
            content["jobs"]
        )
        for step in job["steps"]:
            assert ("uses" in step) is not ("run" in step)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_foreign_actions_are_pinned_by_commit(file: Path) -> None:
    used = re.findall(r"uses: (?!\./)(.+)", file.read_text())
    assert [each for each in used if not PINNED.fullmatch(each)] == []


def test_an_action_has_one_version_everywhere() -> None:
    used = {
        tuple(each.split("@"))
        for file in FILES
        for each in re.findall(r"uses: (?!\./)(\S+)", file.read_text())
    }
    assert len({name for name, _ in used}) == len(used)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_commands_are_shell_and_their_scripts_are_there(file: Path) -> None:
    for step in steps(file):
        if (command := step.get("run")) is None:
            continue
        subprocess.run(["bash", "-n", "-c", command], check=True)
        for script in re.findall(r"\bscripts/[\w/.]+", command):
            assert os.access(ROOT / script, os.X_OK), script


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_from_outside_gets_into_a_command(file: Path) -> None:
    """A branch's or tag's name comes by the environment, and is quoted."""
    for step in steps(file):
        assert "${{" not in step.get("run", "")
        assert step.get("with", {}).get("persist-credentials", False) is False


def test_every_version_that_is_tested_on_has_its_pins() -> None:
    tested = {
        version
        for file in FILES
        for version in re.findall(r"--ha (\d[\w.]+)", file.read_text())
    }
    assert tested == {"2026.10.0"}
    for version in tested:
        assert (ROOT / f"requirements_test_{version}.txt").is_file()


def test_the_lowest_the_pinned_the_newest_and_the_next_are_tested() -> None:
    assert commands("test", "lowest") == "scripts/test --ha 2026.10.0"
    assert commands("test", "pinned") == "scripts/test"
    assert commands("test", "newest") == 'scripts/test --ha "$(scripts/pins newest)"'
    assert commands("nightly", "beta") == 'scripts/test --ha "$(scripts/pins beta)"'
    used = [step.get("uses", "") for step in steps(ROOT / ".github/workflows/test.yml")]
    for rules in ("home-assistant/actions/hassfest@", "hacs/action@"):
        assert any(each.startswith(rules) for each in used)


def test_a_tag_is_released_once_everything_passed() -> None:
    content = named("release")
    assert content["on"] == {"push": {"tags": ["v*"]}}
    assert content["jobs"]["test"]["uses"] == "./.github/workflows/test.yml"
    assert content["jobs"]["release"]["needs"] == "test"
    told = commands("release", "release")
    archive = "artefacts/telephony.zip"
    assert told.index('scripts/release "$TAG"') < told.index(
        f'gh release create "$TAG" {archive}'
    )
    [attested] = [
        step["with"]["subject-path"]
        for step in content["jobs"]["release"]["steps"]
        if "attest" in step.get("uses", "")
    ]
    assert attested == archive


def test_only_the_release_may_write() -> None:
    for file in FILES:
        for name, job in workflow(file)["jobs"].items():
            assert ("permissions" in job) is (file.stem == name == "release")
