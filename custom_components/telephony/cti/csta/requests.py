"""Requests that wait for their replies, told apart by invoke ID."""

import asyncio
from dataclasses import dataclass
from typing import Final

from ..errors import OutcomeUnknown, SubscribedResourceUnavailable, TelephonyError
from .wire.errors import is_answer, is_refusal, refusal
from .wire.frame import LAST_INVOKE_ID
from .wire.xml import Element

REQUEST_TIMEOUT: Final = 10.0
"""Seconds for a reply to come; later ones are dropped."""


@dataclass(slots=True)
class _Waiter:
    """One request without its reply."""

    service: str
    future: asyncio.Future[Element]
    timer: asyncio.TimerHandle


class Requests:
    """The outstanding requests of one connection: up to 9,998."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin with none."""
        self._loop = loop
        self._waiting: dict[int, _Waiter] = {}
        self.given_up: set[str] = set()
        """Services that weren't answered in time, once at least: their answers may come late."""
        self._last = 0

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def add(
        self, service: str, timeout: float = REQUEST_TIMEOUT
    ) -> tuple[int, asyncio.Future[Element]]:
        """Return a free invoke ID and what the reply to it will settle; timeout in seconds.

        The future fails with RequestRefused, NotSupported, OutcomeUnknown after the time-out, or
        with what ended the connection. SubscribedResourceUnavailable when no invoke ID is free.
        """
        if len(self._waiting) >= LAST_INVOKE_ID:
            raise SubscribedResourceUnavailable(service, "outstandingReqLimitExceeded")
        invoke_id = self._last % LAST_INVOKE_ID + 1
        while invoke_id in self._waiting:
            invoke_id = invoke_id % LAST_INVOKE_ID + 1
        self._last = invoke_id
        future: asyncio.Future[Element] = self._loop.create_future()
        timer = self._loop.call_later(timeout, self._time_out, invoke_id)
        self._waiting[invoke_id] = _Waiter(service, future, timer)
        return invoke_id, future

    def settle(self, invoke_id: int, name: str, root: Element) -> str | None:
        """Hand a reply to who waits for it and return the service; None where nobody does.

        It must be a refusal, or the answer of the service that was asked for: a stranger's answer
        with the same invoke ID leaves the request waiting for its own.
        """
        waiter = self._waiting.get(invoke_id)
        if waiter is None:
            return None
        is_no = is_refusal(name, waiter.service)
        if not (is_no or is_answer(name, waiter.service)):
            return None
        del self._waiting[invoke_id]
        waiter.timer.cancel()
        if not waiter.future.done():
            if is_no:
                _fail(waiter.future, refusal(waiter.service, root))
            else:
                waiter.future.set_result(root)
        return waiter.service

    def fail(self, error: TelephonyError) -> None:
        """Let everybody who waits know that no reply will come."""
        waiting, self._waiting = self._waiting, {}
        for waiter in waiting.values():
            waiter.timer.cancel()
            if not waiter.future.done():
                _fail(waiter.future, error)

    def _time_out(self, invoke_id: int) -> None:
        waiter = self._waiting.pop(invoke_id)
        self.given_up.add(waiter.service)
        if not waiter.future.done():
            _fail(waiter.future, OutcomeUnknown(waiter.service, "no answer in time"))


def _fail(future: asyncio.Future[Element], error: TelephonyError) -> None:
    future.set_exception(error)
    future.exception()  # retrieved: whoever asked may have stopped waiting
