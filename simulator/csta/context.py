"""What all services of a switch share."""

from dataclasses import dataclass

from simulator.exchange import Exchange

from .errors import operation
from .identifiers import References
from .messages import Element, Make, text
from .options import CstaOptions
from .parties import Parties


@dataclass(frozen=True, slots=True)
class Context:
    """The exchange, and how this switch names what is in it."""

    exchange: Exchange
    options: CstaOptions
    parties: Parties
    references: References
    make: Make

    def number(self, request: Element, *path: str) -> str:
        """Return the number of a device in a request, empty where it is missing."""
        return self.parties.devices.number(text(request, *path) or "")

    def line(
        self, request: Element, *path: str, unknown: str = "invalidDeviceID"
    ) -> str:
        """Return the same, which must be a line or a group that the client may use."""
        number = self.number(request, *path)
        if not self.exchange.is_inside(number):
            raise operation(unknown)
        self.check_privilege(number)
        return number

    def check_privilege(self, number: str) -> None:
        """Refuse a line without the permission."""
        if number in self.options.forbidden_lines:
            raise operation("privilegeViolationSpecifiedDevice")
