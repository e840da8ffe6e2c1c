"""Asking accounts for their status: who, when, and the proof that the link lives."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

INTERVAL: Final = 30.0
"""Seconds in which every account is asked once: nothing is pushed when a registration changes or
another client switches calls, and with the time-out a dead link shows well within a minute."""
SPACING: Final = 0.05
"""Seconds at least between two such questions: with over 600 accounts a round takes longer."""
QUICK: Final = 2.0
"""Seconds between questions about an account whose call may be answered or switched unheard."""
ANSWER_TIMEOUT: Final = 10.0
WINDOW: Final = 32
"""Questions without an answer yet, so that a start with many accounts does not flood a server."""


class StatusPolls:
    """Asks each account in turn, at once on request, and notices who does not answer."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        ask: Callable[[str], None],
        unanswered: Callable[[str, float], None],
    ) -> None:
        """Prepare; `unanswered` gets an account and when it was asked."""
        self._loop = loop
        self._ask = ask
        self._unanswered = unanswered
        self._round: OrderedDict[str, None] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._asked: OrderedDict[str, float] = OrderedDict()
        self._again: set[str] = set()
        self._all_again = False
        self._later: dict[str, asyncio.TimerHandle] = {}
        self._all: asyncio.TimerHandle | None = None
        self._turn: asyncio.TimerHandle | None = None
        self._deadline: asyncio.TimerHandle | None = None

    def add(self, account: str) -> None:
        """Ask an account now and from now on."""
        self._round[account] = None
        self.request(account)
        self._schedule_turn()

    def remove(self, account: str) -> None:
        """Ask an account no longer."""
        self._round.pop(account, None)
        self._wanted.pop(account, None)
        self._again.discard(account)
        if handle := self._later.pop(account, None):
            handle.cancel()

    def request(self, account: str) -> None:
        """Ask an account as soon as may be, in any case after what was sent before."""
        if account not in self._round:
            return
        if account in self._asked:
            self._again.add(account)
        else:
            self._wanted[account] = None
            self._pump()

    def request_later(self, account: str) -> None:
        """Ask an account soon; many such requests are one."""
        if account in self._round and account not in self._later:
            self._later[account] = self._loop.call_later(QUICK, self._due, account)

    def request_all(self) -> None:
        """Ask every account as soon as may be; of many such requests at once two are kept."""
        if self._all is None:
            self._all = self._loop.call_later(QUICK, self._all_due)
            for account in self._round:
                if account in self._asked:
                    self._again.add(account)
                else:
                    self._wanted[account] = None
            self._pump()
        else:
            self._all_again = True

    def _all_due(self) -> None:
        self._all = None
        if self._all_again:
            self._all_again = False
            self.request_all()

    def answered(self, account: str) -> None:
        """Take it that an account's question was answered."""
        if self._asked.pop(account, None) is not None:
            self._go_on(account)

    def asked_at(self, account: str) -> float | None:
        """Return when an account's open question was sent."""
        return self._asked.get(account)

    def stop(self) -> None:
        """Cancel all timers."""
        for handle in (
            *self._later.values(),
            self._all,
            self._turn,
            self._deadline,
        ):
            if handle:
                handle.cancel()
        self._later.clear()
        self._round.clear()
        self._wanted.clear()
        self._asked.clear()
        self._again.clear()

    def _go_on(self, account: str) -> None:
        """Let the next wait in the window."""
        if account in self._again:
            self._again.discard(account)
            self._wanted[account] = None
        self._pump()

    def _pump(self) -> None:
        while self._wanted and len(self._asked) < WINDOW:
            account, _ = self._wanted.popitem(last=False)
            self._asked[account] = self._loop.time()
            self._watch_deadline()
            self._ask(account)

    def _due(self, account: str) -> None:
        del self._later[account]
        self.request(account)

    def _schedule_turn(self) -> None:
        """Let the next turn come as soon as the number of accounts now asks for."""
        due = self._loop.time() + max(SPACING, INTERVAL / len(self._round))
        if self._turn is None or due < self._turn.when():
            if self._turn:
                self._turn.cancel()
            self._turn = self._loop.call_at(due, self._next_turn)

    def _next_turn(self) -> None:
        """Ask the account that was not asked in its turn for longest."""
        self._turn = None
        if not self._round:
            return
        account = next(iter(self._round))
        self._round.move_to_end(account)
        self._schedule_turn()
        if account not in self._asked:
            self.request(account)

    def _watch_deadline(self) -> None:
        if self._deadline is None and self._asked:
            oldest = next(iter(self._asked.values()))
            self._deadline = self._loop.call_at(oldest + ANSWER_TIMEOUT, self._expire)

    def _expire(self) -> None:
        """Give up what was asked too long ago."""
        self._deadline = None
        until = self._loop.time() - ANSWER_TIMEOUT + 0.001
        expired = []
        for account, asked_at in self._asked.items():
            if asked_at > until:
                break
            expired.append((account, asked_at))
        for account, asked_at in expired:
            self._asked.pop(account, None)
            self._unanswered(account, asked_at)
            self._go_on(account)
        self._watch_deadline()
