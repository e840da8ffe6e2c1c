"""What a phone system behind a gateway needs of a connection to a broker, whoever keeps it."""

from typing import Final, Protocol

from ..link import LinkStatus

COMMAND_SECONDS: Final = 20.0
"""How long an answer may take: a phone system takes up to ten seconds, a broker ten more."""


class ConnectionListener(Protocol):
    """Who lives on a connection to a broker; calls come on the event loop and must not block."""

    def broker_changed(self, status: LinkStatus) -> None:
        """Tell that the broker is there or has gone, and why."""

    def received(self, topic: str, payload: bytes, *, retained: bool) -> None:
        """Take a message."""


class BrokerConnection(Protocol):
    """A connection to a broker, made again whenever it's lost."""

    async def start(self, listener: ConnectionListener) -> None:
        """Connect; raises LinkError or AuthenticationRefused."""

    async def stop(self) -> None:
        """Take leave; nothing is left behind."""

    def subscribe(self, *topics: str) -> None:
        """Receive what is told on topics, now and after every reconnect, what is retained first."""

    def unsubscribe(self, *topics: str) -> None:
        """Receive it no longer."""

    async def publish(self, topic: str, payload: bytes) -> None:
        """Publish at least once (QoS 1), and wait until the broker has it.

        Raises NotConnected, or OutcomeUnknown where the broker didn't say so.
        """
