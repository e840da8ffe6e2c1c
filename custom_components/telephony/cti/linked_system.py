"""A phone system behind one link of ours."""

from collections.abc import Callable
import random
from typing import override

from .capability import Capability
from .connector import Connector
from .line import Line
from .link import Link, LinkStatus, Session
from .open_call import Clock
from .recording import Recording
from .system import PhoneSystem, SystemListener


class LinkedSystem[S: Session](PhoneSystem):
    """A phone system behind one link of ours, and what its coming and going means for the lines."""

    def __init__(
        self,
        connector: Connector,
        listener: SystemListener,
        new_session: Callable[[], S],
        *,
        name: str,
        clock: Clock | None = None,
        rng: random.Random | None = None,
    ) -> None:
        """Prepare; nothing is sent before `start`. `name` is for the log."""
        super().__init__(listener, clock=clock)
        self._link = Link(
            connector, new_session, self._link_changed, name=name, rng=rng
        )

    @override
    async def start(self) -> None:
        await self._link.start()

    @override
    async def stop(self) -> None:
        self._session_over()
        await self._link.stop()
        self._lose_lines()

    @property
    @override
    def status(self) -> LinkStatus:
        return self._link.status

    @property
    @override
    def recording(self) -> Recording | None:
        return self._link.recording

    @override
    def start_recording(self, recording: Recording) -> None:
        self._link.start_recording(recording)

    def _link_changed(self, status: LinkStatus, session: S | None) -> None:
        if session is None:
            self._session_over()
            self._lose_lines()
            self._listener.link_changed(status)
            return
        self._session_ready(session)
        for number in self._lines:
            self._begin_synchronizing(number)
        self._listener.link_changed(status)
        # Where there were calls, people look first.
        for line in sorted(self._lines.values(), key=lambda line: not line.calls):
            self._watch(line)

    def _offer(self, capabilities: frozenset[Capability]) -> None:
        """Take over what the phone system has shown that it can do, while the link is up."""
        if self.capabilities != capabilities:
            self.capabilities = capabilities
            self._listener.link_changed(self.status)

    def _lose_lines(self) -> None:
        """Mark what is no longer known; the link itself is told of elsewhere."""
        for line in tuple(self._lines.values()):
            if line.pending_events:  # late is worse than while it is unavailable
                self._publish(line)
            self._line_lost(line)

    # For subclasses

    def _session_ready(self, session: S) -> None:
        """Prepare for the lines of a session that has just been opened."""

    def _session_over(self) -> None:
        """End what belongs to the session: it is lost, or about to be closed."""

    def _line_lost(self, line: Line) -> None:
        """Take it that nothing is known of a line until the next session."""
        line.lose()
