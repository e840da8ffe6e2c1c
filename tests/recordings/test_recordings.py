"""Each recording beside this file is played to the client, which shows what its `.expected` says."""

from collections.abc import Callable
import json
from pathlib import Path
import subprocess
import sys

import pytest

from custom_components.telephony.cti.transcript import BadTranscript, Transcript, write

from .make import KEY, STORIES, record, record_telestra
from .play import load, play

HERE = Path(__file__).parent
RECORDINGS = sorted(HERE.glob("*.recording"))


@pytest.fixture(autouse=True)
def custom_integrations() -> None:
    """Do without a Home Assistant: nothing here knows of one."""


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_recording_shows_what_is_expected(path: Path) -> None:
    """What is expected is what `scripts/replay` prints, once somebody has read it."""
    expected = path.with_suffix(".expected")
    assert expected.exists(), (
        f"scripts/replay {path.name} > {expected.name}, and read it"
    )
    assert play(load(path)) == expected.read_text().splitlines()


def test_there_are_recordings_of_each_maker() -> None:
    heads = [load(path).head for path in RECORDINGS]
    assert len({head.get("profile", head["protocol"]) for head in heads}) >= 7
    assert {path.stem for path in HERE.glob("*.expected")} == {
        path.stem for path in RECORDINGS
    }


def without(recording: Transcript, word: str) -> Transcript:
    """Return a recording in which nothing of a kind came."""
    kept = [each for each in recording.messages if f"<{word}" not in each.text]
    assert len(kept) < len(recording.messages)
    return Transcript(recording.head, kept)


@pytest.mark.parametrize("word", ["DeliveredEvent", "EstablishedEvent"])
def test_a_message_less_shows_something_else(word: str) -> None:
    path = HERE / "eltex-missed-and-answered.recording"
    shown = play(without(load(path), word))
    assert shown != path.with_suffix(".expected").read_text().splitlines()


@pytest.mark.parametrize(
    "wrap",
    [
        lambda lines: json.dumps({"data": {"recording": lines, "trial": None}}),
        lambda lines: json.dumps({"data": {"recording": None, "trial": ["#", *lines]}}),
        lambda lines: "\n".join(
            ["# A report", "", "```text", *lines, "```", "The end"]
        ),
    ],
    ids=["diagnostics", "trial in diagnostics", "report"],
)
def test_diagnostics_and_reports_are_played_as_they_are(
    wrap: Callable[[list[str]], str], tmp_path: Path
) -> None:
    path = HERE / "telestra-called-and-calling.recording"
    recording = load(path)
    file = tmp_path / "file"
    file.write_text(wrap(list(write(recording.head, recording.messages))))
    assert play(load(file)) == path.with_suffix(".expected").read_text().splitlines()


def test_the_command_prints_the_table_and_says_what_is_no_recording(
    tmp_path: Path,
) -> None:
    def run(path: Path) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "tests.recordings.run", path)
        return subprocess.run(
            command, cwd=HERE.parents[1], capture_output=True, text=True, check=False
        )

    path = RECORDINGS[0]
    done = run(path)
    assert done.returncode == 0
    assert done.stdout == path.with_suffix(".expected").read_text()
    nothing = tmp_path / "nothing"
    nothing.write_text("hello\n")
    done = run(nothing)
    assert done.returncode == 2
    assert "telephony recording 1" in done.stderr
    with pytest.raises(BadTranscript):
        load(nothing)


@pytest.mark.parametrize("name", STORIES)
def test_what_is_recorded_today_shows_the_same(name: str, tmp_path: Path) -> None:
    """Recording, stand-ins and the player fit together, whatever the recordings beside are."""
    file = tmp_path / name
    file.write_text("\n".join(record(*STORIES[name])))
    expected = (HERE / f"{name}.expected").read_text().splitlines()
    assert [row[9:] for row in play(load(file))] == [row[9:] for row in expected]


def test_a_telestra_server_that_is_recorded_today_shows_the_same(
    tmp_path: Path,
) -> None:
    assert len(KEY) == 16
    file = tmp_path / "telestra"
    file.write_text("\n".join(record_telestra()))
    expected = (HERE / "telestra-called-and-calling.expected").read_text().splitlines()
    assert [row[9:] for row in play(load(file))] == [row[9:] for row in expected]
