"""Figures that are compared: measured in turns, told as median, spread and ratio."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import Any

DIGITS = 3


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the first and the third quartile."""
    if len(values) < 2:
        return (values[0], values[0])
    first, _, third = quantiles(values, n=4, method="inclusive")
    return (first, third)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which so many percent of them are."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def rounded(value: float) -> float:
    """Return a figure without digits that mean nothing."""
    return float(f"{value:.{DIGITS + 1}g}")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a median with its quartiles, and what it is held to."""

    name: str
    unit: str
    value: float
    low: float
    high: float
    count: int
    limit: float | None = None
    note: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        unit: str,
        values: Sequence[float],
        *,
        limit: float | None = None,
        note: str = "",
    ) -> Figure:
        """Make the figure of several measurements."""
        low, high = map(rounded, spread(values))
        value = rounded(median(values))
        return cls(name, unit, value, low, high, len(values), limit, note)

    @property
    def holds(self) -> bool | None:
        """Whether the median is within the limit, if there is one."""
        return None if self.limit is None else self.value <= self.limit


@dataclass(slots=True)
class Comparison:
    """Two ways measured in turns, so that whatever disturbs them disturbs both alike."""

    name: str
    ours: str
    other: str
    unit: str
    limit: float | None = None
    pairs: list[tuple[float, float]] = field(default_factory=list)

    def add(self, ours: float, other: float) -> None:
        """Take one pair of measurements."""
        self.pairs.append((ours, other))

    @property
    def ratios(self) -> list[float]:
        """How many times the other ours is, pair by pair."""
        return [ours / other for ours, other in self.pairs]

    def figures(self) -> list[Figure]:
        """Return both sides, and the ratio with its limit."""
        of = Figure.of
        return [
            of(f"{self.name}: {self.ours}", self.unit, [a for a, _ in self.pairs]),
            of(f"{self.name}: {self.other}", self.unit, [b for _, b in self.pairs]),
            of(f"{self.name}: ratio", "", self.ratios, limit=self.limit),
        ]


def merged(runs: Sequence[Sequence[Figure]]) -> list[Figure]:
    """Make of each figure's medians in several processes one figure."""
    if len(runs) == 1:
        return list(runs[0])
    return [
        Figure.of(
            same[0].name,
            same[0].unit,
            [figure.value for figure in same],
            limit=same[0].limit,
            note=same[-1].note,
        )
        for same in zip(*runs, strict=True)
    ]


def as_dicts(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return what can be written as JSON."""
    return [asdict(figure) | {"holds": figure.holds} for figure in figures]


def from_dicts(data: Sequence[dict[str, Any]]) -> list[Figure]:
    """Return what `as_dicts` wrote."""
    return [
        Figure(**{key: value for key, value in each.items() if key != "holds"})
        for each in data
    ]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table for people."""
    rows = [("", "median", "quartiles", "of", "limit", "")]
    rows += [
        (
            figure.name,
            f"{figure.value:g} {figure.unit}".strip(),
            f"{figure.low:g} to {figure.high:g}" if figure.count > 1 else "",
            str(figure.count),
            "" if figure.limit is None else f"at most {figure.limit:g}",
            ("MISSED " if figure.holds is False else "") + figure.note,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
