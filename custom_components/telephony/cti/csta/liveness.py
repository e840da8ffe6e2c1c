"""Whether the other side is still there: silence is asked about.

Hardly a service is mandatory, so a question that nobody answers proves nothing. Only silence about a
service that has answered before in this session ends the connection, or silence about everything since
a monitor was asked for, which is the one thing that every phone system answers.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from ..errors import ConnectionLost, TelephonyError
from .services import Services

HEARTBEAT_AFTER: Final = 30.0
"""Seconds without anything received before the other side is asked for a sign of life."""
HEARTBEAT_TIMEOUT: Final = 10.0

type Question = tuple[str, Callable[[], object]]
"""A service, and what asks for it."""


class Liveness:
    """Gives a connection up that has died silently."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        services: Services,
        questions: Callable[[], Iterable[Question]],
        fail: Callable[[TelephonyError], None],
    ) -> None:
        """Prepare; `questions` are what can be asked now, the best first."""
        self._loop = loop
        self._services = services
        self._questions = questions
        self._fail = fail
        self.heard_at = loop.time()
        """When a message came last, on the loop's clock; the session keeps it up to date."""
        self._asked_at = 0.0
        self._must_answer = False
        """Whether silence about the last question means that nobody is there."""
        self._monitor_asked_at = -1.0
        self._heartbeat: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Listen for silence from now on."""
        self._asked_at = self.heard_at
        self._heartbeat = self._loop.call_later(HEARTBEAT_AFTER, self._listen)

    def stop(self) -> None:
        """Ask no more."""
        if self._heartbeat:
            self._heartbeat.cancel()

    # Silence

    def monitor_unanswered(self, asked_at: float) -> None:
        """Learn that a monitor that was asked for at this time got no answer."""
        self._monitor_asked_at = asked_at

    def _listen(self) -> None:
        now = self._loop.time()
        if self._asked_at <= self.heard_at:
            due = self.heard_at + HEARTBEAT_AFTER
            if now >= due:
                due = self.ask()
        elif self._must_answer:
            due = self._asked_at + HEARTBEAT_TIMEOUT
            if now >= due:
                self._fail(ConnectionLost("the phone system has gone silent"))
                return
        else:
            due = self._asked_at + HEARTBEAT_AFTER
            if now >= due:
                due = self.ask()
        self._heartbeat = self._loop.call_at(max(due, now + 0.01), self._listen)

    def ask(self) -> float:
        """Ask what is surest to be answered; return when to look again."""
        questions = list(self._questions())
        known = [each for each in questions if self._services.responds(each[0])]
        service, ask = (known or questions)[0]
        is_deaf = self._monitor_asked_at >= self.heard_at
        self._must_answer = is_deaf or self._services.responds(service)
        self._asked_at = self._loop.time()
        ask()
        wait = HEARTBEAT_TIMEOUT if self._must_answer else HEARTBEAT_AFTER
        return self._asked_at + wait
