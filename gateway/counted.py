"""What was dialed, as it's retained on the broker so that limits hold over a restart."""

from collections.abc import Iterable

from custom_components.telephony.cti.gateway.calls import Document
from custom_components.telephony.cti.gateway.documents import VERSION
from custom_components.telephony.numbers.limits import Dialed


def limits_data(dialed: Iterable[Dialed]) -> Document:
    """Return what counts for the limits."""
    return {"version": VERSION, "dialed": [list(each) for each in dialed]}


def read_limits(document: Document) -> tuple[Dialed, ...] | None:
    """Return what counts for the limits, oldest first; None where it can't be read."""
    try:
        dialed = [
            Dialed(float(at), str(line), outside=outside is True)
            for at, line, outside in document["dialed"]
        ]
    except KeyError, TypeError, ValueError:
        return None
    return tuple(sorted(dialed))
