"""The last so many of something."""

from collections import deque

from hypothesis import given, strategies as st

from custom_components.telephony.call_log.last_items import LastItems


@given(st.lists(st.integers(1, 40), max_size=120), st.lists(st.integers(), max_size=40))
def test_it_is_what_a_deque_would_be(sizes: list[int], first: list[int]) -> None:
    """Whatever was there before and however the size changes, the newest so many are left."""
    items = LastItems(first)
    model = deque(first)
    for number, size in enumerate(sizes):
        items = items.added(number, size)
        model.append(number)
        while len(model) > size:
            model.popleft()
        assert tuple(items) == tuple(model)
        assert len(items) == len(model)
        assert items[-1] == model[-1]
        assert items[::-1] == tuple(model)[::-1]


def test_an_earlier_value_stays_as_it_was() -> None:
    """Whoever holds one, another thread for instance, does not see it change."""
    before = LastItems([1, 2, 3])
    held = before.added(4, 3)
    for number in range(5, 50):
        held.added(number, 3)
    assert tuple(before) == (1, 2, 3)
    assert tuple(held) == (2, 3, 4)
