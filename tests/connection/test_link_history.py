"""What is kept of a link's life for diagnostics."""

from freezegun.api import FrozenDateTimeFactory

from custom_components.telephony.connection.link_history import (
    LINK_EVENTS_KEPT,
    ConnectionHistory,
)
from custom_components.telephony.cti.errors import CannotConnect
from custom_components.telephony.cti.link import LinkState, LinkStatus

DOWN = LinkStatus(LinkState.WAITING, CannotConnect("192.0.2.1 refuses"))
UP = LinkStatus(LinkState.READY)


def test_what_happens_again_and_again_is_kept_once_with_how_often(
    freezer: FrozenDateTimeFactory,
) -> None:
    """A night without a connection must not push everything else out."""
    history = ConnectionHistory()
    freezer.move_to("2026-11-01T00:00:00+00:00")
    history.link(DOWN)
    for _ in range(1000):
        freezer.tick(60)
        history.link(DOWN)
    history.link(UP)

    down, up = history.link_events
    assert down.as_dict() == {
        "state": "waiting",
        "reason": "CannotConnect",
        "first": "2026-11-01T00:00:00+00:00",
        "last": "2026-11-01T16:40:00+00:00",
        "times": 1001,
    }
    assert (up.state, up.reason) == ("ready", None)


def test_only_the_last_events_are_kept() -> None:
    history = ConnectionHistory()
    for _ in range(LINK_EVENTS_KEPT):
        history.link(DOWN)
        history.link(UP)

    assert len(history.link_events) == LINK_EVENTS_KEPT
    assert history.link_events[-1].state == "ready"
