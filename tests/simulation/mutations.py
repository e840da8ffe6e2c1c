"""Puts faults into the client, one at a time, and sees the simulation find each: `scripts/mutate`."""

import argparse
from dataclasses import dataclass
from pathlib import Path
import re
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory
import time

ROOT = Path(__file__).parents[2]
CLIENT = Path("custom_components/telephony/cti")
PARTS = ("custom_components", "simulator", "tests/simulation")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault: in this file, `right` becomes `wrong`."""

    what: str
    file: str
    right: str
    wrong: str


MUTATIONS = (
    Mutation(
        "the session is never renewed",
        "csta/application_session.py",
        "            later(seconds * 0.5, self.renew),\n"
        "            later(seconds * 0.75, self.renew),\n",
        "",
    ),
    Mutation(
        "a line that is refused once is given up",
        "csta/monitor.py",
        "        self._retry = self._loop.call_later(delay, self._make_due, self)",
        "        pass",
    ),
    Mutation(
        "a snapshot ends no call",
        "csta/snapshot.py",
        "            calls.legs.end(known, Outcome.UNKNOWN)",
        "            pass",
    ),
    Mutation(
        "a monitor that the switch stops stays stopped",
        "csta/monitor.py",
        "        else:\n            self._make_due(self)",
        "        else:\n            pass",
    ),
    Mutation(
        "a frame waits for the first byte of the next one",
        "csta/wire/frame.py",
        "if len(self._buffer) < end:",
        "if len(self._buffer) <= end:",
    ),
    Mutation(
        "a call is announced twice",
        "open_call.py",
        "        self.announced = True\n        self._tell",
        "        self._tell",
    ),
    Mutation(
        "somebody else's hold puts our call on hold",
        "csta/calls/talking.py",
        '    """Hold or retrieve our connection; what others do with theirs does not show."""\n'
        "    if not is_own(legs, event):",
        '    """Hold or retrieve."""\n    if False:',
    ),
    Mutation(
        "a call that gets a new callID is lost sight of",
        "csta/calls/connections.py",
        "        self._by_call[leg.call_id] = leg\n        self.line.learn(leg.id",
        "        self.line.learn(leg.id",
    ),
    Mutation(
        "our own phone that rings first is taken for a caller",
        "csta/calls/placing.py",
        "    if event.cause == MAKES_RING:\n        return True",
        "    if event.cause == MAKES_RING:\n        return False",
    ),
    Mutation(
        "a request without an answer is waited for without end",
        "csta/requests.py",
        "self._loop.call_later(timeout,",
        "self._loop.call_later(timeout * 1e6,",
    ),
    Mutation(
        "lost events are not made good for",
        "csta/session.py",
        "        if self.listener:\n            self.listener.on_messages_lost()",
        "        pass",
    ),
    Mutation(
        "whoever waits for somebody else has called",
        "csta/snapshot.py",
        'if self.own == "initiated" or self.alone:',
        'if self.own == "connected" or self.alone:',
    ),
    Mutation(
        "a dead link of Telestra is not noticed",
        "telestra/session.py",
        "if self.last_received <= asked_at:",
        "if False:",
    ),
    Mutation(
        "a status ends no call",
        "telestra/account.py",
        "                if item is None:\n                    self._end(call_id, None)",
        "                if False:\n                    self._end(call_id, None)",
    ),
)


def simulate(tree: Path, steps: int, seed: int) -> tuple[str | None, float]:
    """Play scenarios in a tree; return which seed fails, None where all hold, and the seconds."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.simulation.run"]
    ended = subprocess.run(
        [*command, "--steps", str(steps), "--seed", str(seed)],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    if not ended.returncode:
        return None, seconds
    failed = re.search(r"^Seed (\d+)", ended.stdout, re.MULTILINE)
    return failed[1] if failed else "at once", seconds


def apply(tree: Path, mutation: Mutation) -> None:
    """Write the fault into a tree."""
    file = tree / CLIENT / mutation.file
    text = file.read_text()
    if text.count(mutation.right) != 1:
        raise ValueError(f"{mutation.what}: {mutation.file} reads otherwise now")
    file.write_text(text.replace(mutation.right, mutation.wrong))


def take_back(tree: Path, mutation: Mutation) -> None:
    """Make a tree's file right again."""
    shutil.copy(ROOT / CLIENT / mutation.file, tree / CLIENT / mutation.file)


def main() -> int:
    """See that the unchanged client holds, and then that no fault goes unnoticed."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument(
        "--steps", type=int, default=6000, help="how many to try at most (6000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the first seed (1)")
    arguments = parser.parse_args()
    missed = 0
    with TemporaryDirectory(prefix="telephony-mutations-") as folder:
        tree = Path(folder)
        for part in PARTS:
            ignored = shutil.ignore_patterns("__pycache__", "www")
            shutil.copytree(ROOT / part, tree / part, ignore=ignored)
        (tree / "tests" / "__init__.py").touch()
        for mutation in (None, *MUTATIONS):
            if mutation:
                apply(tree, mutation)
            seed, seconds = simulate(tree, arguments.steps, arguments.seed)
            if mutation:
                take_back(tree, mutation)
            missed += (seed is None) is bool(mutation)
            name = mutation.what if mutation else "nothing changed"
            found = f"found by seed {seed}" if seed else "not found"
            print(f"{name:60} {found:20} {seconds:6.1f} s", flush=True)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
