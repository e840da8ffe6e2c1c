"""Runs the benchmarks, each in a process of its own; prints a table and writes a JSON file."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import platform
import subprocess
import sys
from typing import Any

from . import event_cost, imports, latency, memory, peers, recorder, start
from .figures import Comparison, Figure, as_dicts, from_dicts, table

ROOT = Path(__file__).parent.parent
FLAT_LIMIT = 1.15
SIZES = {
    "10": (10, False),
    "900": (900, False),
    "10 in a group": (10, True),
    "10,000 in groups": (10_000, True),
}
"""The sizes at which an event is measured: lines, and whether they are in groups."""

type Measure = Callable[[bool], Coroutine[Any, Any, list[Figure]]]


async def _event(size: str, rounds: int) -> list[Figure]:
    lines, in_groups = SIZES[size]
    return await event_cost.measure(lines, in_groups=in_groups, rounds=rounds)


def _event_at(size: str) -> Measure:
    return lambda quick: _event(size, 50 if quick else 400)


async def _imports(quick: bool) -> list[Figure]:
    return await asyncio.to_thread(imports.measure, 1 if quick else 5)


async def _codec(quick: bool) -> list[Figure]:
    return peers.measure_codec(5 if quick else 25)


MEASURES: dict[str, Measure] = {
    **{f"event, {size}": _event_at(size) for size in SIZES},
    "event, Telestra": lambda quick: event_cost.measure(
        10, protocol="telestra", rounds=50 if quick else 400
    ),
    "latency": lambda quick: latency.measure(seconds=4 if quick else 40),
    "start": lambda quick: start.measure_client(2 if quick else 7),
    "set-up, 900": lambda quick: start.measure_home_assistant(900, in_groups=False),
    "set-up, bare": lambda quick: start.measure_bare_home_assistant(900),
    "set-up, 10,000 in groups": lambda quick: start.measure_home_assistant(
        10_000, in_groups=True
    ),
    "memory": lambda quick: memory.measure_entities(20 if quick else 200),
    "memory in groups": lambda quick: memory.measure_group(1000 if quick else 10_000),
    "recorder": lambda quick: recorder.measure(),
    "codec": _codec,
    "socket to state": lambda quick: peers.measure_socket_to_state(
        20 if quick else 200
    ),
    "intake": lambda quick: peers.measure_intake(5 if quick else 25),
    "imports": _imports,
}
REPEATED = {name: 3 for name in MEASURES if name.startswith(("event", "set-up"))}
"""What is run in several processes, in turns with the others."""


def _run_alone(name: str, *, quick: bool) -> list[Figure]:
    """Run one benchmark in a new process."""
    command = [sys.executable, "-m", "benchmarks", "--alone", name]
    result = subprocess.run(  # noqa: S603  # ourselves
        [*command, *(["--quick"] if quick else [])],
        stdout=subprocess.PIPE,
        check=False,
        cwd=ROOT,
    )
    if result.returncode:
        print(f"{name} failed", file=sys.stderr)
        return []
    return from_dicts(json.loads(result.stdout.splitlines()[-1]))


def _merged(runs: list[list[Figure]]) -> list[Figure]:
    """Make of each figure's medians in several processes one figure."""
    by_name: dict[str, list[Figure]] = {}
    for figure in (figure for run in runs for figure in run):
        by_name.setdefault(figure.name, []).append(figure)
    return [
        figures[0]
        if len(figures) == 1
        else Figure.of(
            name,
            figures[0].unit,
            [each.value for each in figures],
            limit=figures[0].limit,
            note=figures[-1].note,
        )
        for name, figures in by_name.items()
    ]


def _flatness(runs: dict[str, list[list[Figure]]]) -> list[Figure]:
    """Compare the ratio to the floor at many lines with the same at ten, run by run."""
    result = []
    for many, few in (("900", "10"), ("10,000 in groups", "10 in a group")):
        comparison = Comparison("", "", "", "")
        for at_many, at_few in zip(
            runs.get(f"event, {many}", []), runs.get(f"event, {few}", []), strict=False
        ):
            if at_many and at_few:
                comparison.add(at_many[-1].value, at_few[-1].value)
        if comparison.pairs:
            name = f"flatness: ratio at {many} lines to that at {few}"
            result.append(Figure.of(name, "", comparison.ratios, limit=FLAT_LIMIT))
    return result


def _run_all(names: list[str], *, quick: bool) -> list[Figure]:
    runs: dict[str, list[list[Figure]]] = {name: [] for name in names}
    for turn in range(1 if quick else max(REPEATED.values())):
        for name in names:
            if turn < REPEATED.get(name, 1):
                print(f"{name} ...", file=sys.stderr)
                runs[name].append(_run_alone(name, quick=quick))
    merged = [figure for each in runs.values() for figure in _merged(each)]
    return [*merged, *_flatness(runs)]


def _machine() -> dict[str, Any]:
    """Return what tells how far the figures go."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
    }


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {'; '.join(MEASURES)}")
    parser.add_argument("--quick", action="store_true", help="few rounds, to try it")
    parser.add_argument("--json", type=Path, default=ROOT / "artefacts/benchmarks.json")
    parser.add_argument("--alone", choices=MEASURES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        figures = asyncio.run(MEASURES[options.alone](options.quick))
        print(json.dumps(as_dicts(figures)))
        return
    if unknown := set(options.names) - MEASURES.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    before = _machine()
    figures = _run_all(options.names or list(MEASURES), quick=options.quick)
    after = _machine()
    report = {"begun": before, "ended": after, "figures": as_dicts(figures)}
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps(report, indent=2))
    print(table(figures))
    print(
        f"\nload of {before['processors']} processors: {before['load'][0]:.1f} before, "
        f"{after['load'][0]:.1f} after; written to {options.json}"
    )


if __name__ == "__main__":
    main()
