"""Puts faults into the product, one at a time, and sees each found: `scripts/mutate`.

The simulation finds what is wrong about calls; tests what is wrong about text and numbers. What fails
beside calls must not reach them: there a test sees that they go on, and that one line tells of it.
"""

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory
import time

from .beside import FAULTS_BESIDE
from .devices import FAULTS_OF_DEVICES

ROOT = Path(__file__).parents[2]
PRODUCT = Path("custom_components/telephony")
PARTS = ("custom_components", "simulator", "gateway", "tests", "benchmarks", "docs")
SETTINGS = "pyproject.toml"
BESIDE = "tests/connection/test_beside.py"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault: in this file, `right` becomes `wrong`; without `tests` the simulation looks for it."""

    what: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """What of a connection fails by it, beside its calls: one line of the log tells of each."""


_CALLS = "cti/csta/calls/"
_SIMULATOR = "../../simulator/csta/"
FAULTS_OF_CALLS = (
    (
        "a phone that loses a call ends it at the others",
        f"{_CALLS}connection.py",
        "            del self.phones[known]",
        "            self.phones.clear()",
    ),
    (
        "a ring that nobody answered was sent on",
        f"{_CALLS}causes.py",
        "    if diverted and why not in (Why.NOBODY, Why.CALLER):",
        "    if diverted:",
    ),
    (
        "whoever is said to have released a call has refused it",
        f"{_CALLS}causes.py",
        "    if why is Why.REFUSED:",
        "    if why in (Why.REFUSED, Why.NOTHING):",
    ),
    (
        "a phone of theirs that loses the call leaves us alone with a tone",
        f"{_CALLS}endings.py",
        '    elif "connected" not in leg.far.values() and same_number(',
        "    elif same_number(",
    ),
    (
        "voice mail that takes a call is a colleague who came first",
        f"{_CALLS}causes.py",
        "    if gone_on is Why.NOBODY:",
        "    if False:",
    ),
    (
        "a colleague's answer is not remembered",
        f"{_CALLS}talking.py",
        "        leg.answered_elsewhere = True",
        "        pass",
    ),
    (
        "the way out answers calls",
        "cti/csta/wire/events.py",
        "            self.party(tag).number == device.number for tag in TRUNKS",
        "            False for _ in TRUNKS",
    ),
    (
        "a shared appearance that falls silent rings on",
        f"{_CALLS}handlers.py",
        '    "BridgedEvent": bridged,',
        '    "BridgedEvent": _nothing,',
    ),
    (
        "one caller on five lines of a group is five callers",
        "connection/line_state.py",
        "call.call_id if known is None else (known, call.party.number)",
        "call.call_id",
        "tests/connection/test_groups.py",
    ),
    (
        "a call that is offered rings",
        f"{_CALLS}incoming.py",
        "        begin_incoming(legs, event, Bell.NOT_YET).unheard = True",
        "        begin_incoming(legs, event)",
    ),
    (
        "a trunk that was told before is somebody",
        f"{_CALLS}connections.py",
        "        return None if number in self.outside.trunks else party",
        "        return party",
    ),
    (
        "a trunk in a list is somebody",
        f"{_CALLS}joins.py",
        "            who = _behind_trunk(legs, event, item, numbers)",
        "            pass",
    ),
    (
        "whoever leaves by a trunk stays",
        f"{_CALLS}members.py",
        "    if leg.conference or not is_trunk(legs, event, who):",
        "    if leg.conference or True:",
    ),
    (
        "a trunk is forgotten as soon as it was told",
        f"{_CALLS}untold.py",
        "            self.trunks.add(trunk)",
        "            pass",
    ),
    (
        "a callID that changes at the answer is a call of its own",
        f"{_CALLS}talking.py",
        "    leg = legs.get(event.call_id) or renamed(legs, event) or lifted(legs, event)",
        "    leg = legs.get(event.call_id) or lifted(legs, event)",
    ),
    (
        "a callID that changes where they answer is a call of its own",
        f"{_CALLS}talking.py",
        "    renamed_there(legs, event)\n    if",
        "    if",
    ),
    (
        "a callID that changes at the ring-back is a call of its own",
        f"{_CALLS}outgoing.py",
        '    if event.name == "DeliveredEvent" and (leg := renamed_at_ring_back(legs, event)):',
        "    if False:",
    ),
    (
        "a callID that changes on hold is a call of its own",
        f"{_CALLS}talking.py",
        '        leg = renamed_on_hold(legs, event, "connected" if held else "hold")',
        "        leg = None",
    ),
    (
        "of two calls that may have a new callID the first one has it",
        f"{_CALLS}renames.py",
        "    if len(alike) != 1:\n        return None\n    (leg,) = alike",
        "    if not alike:\n        return None\n    leg, *_ = alike",
    ),
    (
        "who listens is somebody's party",
        f"{_CALLS}members.py",
        "            leg.silent[number] = listener",
        "            leg.conference[number] = listener",
    ),
    (
        "the hold reminder is no ring",
        f"{_CALLS}incoming.py",
        "        legs.line.ring_back(leg.id)",
        "        pass",
    ),
    (
        "a talk goes on with nobody but a tone",
        f"{_CALLS}endings.py",
        '    if event.own_state == "fail":\n        legs.line.leave_alone(leg.id)',
        '    if event.own_state == "fail":\n        pass',
    ),
    (
        "a lost race for a call is a missed call",
        "cti/csta/questions.py",
        "        is_taken = (found.is_taken or heard_answer) and not lost.unheard",
        "        is_taken = False",
    ),
    (
        "a talk outside that nobody tells of is unanswered",
        f"{_CALLS}endings.py",
        "            outcome = Outcome.UNKNOWN",
        "            pass",
    ),
)
"""What goes wrong with calls of real exchanges; tests of `cti`, and some more, look for it."""
_MEMBERS = "tests/cti/csta/test_members.py"
FAULTS_OF_MESSAGES = (
    (
        "the client leaves a member out",
        "cti/csta/wire/messages.py",
        "            if (value := values.get(tag)) is not None:",
        '            if (value := values.get(tag)) and tag != "transferredTo":',
        _MEMBERS,
    ),
    (
        "the client swaps two members",
        "cti/csta/wire/messages.py",
        '    "SetDoNotDisturb": {"device": Kind.LINE, "doNotDisturbOn": Kind.FLAG},',
        '    "SetDoNotDisturb": {"doNotDisturbOn": Kind.FLAG, "device": Kind.LINE},',
        _MEMBERS,
    ),
    (
        "the simulated phone system takes requests that lack a member",
        f"{_SIMULATOR}schema.py",
        '        elif not item.endswith("?"):',
        "        elif item in ():",
        _MEMBERS,
    ),
    (
        "the simulated phone system leaves a member out",
        f"{_SIMULATOR}context.py",
        '                    self.flag("lastSegment", on=number == len(pieces)),',
        "",
        _MEMBERS,
    ),
    (
        "what a phone system lacks is offered",
        "cti/csta/capabilities.py",
        "    return ALL - lacking",
        "    return ALL",
        "tests/cti/csta/test_capabilities.py",
    ),
    (
        "whoever asks how a phone system speaks stays in its sessions",
        "cti/csta/discovery.py",
        '                await talk.send("StopApplicationSession", request, ANSWER_SECONDS)',
        "                pass",
        "tests/cti/csta/test_discovery.py",
    ),
)
"""What is wrong with messages, on either side."""
MUTATIONS = (
    Mutation(
        "the session is never renewed",
        "cti/csta/application_session.py",
        "            later(seconds * 0.5, self.renew),\n"
        "            later(seconds * 0.75, self.renew),\n",
        "",
    ),
    Mutation(
        "a line that is refused once is given up",
        "cti/csta/monitor.py",
        "        self._retry = self._loop.call_later(delay, self._make_due, self)",
        "        pass",
    ),
    Mutation(
        "a snapshot ends no call",
        "cti/csta/snapshot.py",
        "            calls.legs.end(known, Outcome.UNKNOWN)",
        "            pass",
    ),
    Mutation(
        "a monitor that the switch stops stays stopped",
        "cti/csta/monitor.py",
        "        else:\n            self._make_due(self)",
        "        else:\n            pass",
    ),
    Mutation(
        "a frame waits for the first byte of the next one",
        "cti/csta/wire/frame.py",
        "if received < end:",
        "if received <= end:",
    ),
    Mutation(
        "a call is announced twice",
        "cti/open_call.py",
        "        self.announced = True\n        call = self.call",
        "        call = self.call",
    ),
    Mutation(
        "somebody else's hold puts our call on hold",
        "cti/csta/calls/talking.py",
        "    if not is_own(legs, event):\n        hold_there(legs, event, held=True)",
        "    if False:\n        hold_there(legs, event, held=True)",
    ),
    Mutation(
        "a call that gets a new callID is lost sight of",
        "cti/csta/calls/connections.py",
        "        self._by_call[leg.call_id] = leg\n        self.line.learn(leg.id",
        "        self.line.learn(leg.id",
    ),
    Mutation(
        "our own phone that rings first is taken for a caller",
        "cti/csta/calls/meaning.py",
        "    if event.cause == MAKES_RING:\n        return True",
        "    if event.cause == MAKES_RING:\n        return False",
    ),
    Mutation(
        "a request without an answer is waited for without end",
        "cti/csta/requests.py",
        "self._loop.call_later(timeout,",
        "self._loop.call_later(timeout * 1e6,",
    ),
    Mutation(
        "lost events are not made good for",
        "cti/csta/session.py",
        "        if self.listener:\n            self.listener.on_messages_lost()",
        "        pass",
    ),
    Mutation(
        "whoever waits for somebody else has called",
        "cti/csta/found_calls.py",
        'if self.own == "initiated" or self.alone:',
        'if self.own == "connected" or self.alone:',
    ),
    Mutation(
        "a dead link of Telestra is not noticed",
        "cti/telestra/session.py",
        "if self.last_received <= asked_at:",
        "if False:",
    ),
    Mutation(
        "a status ends no call",
        "cti/telestra/account.py",
        "                if item is None:\n                    self._end(call_id, None)",
        "                if False:\n                    self._end(call_id, None)",
    ),
    *(
        Mutation(what, file, right, wrong, ("tests/cti/csta/calls", *more))
        for what, file, right, wrong, *more in FAULTS_OF_CALLS
    ),
    *(
        Mutation(what, file, right, wrong, (tests,))
        for what, file, right, wrong, tests in FAULTS_OF_MESSAGES
    ),
    *(
        Mutation(what, file, right, wrong, (tests,))
        for what, file, right, wrong, tests in FAULTS_OF_DEVICES
    ),
    *(
        Mutation(
            f"the door for text passes {what}",
            "cti/text.py",
            f'"{category}"',
            '"Co"',
            ("tests/cti/test_text.py",),
        )
        for category, what in (
            ("Cc", "controls"),
            ("Cf", "formats, such as marks of direction"),
            ("Cn", "what is no character"),
            ("Cs", "halves of characters"),
        )
    ),
    Mutation(
        "the door for text passes separators of lines",
        "cti/text.py",
        '            kept = " "',
        '            kept = code if letter in "\\u2028\\u2029" else " "',
        ("tests/cti/test_text.py",),
    ),
    Mutation(
        "a letter that XML forbids costs the message",
        "cti/csta/wire/xml.py",
        "if may_mend and (mended := mend(data)) is not None:",
        "if False:",
        ("tests/cti/csta/test_odd_letters.py",),
    ),
    Mutation(
        "a name that only another place tells is lost",
        "cti/csta/wire/identifiers.py",
        "    if who.number is None or who.name is not None:",
        "    if True:",
        ("tests/cti/csta/test_names_of_parties.py",),
    ),
    Mutation(
        "of the numbers that a number may be the first counts alone",
        "numbers/readings.py",
        "                valid.add(e164(number))",
        "                return {e164(number)}",
        ("tests/numbers/test_readings.py",),
    ),
    Mutation(
        "a listener that fails stops those behind it",
        "connection/changes.py",
        "except Exception as error:  # noqa: BLE001  # the others and",
        "except ZeroDivisionError as error:  # the others and",
        ("tests/connection/test_bulkheads.py",),
    ),
    Mutation(
        "what fails beside a call reaches it",
        "connection/bulkheads.py",
        "except Exception as error:  # noqa: BLE001  # a wall",
        "except ZeroDivisionError as error:  # a wall",
        ("tests/connection/test_bulkheads.py",),
    ),
    *(
        Mutation(each.what, each.file, each.before, each.wrong, parts=each.parts)
        for each in FAULTS_BESIDE
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


def run_tests(
    tree: Path, files: Iterable[str], environment: Mapping[str, str] | None = None
) -> tuple[str | None, float]:
    """Run test files in a tree; return one that fails, None where all pass, and the seconds."""
    began = time.monotonic()
    options = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *files],
        cwd=tree,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    if not ended.returncode:
        return None, seconds
    failed = re.search(r"^FAILED ([^\s:]+)", ended.stdout, re.MULTILINE)
    return failed[1] if failed else "its tests at once", seconds


def look(
    tree: Path, mutation: Mutation | None, steps: int, seed: int
) -> tuple[str | None, float]:
    """Return what notices a fault, None where nothing does, and the seconds."""
    if mutation and mutation.parts:
        told = ",".join(mutation.parts)
        reached, seconds = run_tests(tree, [BESIDE], {"FAILING_PARTS": told})
        return None if reached else f"a line that tells of {told}", seconds
    if mutation and mutation.tests:
        return run_tests(tree, mutation.tests)
    found, seconds = simulate(tree, steps, seed)
    if found or mutation:
        return found and f"seed {found}", seconds
    files = {BESIDE, *(file for each in MUTATIONS for file in each.tests)}
    found, more = run_tests(tree, sorted(files))
    return found, seconds + more


def apply(tree: Path, mutation: Mutation) -> None:
    """Write the fault into a tree."""
    file = tree / PRODUCT / mutation.file
    text = file.read_text()
    if text.count(mutation.right) != 1:
        raise ValueError(f"{mutation.what}: {mutation.file} reads otherwise now")
    file.write_text(text.replace(mutation.right, mutation.wrong))


def take_back(tree: Path, mutation: Mutation) -> None:
    """Make a tree's file right again."""
    shutil.copy(ROOT / PRODUCT / mutation.file, tree / PRODUCT / mutation.file)


def main() -> int:
    """See that nothing objects to the unchanged product, and then that no fault goes unnoticed."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument(
        "--steps", type=int, default=6000, help="how many to try at most (6000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the first seed (1)")
    parser.add_argument("--only", default="", help="faults with these words in them")
    arguments = parser.parse_args()
    missed = 0
    with TemporaryDirectory(prefix="telephony-mutations-") as folder:
        tree = Path(folder)
        for part in PARTS:
            ignored = shutil.ignore_patterns("__pycache__", "www")
            shutil.copytree(ROOT / part, tree / part, ignore=ignored)
        shutil.copy(ROOT / SETTINGS, tree)
        chosen = [each for each in MUTATIONS if arguments.only in each.what]
        for mutation in (None, *chosen):
            if mutation:
                apply(tree, mutation)
            by, seconds = look(tree, mutation, arguments.steps, arguments.seed)
            if mutation:
                take_back(tree, mutation)
            missed += (by is None) is bool(mutation)
            name = mutation.what if mutation else "nothing changed"
            found = f"found by {by}" if by else "not found"
            print(f"{name:60} {found:50} {seconds:6.1f} s", flush=True)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
