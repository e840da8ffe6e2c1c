"""What goes with a call and changes no state: the event messages of ECMA-269 clause 18.2."""

from simulator.calls import EventKind

from .messages import Element
from .views import Body, View


def _digits_generated(view: View) -> list[Element]:
    keys = view.make("digitGeneratedList", view.event.digits)
    return [view.connection("connection"), keys]


ASSOCIATED_EVENTS: dict[EventKind, tuple[str, Body]] = {
    EventKind.DIGITS_GENERATED: ("DigitsGeneratedEvent", _digits_generated),
}
