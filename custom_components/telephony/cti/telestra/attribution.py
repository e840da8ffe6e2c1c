"""Whose call was answered: a broadcast may name the account of the other party."""

from collections.abc import Callable

from .account import Account, CallIndex
from .commands import AnswerCall
from .events import CallAnswered
from .open_commands import OpenCommands


class AnswerAttribution:
    """Finds the account that a call-answered is about.

    First the only one that we asked to answer a call with this id; then the named one; then,
    where the named one has no such call, the only one whose call with this id waits.
    """

    def __init__(self, find: Callable[[str], Account | None], index: CallIndex) -> None:
        """Look accounts up by name with `find`, by call id in `index`."""
        self._find = find
        self._index = index
        self._owed: dict[tuple[str, int], str] = {}

    def __call__(self, commands: OpenCommands, event: CallAnswered) -> Account | None:
        """Return the account, None where it cannot be told."""
        call_id = event.call_id
        named = self._find(event.account)
        if asking := self._asking(commands, call_id):
            if named and named is not asking and named.awaits_answer(call_id):
                self._owed[asking.name, call_id] = named.name
            return asking
        if named is None:
            return None
        if named.awaits_answer(call_id):
            return named
        return self._creditor(named, call_id) or self._only_waiting(named, call_id)

    def forget(self) -> None:
        """Forget what belongs to a connection that is gone."""
        self._owed.clear()

    def _asking(self, commands: OpenCommands, call_id: int) -> Account | None:
        """Return the only account that is being asked to answer such a call."""
        names = commands.about(AnswerCall, call_id)
        account = self._find(names[0]) if len(names) == 1 else None
        return account if account and account.awaits_answer(call_id) else None

    def _creditor(self, named: Account, call_id: int) -> Account | None:
        """Return the account whose own event was taken for one of `named`."""
        account = self._find(self._owed.pop((named.name, call_id), ""))
        return account if account and account.awaits_answer(call_id) else None

    def _only_waiting(self, named: Account, call_id: int) -> Account | None:
        if named.holds(call_id):
            return None
        holders = self._index.holders(call_id)
        waiting = [each for each in holders if each.awaits_answer(call_id)]
        return waiting[0] if len(waiting) == 1 else None
