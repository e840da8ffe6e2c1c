"""Contacts are found by name, and quickly whatever is asked for."""

from time import perf_counter

import pytest

from custom_components.telephony.phone_book.index import Contact
from custom_components.telephony.phone_book.names import NameIndex


def test_names_are_found_by_their_words() -> None:
    """Exactly so, else with all the words."""
    ada, augusta = Contact("Ada", ("1",)), Contact("Ada Lovelace", ("2",))
    index = NameIndex([augusta, ada])
    assert index.search("ada") == [ada]
    assert index.search("lovelace ADA") == [augusta]
    assert index.search("Ada Byron") == []
    assert index.search(" ") == []


def test_what_is_typed_begins_words() -> None:
    """In any order, each contact once; nothing typed finds nobody."""
    ada, eva = Contact("Ada Maria Lovelace", ("1",)), Contact("Eva Ada", ("2",))
    index = NameIndex([ada, eva])
    assert list(index.suggest("ad")) == [ada, eva]
    assert list(index.suggest("love AD")) == [ada]
    assert list(index.suggest("da")) == []
    assert list(index.suggest("  ")) == []


@pytest.fixture(scope="module")
def crowd() -> NameIndex:
    """Return a hundred thousand people, all of whose names share a word."""
    return NameIndex(
        Contact(f"Person {number} of Berlin", (str(number),))
        for number in range(100_000)
    )


@pytest.mark.parametrize(
    "text", ["person zz", "p", "person", "berlin person", "of 9", "person 99999 of"]
)
def test_a_search_is_short_whatever_is_typed(crowd: NameIndex, text: str) -> None:
    """Of several tries the best, as others may use the processor."""
    seconds = []
    for _ in range(5):
        before = perf_counter()
        list(crowd.suggest(text))
        crowd.search(text)
        seconds.append(perf_counter() - before)
    assert min(seconds) < 0.008


def test_one_of_many_is_found(crowd: NameIndex) -> None:
    assert [each.numbers for each in crowd.suggest("person 4711 ber")] == [
        ("4711",)
    ] + [(f"4711{digit}",) for digit in range(10)]
    assert [each.numbers for each in crowd.search("berlin of 4711")] == [("4711",)]
