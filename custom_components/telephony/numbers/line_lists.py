"""Lines as people write them: numbers, account names and ranges, by commas or line breaks."""

from collections.abc import Iterable
import re
from typing import Final

_RANGE: Final = re.compile(r"([0-9]+)\s*[-\u2013]\s*([0-9]+)")
_LINE: Final = re.compile(r"(?=.*\w)[\w+*#@.:~-]{1,64}")
_MISTYPED: Final = re.compile(r"[0-9]+[^\W\d_]+[0-9]+")
"""A number with letters in it, which can only be meant as an account's name."""
_PIECES_NAMED: Final = 5


class LinesError(ValueError):
    """What somebody wrote is no list of lines; `key` is the form's error."""

    key = "invalid_lines"

    def __init__(self, *pieces: str) -> None:
        """Keep what can't be read."""
        shown = [f"“{each[:40]}”" for each in pieces[:_PIECES_NAMED]]
        self.pieces = ", ".join(shown) + " …" * (len(pieces) > _PIECES_NAMED)
        super().__init__(self.pieces)


class TooManyLines(LinesError):
    """There would be more lines than there may be."""

    key = "too_many_lines"


def read_lines(text: str, limit: int, *, only_numbers: bool = False) -> tuple[str, ...]:
    """Return the lines that a text names, each once; LinesError names what can't be read.

    What is larger than the limit is refused before it is expanded. Where lines have numbers
    only, one with letters in it is mistyped.
    """
    lines: dict[str, None] = {}
    unreadable: list[str] = []
    for part in re.split(r"[,;\r\n]", text):
        item = part.strip()
        if only_numbers and _MISTYPED.fullmatch(item):
            unreadable.append(item)
        elif item:
            try:
                lines.update(dict.fromkeys(_read_item(item, limit)))
            except TooManyLines:
                raise
            except LinesError:
                unreadable.append(item)
        if len(lines) > limit:
            raise TooManyLines
    if unreadable or not lines:
        raise LinesError(*(unreadable or [text.strip()]))
    return tuple(lines)


def write_lines(lines: Iterable[str]) -> str:
    """Write lines the way `read_lines` reads them, neighbours as a range."""
    runs: list[list[str]] = []
    for line in lines:
        if runs and _follows(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return ", ".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs
    )


def _read_item(item: str, limit: int) -> Iterable[str]:
    """Return the lines of one item."""
    if bounds := _RANGE.fullmatch(item):
        return _read_range(bounds[1], bounds[2], limit)
    if not _LINE.fullmatch(item):
        raise LinesError
    return (item,)


def _read_range(first: str, last: str, limit: int) -> Iterable[str]:
    """Return the lines of a range; leading zeros stay."""
    width = len(first)
    if width != len(last) or width > 20 or first > last:
        raise LinesError
    if int(last) - int(first) >= limit:
        raise TooManyLines
    return (f"{number:0{width}}" for number in range(int(first), int(last) + 1))


def _follows(first: str, second: str) -> bool:
    """Tell whether two lines are neighbours in a range."""
    return (
        first.isdecimal()
        and second.isdecimal()
        and len(first) == len(second)
        and int(first) + 1 == int(second)
    )
