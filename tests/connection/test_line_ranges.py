"""Lines are read as people write them, and refused before they grow too many."""

from hypothesis import given, strategies as st
import pytest

from custom_components.telephony.connection.line_ranges import (
    MAX_LINES,
    max_entity_lines,
    read_new_lines,
)
from custom_components.telephony.numbers.line_lists import (
    LinesError,
    TooManyLines,
    read_lines,
    write_lines,
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("725", ("725",)),
        ("725, 722\n700-703", ("725", "722", "700", "701", "702", "703")),
        ("account-1, account-2", ("account-1", "account-2")),
        ("0098-0101", ("0098", "0099", "0100", "0101")),
        ("700 - 701", ("700", "701")),
        ("700-700", ("700",)),
        ("701, 700-702, 701", ("701", "700", "702")),
        (",\r\n725,,\n", ("725",)),
        ("+4930123, *21#, a.b@c", ("+4930123", "*21#", "a.b@c")),
        ("7-a", ("7-a",)),
    ],
)
def test_numbers_names_and_ranges_are_read(text: str, lines: tuple[str, ...]) -> None:
    assert read_lines(text, MAX_LINES) == lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "70 1",
        "700-7",
        "7-10",
        "703-700",
        "a b",
        "7<5",
        "x" * 65,
        "1" * 21 + "-" + "2" * 21,
    ],
)
def test_what_is_no_list_of_lines_is_refused(text: str) -> None:
    with pytest.raises(LinesError) as error:
        read_lines(text, MAX_LINES)
    assert error.value.key == "invalid_lines"


@pytest.mark.parametrize(
    "text", ["000-999", "00000000000000000000-99999999999999999999", "1,2,3,4,5,6"]
)
def test_more_than_there_may_be_are_refused(text: str) -> None:
    with pytest.raises(TooManyLines) as error:
        read_lines(text, 5)
    assert error.value.key == "too_many_lines"


def test_as_many_as_there_may_be_are_not_refused() -> None:
    assert len(read_lines("1-5, 2-4", 5)) == 5


def test_what_is_there_already_is_passed_over() -> None:
    assert read_new_lines("700-703", {"701", "702"}, 10) == ("700", "703")
    assert read_new_lines("701", {"701"}, 10) == ()


def test_what_is_there_already_counts_for_the_limit() -> None:
    assert read_new_lines("700-703", {"700", "1"}, 5) == ("701", "702", "703")
    with pytest.raises(TooManyLines):
        read_new_lines("700-703", {"700", "1"}, 4)


def test_the_lines_of_one_connection_stay_below_home_assistants_limit() -> None:
    assert max_entity_lines(groups=0) * 11 + 2 <= 10_000
    assert max_entity_lines(groups=100) < max_entity_lines(groups=0)


@given(
    st.lists(
        st.one_of(
            st.integers(0, 30).map(lambda number: f"{number:03}"),
            st.integers(0, 30).map(str),
            st.sampled_from(["account-1", "a"]),
        ),
        min_size=1,
        unique=True,
    )
)
def test_lines_that_are_written_can_be_read_again(lines: list[str]) -> None:
    assert list(read_lines(write_lines(lines), MAX_LINES)) == lines


def test_neighbours_are_written_as_a_range() -> None:
    assert write_lines(["700", "701", "702", "705", "706", "a"]) == (
        "700-702, 705, 706, a"
    )
