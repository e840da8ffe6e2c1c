"""What gateways say of themselves on the broker, read by those who follow their lines."""

from typing import Final, NamedTuple

from ..capability import Capability
from ..errors import GatewayNotConnected, NoGateway, TelephonyError
from ..model import Product
from .calls import UNREADABLE, Document, read_text

NO_PRODUCT: Final = Product(None, "Phone system over MQTT")
_COMMANDED: Final = frozenset(Capability) - {Capability.LOGIN}
"""What gateways take commands for."""


class GatewayStatus(NamedTuple):
    """What a gateway says of itself, as far as others need it."""

    instance: str
    """Which run of it."""
    is_online: bool
    is_ready: bool
    """Whether it's there, with a connection to its phone system."""
    problem: TelephonyError | None
    """Why not."""
    lines: str
    product: Product
    capabilities: frozenset[Capability]
    """What can be asked for through it."""


def read_status(document: Document) -> GatewayStatus | None:
    """Return what a gateway says of itself; None where it can't be read."""
    try:
        lines, instance = document["lines"], document["instance"]
        if not (isinstance(lines, str) and isinstance(instance, str)):
            return None
        is_online = document["online"] is True
        if not is_online:
            return GatewayStatus(
                instance,
                is_online,
                is_ready=False,
                problem=NoGateway("offline"),
                lines=lines,
                product=NO_PRODUCT,
                capabilities=frozenset(),
            )
        is_ready = document["link"] == "ready"
        reason = read_text(document["reason"]) or str(read_text(document["link"]))
        offered = frozenset[Capability]()
        if document["commands"] is True:
            offered = _COMMANDED.intersection(document["capabilities"])
        return GatewayStatus(
            instance,
            is_online,
            is_ready,
            None if is_ready else GatewayNotConnected(reason),
            lines,
            Product(
                read_text(document["maker"]),
                read_text(document["model"]) or NO_PRODUCT.model,
                read_text(document["product_version"]),
            ),
            frozenset(map(Capability, offered)),
        )
    except UNREADABLE:
        return None


def is_late_will(before: GatewayStatus | None, status: GatewayStatus | None) -> bool:
    """Tell whether a status is the last word of a run that another one has replaced by now."""
    return (
        before is not None
        and status is not None
        and before.is_online
        and not status.is_online
        and before.instance != status.instance
    )
