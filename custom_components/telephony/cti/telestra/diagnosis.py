"""What is tried of a Telestra server, one thing after the other."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Self

from ..connector import Connector
from ..diagnosis import SYNCHRONIZE_SECONDS, StepName, Work
from ..errors import OutcomeUnknown
from ..system import SystemListener
from .recorded import transcript
from .settings import TelestraSettings
from .system import TelestraSystem


class TelestraTrial(TelestraSystem):
    """A server of which one account is asked."""

    def __init__(
        self,
        connector: Connector,
        listener: SystemListener,
        settings: TelestraSettings,
        line: str,
    ) -> None:
        """Prepare; nothing is sent before `start`."""
        super().__init__(connector, listener, settings)
        self.add_line(line)

    @property
    def system(self) -> Self:
        """The server itself."""
        return self

    @property
    def opened(self) -> Mapping[StepName, str]:
        """What belongs to the start: the account's status proves what answers."""
        return {StepName.STATUS: ""}

    def steps(self, line: str) -> Iterable[tuple[StepName, Work]]:
        """Return what is tried with an open connection."""
        yield StepName.MONITOR, self._try_account
        yield StepName.SNAPSHOT, self._try_calls

    def transcript(self) -> list[str]:
        """Return what was said, with stand-ins."""
        assert self.recording is not None
        return transcript(self.recording, TelestraSettings(), self.lines)

    async def _try_account(self) -> str:
        [line] = self.lines.values()
        try:
            async with asyncio.timeout(SYNCHRONIZE_SECONDS):
                await self.wait_synchronized()
        except TimeoutError:
            raise OutcomeUnknown("get-status") from None
        if line.problem:
            raise line.problem
        registration = line.registration
        return f"registration: {registration}" if registration else ""

    async def _try_calls(self) -> str:
        [line] = self.lines.values()
        return "1 call" if len(line.calls) == 1 else f"{len(line.calls)} calls"


new_trial = TelestraTrial
"""What tries a phone system of this protocol."""
