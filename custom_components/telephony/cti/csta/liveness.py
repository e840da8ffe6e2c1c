"""Whether the other side is still there: its session is renewed, and silence is asked about.

Hardly a service is mandatory, so a question that nobody answers proves nothing. Only silence about a
service that has answered before in this session ends the connection.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from ..errors import ConnectionLost, RequestRefused, SessionEnded, TelephonyError
from .services import Services
from .wire.messages import SESSION_SECONDS
from .wire.xml import Element, text

HEARTBEAT_AFTER: Final = 30.0
"""Seconds without anything received before the other side is asked for a sign of life."""
HEARTBEAT_TIMEOUT: Final = 10.0

type Question = tuple[str, Callable[[], object]]
"""A service, and what asks for it."""


class Liveness:
    """Renews a session in time, and gives a connection up that has died silently."""

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
        """Whether the last question was for a service that has answered before."""
        self._heartbeat: asyncio.TimerHandle | None = None
        self._renewal: list[asyncio.TimerHandle] = []

    def start(self) -> None:
        """Listen for silence from now on."""
        self._asked_at = self.heard_at
        self._heartbeat = self._loop.call_later(HEARTBEAT_AFTER, self._listen)

    def stop(self) -> None:
        """Ask no more."""
        self._cancel_renewal()
        if self._heartbeat:
            self._heartbeat.cancel()

    # A session's timer (ECMA-354, 8.2)

    def session_lasts(self, reply: Element, renew: Callable[[], object]) -> None:
        """Renew at half of the actual duration, and at three quarters if that is not answered."""
        self._cancel_renewal()
        told = text(reply, "actualSessionDuration") or ""
        makes_sense = told.isdecimal() and len(told) < 10
        seconds = (int(told) if makes_sense else 0) or SESSION_SECONDS
        later = self._loop.call_later
        self._renewal = [
            later(seconds * 0.5, renew),
            later(seconds * 0.75, renew),
            later(seconds, self._fail, SessionEnded("sessionTimerExpired")),
        ]

    def renewed(
        self, future: asyncio.Future[Element], renew: Callable[[], object]
    ) -> None:
        """Take the answer to a renewal; a refusal means that the session is over."""
        error = future.exception()
        if error is None:
            self.session_lasts(future.result(), renew)
        elif isinstance(error, RequestRefused):
            self._fail(SessionEnded(error.code))

    def _cancel_renewal(self) -> None:
        for timer in self._renewal:
            timer.cancel()

    # Silence

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
        self._must_answer = self._services.responds(service)
        self._asked_at = self._loop.time()
        ask()
        wait = HEARTBEAT_TIMEOUT if self._must_answer else HEARTBEAT_AFTER
        return self._asked_at + wait
