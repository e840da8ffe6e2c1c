"""What is tried of a phone system that speaks CSTA, one thing after the other."""

import asyncio
from collections.abc import Iterable, Mapping
import re
from typing import Final, Self, override

from ..connector import Connector
from ..diagnosis import SYNCHRONIZE_SECONDS, StepName, Work
from ..errors import NotConnected, NotSupported, OutcomeUnknown
from ..line import Line
from ..system import SystemListener
from .opening import learn_services
from .profiles import PROFILES, StartMode
from .recorded import transcript
from .session import CstaSession
from .settings import CstaSettings
from .snapshot import find
from .system import CstaSystem
from .wire.xml import text

_EDITION: Final = re.compile(r"[a-z]{2}[0-9]{1,2}(?:/priv[0-9]{1,2})?")


class CstaTrial(CstaSystem):
    """A phone system whose line is watched only when it is its turn."""

    def __init__(
        self,
        connector: Connector,
        listener: SystemListener,
        settings: CstaSettings,
        line: str,
    ) -> None:
        """Prepare; nothing is sent before `start`."""
        super().__init__(connector, listener, settings)
        self._trial_settings = settings
        self._is_watching = False
        self.add_line(line)

    @property
    def system(self) -> Self:
        """The phone system itself."""
        return self

    @property
    def opened(self) -> Mapping[StepName, str]:
        """What belongs to the start, with what it gave."""
        session = self._link.session
        match PROFILES[self._trial_settings.profile].start:
            case StartMode.SESSION:
                version = session.application.version if session else None
                told = version.rpartition("/csta/")[2] if version else ""
                return {StepName.SESSION: told if _EDITION.fullmatch(told) else ""}
            case StartMode.SYSTEM_REGISTER:
                return {StepName.SYSTEM_REGISTER: ""}
        return {StepName.STATUS: ""} if session is None else {}

    def steps(self, line: str) -> Iterable[tuple[StepName, Work]]:
        """Return what is tried with an open connection."""
        yield StepName.STATUS, self._try_status
        yield StepName.CAPABILITIES, self._try_services
        yield StepName.MONITOR, self._try_monitor
        yield StepName.SNAPSHOT, self._try_snapshot

    def transcript(self) -> list[str]:
        """Return what was said, with stand-ins."""
        assert self.recording is not None
        return transcript(self.recording, self._trial_settings, self.lines)

    @property
    def _session(self) -> CstaSession:
        if (session := self._link.session) is None:
            raise NotConnected("the connection is gone")
        return session

    async def _try_status(self) -> str:
        reply = await self._ask("RequestSystemStatus")
        status = text(reply, "systemStatus") or "no status in the answer"
        return status if status.isalpha() else ""

    async def _try_services(self) -> str:
        session = self._session
        await learn_services(session, session.services)
        told = ("GetCSTAFeatures", "GetSwitchingFunctionCaps")
        if not any(session.services.has_answered(each) for each in told):
            raise NotSupported("it doesn't say what it offers")
        missing = sorted(type(self).capabilities - session.capabilities)
        return f"without {', '.join(missing)}" if missing else "everything"

    async def _try_monitor(self) -> str:
        [line] = self.lines.values()
        self._is_watching = True
        self._watch(line)
        try:
            async with asyncio.timeout(SYNCHRONIZE_SECONDS):
                await self.wait_synchronized()
        except TimeoutError:
            raise OutcomeUnknown("MonitorStart") from None
        if line.problem:
            raise line.problem
        return ""

    async def _try_snapshot(self) -> str:
        [number] = self.lines
        if self._monitors is None:
            raise NotConnected("the connection is gone")
        found = await find(self._session, self._monitors.segments, number)
        return "1 call" if len(found) == 1 else f"{len(found)} calls"

    @override
    def _watch(self, line: Line) -> None:
        if self._is_watching:
            super()._watch(line)


new_trial = CstaTrial
"""What tries a phone system of this protocol."""
