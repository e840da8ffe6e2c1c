"""What events leave open about single calls, asked of the phone system (SnapshotCall, 16.1.1)."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from ..errors import NotSupported, OutcomeUnknown, TelephonyError
from ..model import UNKNOWN_PARTY, Outcome
from .calls.connection import Connection
from .calls.device_calls import DeviceCalls
from .calls.untold import LostRing
from .found_calls import LIVES, Found
from .segments import Segments
from .session import CstaSession
from .snapshot import ask_call, far_end, find
from .wire.identifiers import ConnectionId

_ANSWERS_KEPT: Final = 256
BEFORE_THE_LOSS: Final = 2.0
"""Seconds before a ring ends in which an answer at another line may have ended it."""


class Questions:
    """Asks whom a call is for that was dialed by hand, and who took a call that rang in vain."""

    def __init__(
        self,
        session: CstaSession,
        segments: Segments,
        on_changed: Callable[[DeviceCalls], None],
    ) -> None:
        """Ask for nothing yet."""
        self._session = session
        self._segments = segments
        self._on_changed = on_changed
        self._loop = asyncio.get_running_loop()
        self._answers: dict[str, float] = {}
        """When a line of ours heard a call answered, by callID, the newest last."""
        self._lost: dict[LostRing, DeviceCalls] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def note_answer(self, calls: DeviceCalls, call_id: str) -> None:
        """Remember that a call was answered, which may be what another line has lost."""
        leg = calls.legs.get(call_id)
        if leg is None or calls.legs.call(leg).answered_at is None:
            return
        self._answers.pop(call_id, None)
        self._answers[call_id] = self._loop.time()
        if len(self._answers) > _ANSWERS_KEPT:
            del self._answers[next(iter(self._answers))]

    def ask(self, calls: DeviceCalls) -> None:
        """Ask what a line wants to know."""
        questions, calls.legs.questions = calls.legs.questions, []
        for each in questions:
            if isinstance(each, LostRing):
                self._lost[each] = calls
                work = self._ask_who_came(each, calls)
            else:
                work = self._ask_who_was_called(each, calls)
            task = self._loop.create_task(work, name="telephony CSTA question")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """Ask no more: whoever is still asked about gave up, as far as anybody knows."""
        for task in self._tasks:
            task.cancel()
        for lost in tuple(self._lost):
            self._end(lost, lost.outcome)

    def _end(
        self, lost: LostRing, outcome: Outcome | None, *, lives: bool = False
    ) -> None:
        if (calls := self._lost.pop(lost, None)) is None:
            return
        if lost.unheard and (lives or calls.legs.get(lost.call_id)):
            calls.line.forget(lost.call.call_id)
            return
        calls.line.end(lost.call.call_id, outcome, cause=lost.cause)
        self._on_changed(calls)

    async def _ask_who_came(self, lost: LostRing, calls: DeviceCalls) -> None:
        """Tell how a call ended that rang here in vain."""
        at = self._loop.time()
        found = Found(ConnectionId(lost.call_id), "null", ())
        number = calls.line.number
        try:
            found = await ask_call(self._session, self._segments, found, number)
        except NotSupported, OutcomeUnknown:
            with suppress(TelephonyError):
                # Who has answered another line is told of before this is answered.
                await find(self._session, self._segments, number)
        except TelephonyError:
            pass  # there is no such call any more, or nobody to ask
        heard = self._answers.get(lost.call_id)
        heard_answer = heard is not None and heard >= at - BEFORE_THE_LOSS
        is_taken = (found.is_taken or heard_answer) and not lost.unheard
        self._end(
            lost,
            Outcome.ANSWERED_ELSEWHERE if is_taken else lost.outcome,
            lives=found.own in LIVES,
        )

    async def _ask_who_was_called(self, leg: Connection, calls: DeviceCalls) -> None:
        """Let a call that was dialed by hand have its number."""
        legs = calls.legs
        found = Found(leg.connection(), leg.state, ())
        try:
            found = await ask_call(
                self._session, self._segments, found, calls.line.number
            )
        except TelephonyError:
            return
        if legs.get(leg.call_id) is not leg:
            return
        called = legs.other(found.called) or far_end(calls, found, leg)
        call = legs.call(leg)
        if called is not None and call.party == UNKNOWN_PARTY:
            legs.change(
                leg,
                party=called,
                called_number=None if call.called_number else called.number,
            )
            self._on_changed(calls)
