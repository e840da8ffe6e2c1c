"""Reads tables of contacts: CSV of any separator, with titles or without."""

from collections.abc import Callable, Iterator, Sequence
import csv
from functools import partial
from io import StringIO
from itertools import chain, islice, pairwise
import re
from typing import Final

from .entry import Entry, join_name, said_name
from .numbers import has_trunk_zero, is_surely_phone, read_number, split_numbers
from .titles import Column, columns_of, is_header

_SEPARATORS: Final = ";,\t|="
MAX_ROW: Final = 200_000
"""Characters of a row."""
_JUDGED_ROWS: Final = 200
"""Rows from which the kind of a column without a known title is told."""
_MOSTLY: Final = 0.8
_TITLE_ROWS: Final = 10
"""Rows among which the titles are: what the table is about may stand above them."""
_SAYS_SEPARATOR: Final = re.compile(
    r"\ufeff?\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE
)
"""A first line by which spreadsheets are told."""
_WRAPPED: Final = re.compile(r"[ \t]*\"((?:[^\"\r\n]|\"\")*)\"[ \t]*")
"""A line that is one cell as a whole."""
_NAMES: Final = frozenset(
    {
        Column.FULL_NAME,
        Column.FAMILY_FIRST,
        Column.GIVEN_NAME,
        Column.FAMILY_NAME,
        Column.COMPANY,
        Column.NICKNAME,
        Column.LABEL,
    }
)
_MAY_BE_PHONES: Final = frozenset({Column.FULL_NAME, Column.COMPANY})
"""Titled "Contact" or "Business", which can be either."""
_DATE: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
)


class NoTable(ValueError):
    """A text that is no table with names and numbers."""


def read_table(text: str, country: str | None) -> Iterator[Entry]:
    """Return the rows of a table; raises NoTable where no column holds numbers."""
    said = _SAYS_SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    text, quote = _plainly_quoted(text)
    separator = said[1] if said else _separator(text, quote)
    rows = _rows(text, separator, quote, 1 if said else 0)
    head = list(islice(rows, _TITLE_ROWS + _JUDGED_ROWS))
    head = head[_titles_at(head) :]
    if not head:
        raise NoTable
    header = head[0][1]
    titled = is_header(header) and not any(_is_phone(cell) for cell in header)
    columns = columns_of(header) if titled else []
    is_body = not titled and any(read_number(cell, None) for cell in header)
    first = head if is_body else head[1:]
    width = max(len(row) for _, row in head)
    columns += [None] * (width - len(columns))
    _complete(columns, [row for _, row in first], country, titled=titled)
    if Column.NUMBER not in columns:
        raise NoTable
    for line, row in chain(first, rows):
        yield _entry(line, _with_areas(row, columns, country), columns)


class _Lines:
    """Hands lines to the reader, and no more of them for one row than a row may have."""

    def __init__(self, text: str) -> None:
        """Begin at the first."""
        self._lines = StringIO(text, newline="")
        self.used = 0

    def __iter__(self) -> Iterator[str]:
        """Hand out lines."""
        for line in self._lines:
            self.used += len(line)
            if self.used > MAX_ROW:
                raise NoTable
            yield line


def _plainly_quoted(text: str) -> tuple[str, str]:
    """Return a table whose lines aren't quoted as a whole, as spreadsheets may write them, and its quotes."""
    head = [line for line in text[:20_000].splitlines()[:50] if line.strip()][:-1]
    if head and all(
        (cell := _WRAPPED.fullmatch(line)) and any(it in cell[1] for it in _SEPARATORS)
        for line in head
    ):
        return "\n".join(map(_unwrapped, text.splitlines())), '"'
    if head and all(line[0] == line.rstrip()[-1] == "'" for line in head):
        return text, "'"
    return text, '"'


def _unwrapped(line: str) -> str:
    cell = _WRAPPED.fullmatch(line)
    return cell[1].replace('""', '"') if cell else line


def _rows(
    text: str, separator: str, quote: str, skipped: int
) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that aren't empty, with the lines in which they end."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, quotechar=quote)
    try:
        for row in reader:
            lines.used = 0
            if any(map(str.strip, row)):
                yield skipped + reader.line_num, row
    except csv.Error as error:
        raise NoTable from error


def _titles_at(rows: Sequence[tuple[int, list[str]]]) -> int:
    """Return how many rows stand above the table: of one cell, where more follow."""
    for index, (_, row) in enumerate(rows[:_TITLE_ROWS]):
        if sum(bool(cell.strip()) for cell in row) > 1:
            return index
    return 0


def _separator(text: str, quote: str) -> str:
    """Return the separator that splits the first lines most evenly."""
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]

    def evenness(separator: str) -> tuple[int, int]:
        counts = [
            len(row) for row in csv.reader(lines, delimiter=separator, quotechar=quote)
        ]
        common = max(set(counts), key=counts.count, default=1)
        return (counts.count(common) if common > 1 else 0, common)

    return max(_SEPARATORS, key=evenness)


def _complete(
    columns: list[Column | None],
    sample: Sequence[Sequence[str]],
    country: str | None,
    *,
    titled: bool,
) -> None:
    """Tell columns without a known title by what they hold."""
    numbering = [at for at, each in enumerate(columns) if each is Column.NUMBERING]
    cells = {
        index: [row[index] for row in sample if index < len(row) and row[index].strip()]
        for index, column in enumerate(columns)
        if column in (None, Column.NUMBERING, Column.PLACE, *_MAY_BE_PHONES)
    }
    for index, texts in cells.items():
        may_be = columns[index] in (Column.PLACE, *_MAY_BE_PHONES)
        if may_be and _mostly(_is_phone, texts):
            columns[index] = Column.NUMBER
    if Column.NUMBER in columns:
        surely = partial(is_surely_phone, country=country)
        untitled = [at for at in cells if columns[at] is None]
        phones = [each for each in untitled if _mostly(surely, cells[each])]
    else:
        phones = [each for each, texts in cells.items() if _mostly(_is_phone, texts)]
        written = [each for each in phones if _mostly(_is_written, cells[each])]
        phones = written or phones or numbering
        if not phones and not titled:
            # Extensions by themselves: the only column of plain digits is theirs.
            plain = [
                index
                for index, texts in cells.items()
                if _mostly(lambda text: read_number(text, None) is not None, texts)
            ]
            phones = (
                plain if len(plain) == 1 or all(len(row) == 2 for row in sample) else []
            )
    for index in phones:
        columns[index] = Column.NUMBER
    if not _NAMES & set(columns):
        for index, texts in cells.items():
            if columns[index] is None and _mostly(_is_text, texts):
                columns[index] = Column.FULL_NAME
                break


def _mostly(is_so: Callable[[str], bool], texts: Sequence[str]) -> bool:
    return bool(texts) and sum(map(is_so, texts)) >= _MOSTLY * len(texts)


def _is_text(text: str) -> bool:
    return any(map(str.isalpha, text)) and "@" not in text


def _is_phone(text: str) -> bool:
    """Tell a phone number by its shape: whole, and longer than counts and codes are."""
    if _DATE.fullmatch(text.strip()):
        return False
    number = next((read_number(each, None) for each in split_numbers(text)), None)
    if number is None:
        return False
    return len(number.lstrip("+")) >= (6 if _is_written(text) else 10)


def _is_written(text: str) -> bool:
    """Tell what is written as people write numbers from what programs count."""
    return text.strip()[:1] in ("+", "0", "(") or any(each in text for each in " -/")


def _with_areas(
    row: Sequence[str], columns: Sequence[Column | None], country: str | None
) -> Sequence[str]:
    """Put an area code before the number in the next column; one without its zero gets it where the country has it."""
    if Column.AREA not in columns:
        return row
    whole = list(row)
    for index, (area, cell) in enumerate(pairwise(row)):
        is_area = columns[index] is Column.AREA and any(map(str.isdecimal, area))
        if is_area and columns[index + 1] is Column.NUMBER and cell.strip():
            if cell.strip()[0] in "+0(":
                continue
            is_whole = area.strip()[0] in "+0("
            zero = "" if is_whole or not has_trunk_zero(country) else "0"
            whole[index + 1] = f"{zero}{area.strip()} {cell.strip()}"
    return whole


def _entry(line: int, row: Sequence[str], columns: Sequence[Column | None]) -> Entry:
    cells: dict[Column, list[str]] = {}
    for column, cell in zip(columns, row, strict=False):
        if column is not None and (text := cell.strip()):
            cells.setdefault(column, []).append(text)

    def all_of(kind: Column) -> list[str]:
        return cells.get(kind, [])

    def first_of(kind: Column) -> str:
        return cells[kind][0] if kind in cells else ""

    given, family = first_of(Column.GIVEN_NAME), first_of(Column.FAMILY_NAME)
    if f" {given}".casefold().endswith(f" {family}".casefold()) and given != family:
        family = ""  # it's all in the first column
    written = [*all_of(Column.FULL_NAME), *map(_turned, all_of(Column.FAMILY_FIRST))]
    full = next(filter(_is_text, written), "") or next(iter(written), "")
    name = join_name(
        full,
        "",
        join_name(given, family),
        first_of(Column.NICKNAME),
        next(filter(_is_text, all_of(Column.LABEL)), ""),
        first_of(Column.COMPANY),
        first_of(Column.LABEL),
        first_of(Column.TITLE),
    )
    said = said_name(
        name,
        given,
        family,
        first_of(Column.SPOKEN_GIVEN),
        first_of(Column.SPOKEN_FAMILY),
    )
    entry = Entry(line, name, spoken=first_of(Column.SPOKEN) or said)
    entry.numbers = all_of(Column.NUMBER)
    for cell in all_of(Column.GROUP):
        entry.groups += [
            each.strip(" *")
            for each in re.split(r":::|[;,|]", cell)
            if each.strip(" *")
        ]
    return entry


def _turned(name: str) -> str:
    """Return a name whose family comes first as it is said, where a comma tells what is what."""
    family, *others = name.split(",")
    return join_name(others[0], family) if len(others) == 1 else name
