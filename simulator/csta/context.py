"""What all services of a switch share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from simulator.exchange import Exchange

from .connection import CstaConnection
from .errors import operation
from .identifiers import References
from .messages import Element, Make, local_name, text
from .options import CstaOptions
from .parties import Parties

type Handler = Callable[[CstaConnection, Element], Element | None]


@dataclass(frozen=True, slots=True)
class Context:
    """The exchange, and how this switch names what is in it."""

    exchange: Exchange
    options: CstaOptions
    parties: Parties
    references: References
    make: Make

    def number(self, request: Element, *path: str) -> str:
        """Return the number of a device in a request, empty where it is missing.

        Where clients ask for devices, one that was never told is refused.
        """
        told, devices = text(request, *path) or "", self.parties.devices
        number = devices.number(told)
        asked_for = self.options.profile.asks_for_devices
        if asked_for and told and told != devices.identifier(number):
            raise operation("invalidDeviceID")
        return number

    def line(
        self, request: Element, *path: str, unknown: str = "invalidDeviceID"
    ) -> str:
        """Return the same, which must be a line or a group that the client may use."""
        number, form = self.number(request, *path), self.options.profile.line_form
        if form and not form.fullmatch(text(request, *path) or ""):
            raise operation(unknown)
        if not self.exchange.is_inside(number):
            raise operation(unknown)
        self.check_privilege(number)
        return number

    def check_privilege(self, number: str) -> None:
        """Refuse a line without the permission."""
        if number in self.options.forbidden_lines:
            raise operation("privilegeViolationSpecifiedDevice")

    def flag(self, tag: str, *, on: bool) -> Element:
        """Return a boolean."""
        return self.make(tag, "true" if on else "false")

    def answering(self, carry_out: Callable[[Element], Element | None]) -> Handler:
        """Put what a service gives into its response."""

        def handle(_connection: CstaConnection, request: Element) -> Element:
            content = carry_out(request)
            name = f"{local_name(request)}Response"
            return self.make(name, *(() if content is None else (content,)))

        return handle

    def of_line(self, carry_out: Callable[[str, Element], Element | None]) -> Handler:
        """Find the line that a request is about, and put what the service gives into its response."""
        return self.answering(
            lambda request: carry_out(self.line(request, "device"), request)
        )

    def send_segments(
        self,
        connection: CstaConnection,
        message: str,
        box: str,
        segments: Iterable[Sequence[Element]],
    ) -> Element:
        """Send data in pieces after a response; return the reference that it names."""
        make, reference = self.make, self.references.service()
        pieces = list(segments) or [()]
        for number, piece in enumerate(pieces, start=1):
            connection.send_event(
                make(
                    message,
                    make("serviceCrossRefID", reference),
                    make("segmentID", str(number)),
                    self.flag("lastSegment", on=number == len(pieces)),
                    make(box, *piece),
                )
            )
        return make("serviceCrossRefID", reference)
