"""Runs the benchmarks, each in a process of its own; prints tables and writes a JSON file."""

import argparse
import asyncio
from datetime import UTC, datetime
import json
import logging
import os
from pathlib import Path
import platform
import subprocess
import sys
from typing import Any, Final

from .catalogue import BENCHMARKS
from .figures import Comparison, Figure, as_dicts, from_dicts, merged, table

ROOT: Final = Path(__file__).parent.parent
FLATNESS: Final = "flatness"
FLATNESS_ABOUT: Final = "The cost of an event as a ratio to the floor at many lines, beside that ratio at ten."
FLATNESS_LIMIT: Final = 1.15

type Runs = dict[str, list[list[Figure]]]
"""By benchmark, the figures of each process."""


def _run_alone(name: str, *, quick: bool) -> list[Figure] | None:
    """Run one benchmark in a new process; None where that failed."""
    command = [sys.executable, "-m", "benchmarks", "--alone", name]
    result = subprocess.run(  # noqa: S603  # ourselves
        [*command, *(["--quick"] if quick else [])],
        stdout=subprocess.PIPE,
        check=False,
        cwd=ROOT,
    )
    if result.returncode:
        return None
    return from_dicts(json.loads(result.stdout.splitlines()[-1]))


def _run(names: list[str], *, quick: bool) -> Runs:
    """Run benchmarks, those that are repeated in turns."""
    runs: Runs = {name: [] for name in names}
    for turn in range(
        1 if quick else max(BENCHMARKS[name].processes for name in names)
    ):
        for name in names:
            if turn < BENCHMARKS[name].processes:
                print(f"{name} ...", file=sys.stderr)
                if (figures := _run_alone(name, quick=quick)) is not None:
                    runs[name].append(figures)
    return runs


def _flatness(runs: Runs) -> list[Figure]:
    """Compare the ratio to the floor at many lines with the same at ten, run by run."""
    result = []
    for many, few in (
        ("900", "10"),
        ("10,000 as lines", "10"),
        ("10,000 in groups", "10 in a group"),
    ):
        comparison = Comparison("", "", "", "")
        for at_many, at_few in zip(
            runs.get(f"event, {many}", ()), runs.get(f"event, {few}", ()), strict=False
        ):
            comparison.add(at_many[-1].value, at_few[-1].value)
        if comparison.pairs:
            name = f"ratio at {many} beside that at {few}"
            result.append(Figure.of(name, "", comparison.ratios, limit=FLATNESS_LIMIT))
    return result


def _machine() -> dict[str, Any]:
    """Return what tells how far the figures go."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
    }


def _report(names: list[str], *, quick: bool) -> dict[str, Any]:
    """Run benchmarks and return everything that is worth keeping."""
    begun = _machine()
    runs = _run(names, quick=quick)
    found = {
        name: (BENCHMARKS[name].about, merged(figures))
        for name, figures in runs.items()
        if figures
    }
    if flatness := _flatness(runs):
        found[FLATNESS] = FLATNESS_ABOUT, flatness
    return {
        "begun": begun,
        "ended": _machine(),
        "failed": [name for name in names if name not in found],
        "benchmarks": {
            name: {"about": about, "figures": as_dicts(figures)}
            for name, (about, figures) in found.items()
        },
    }


def _print(report: dict[str, Any]) -> None:
    """Print a report for people."""
    every = []
    for name, benchmark in report["benchmarks"].items():
        figures = from_dicts(benchmark["figures"])
        every += figures
        print(f"\n{name}: {benchmark['about']}\n{table(figures)}")
    limited = [figure for figure in every if figure.limit is not None]
    begun, ended = report["begun"], report["ended"]
    print(
        f"\n{sum(bool(figure.holds) for figure in limited)} of {len(limited)} limits hold. "
        f"Load of {begun['processors']} processors: {begun['load'][0]:.1f} before, "
        f"{ended['load'][0]:.1f} after."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {'; '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help="few rounds, to try it")
    parser.add_argument("--json", type=Path, default=ROOT / "artefacts/benchmarks.json")
    parser.add_argument("--alone", choices=BENCHMARKS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.names) - BENCHMARKS.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return options


def main() -> None:
    """Run what is asked for."""
    options = _options()
    if options.alone:
        logging.getLogger().setLevel(logging.ERROR)  # core warns of every custom one
        figures = asyncio.run(BENCHMARKS[options.alone].measure(options.quick))
        print(json.dumps(as_dicts(figures)))
        return
    usual = [name for name, each in BENCHMARKS.items() if not each.only_named]
    report = _report(options.names or usual, quick=options.quick)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=2), encoding="utf-8")
    _print(report)
    print(f"Written to {options.json}.")
    if report["failed"]:
        sys.exit(f"Failed, see above: {'; '.join(report['failed'])}.")


if __name__ == "__main__":
    main()
