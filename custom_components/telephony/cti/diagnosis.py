"""Tries a phone system, step by step: what works, what doesn't and why, and what was said meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
import os
import re
import time
from typing import Any, Final, NamedTuple, Protocol

from .errors import (
    AuthenticationRefused,
    CannotConnect,
    CertificateRejected,
    ConnectionTimedOut,
    NotConnected,
    NotCsta,
    NotSupported,
    NotTelestra,
    OutcomeUnknown,
    RequestRefused,
    SessionEnded,
    SessionRefused,
    TelephonyError,
    TlsFailed,
)
from .line import Line
from .link import LinkStatus
from .linked_system import LinkedSystem
from .model import CallEvent, CallEventType, DialedNumber
from .recording import CONNECTED, Recording

SYNCHRONIZE_SECONDS: Final = 30.0
RING_SECONDS: Final = 15.0
"""How long a call that is tried may take to be answered, before it is hung up."""
END_SECONDS: Final = 5.0
_WORD: Final = re.compile(r"[A-Za-z]{2,60}")


class StepName(StrEnum):
    """What is tried, in this order."""

    TCP = "tcp"
    TLS = "tls"
    SESSION = "session"
    SYSTEM_REGISTER = "system_register"
    STATUS = "status"
    CAPABILITIES = "capabilities"
    MONITOR = "monitor"
    SNAPSHOT = "snapshot"
    CALL = "call"


class StepState(StrEnum):
    """What became of a step."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    """The phone system has no such step, nobody asked for it, or what came before failed."""


TITLES: Final[Mapping[StepName, str]] = {
    StepName.TCP: "TCP connection",
    StepName.TLS: "TLS",
    StepName.SESSION: "Session and login",
    StepName.SYSTEM_REGISTER: "System register",
    StepName.STATUS: "Status",
    StepName.CAPABILITIES: "What it offers",
    StepName.MONITOR: "Watching a line",
    StepName.SNAPSHOT: "Calls of the line",
    StepName.CALL: "A call",
}
_TOLD: Final[Mapping[type[TelephonyError], str]] = {
    CannotConnect: "nothing answers: unknown host, turned off, or nothing listens on this port",
    CertificateRejected: "the certificate is not trusted",
    TlsFailed: "no TLS: the port may be one without it",
    ConnectionTimedOut: "no answer in time",
    NotCsta: "what answers doesn't speak CSTA",
    NotTelestra: "what answers doesn't speak the Telestra SIP Service API",
    NotConnected: "the connection is gone",
    NotSupported: "the phone system doesn't have it",
    OutcomeUnknown: "no answer in time",
}


class Step(NamedTuple):
    """One step, what became of it, and seconds that it took; `detail` names nobody."""

    name: StepName
    state: StepState
    detail: str = ""
    seconds: float | None = None


type Work = Callable[[], Awaitable[str]]


class Trial(Protocol):
    """A protocol's phone system that does one thing after the other."""

    @property
    def system(self) -> LinkedSystem[Any]:
        """The phone system itself."""

    @property
    def opened(self) -> Mapping[StepName, str]:
        """What belongs to the start beyond TCP and TLS, with what it gave once it is over."""

    def steps(self, line: str) -> Iterable[tuple[StepName, Work]]:
        """Return what is tried with an open connection; each raises TelephonyError."""

    def transcript(self) -> list[str]:
        """Return what was said, with stand-ins."""


@dataclass
class Diagnosis:
    """What was found out; `transcript` and all details have stand-ins for whatever is private."""

    steps: list[Step] = field(default_factory=list)
    error: TelephonyError | None = None
    """What the first step that failed raised; it may name numbers and addresses."""
    transcript: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing failed."""
        return all(each.state is not StepState.FAILED for each in self.steps)

    def report(self, facts: Mapping[str, str]) -> str:
        """Return it all as Markdown, for people and for an issue."""
        lines = ["# A phone system, tried step by step", ""]
        lines += [f"- {name}: {value}" for name, value in facts.items()]
        lines += ["", "| step | result | seconds |", "| --- | --- | --- |"]
        for each in self.steps:
            result = f"{each.state}: {each.detail}" if each.detail else each.state
            took = "" if each.seconds is None else f"{each.seconds:.3f}"
            lines.append(f"| {TITLES[each.name]} | {result} | {took} |")
        lines += [
            *("", "## What was sent and what came", ""),
            "Numbers, names, addresses and passwords are replaced by stand-ins of the same form.",
            *("", "```text", *self.transcript, "```", ""),
        ]
        return "\n".join(lines)


class Listener:
    """Hears what becomes of a call that is tried."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.events: list[CallEvent] = []
        self._changed = asyncio.Event()

    def link_changed(self, status: LinkStatus) -> None:
        """Go on."""
        self._changed.set()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Take note of the events."""
        self.events += events
        self._changed.set()

    def types(self, call_id: str) -> list[CallEventType]:
        """Return what has become of a call so far."""
        return [each.type for each in self.events if each.call.call_id == call_id]

    async def until(self, seconds: float, call_id: str, *types: CallEventType) -> None:
        """Wait until a call has had one of these events, though not forever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not set(types) & set(self.types(call_id)):
                    self._changed.clear()
                    await self._changed.wait()


async def diagnose(
    trial: Trial,
    listener: Listener,
    line: str,
    *,
    uses_tls: bool,
    number: DialedNumber | None = None,
    on_step: Callable[[Step], None] | None = None,
) -> Diagnosis:
    """Go through one session, from TCP to a call if a `number` is given; it is over at the end.

    Nothing is raised but what ends the task: what goes wrong stands in the steps.
    """
    course = _Course(trial, on_step)
    trial.system.start_recording(course.recording)
    try:
        if await course.start(uses_tls=uses_tls):
            for name, work in trial.steps(line):
                await course.attempt(name, work)
            if number is None:
                course.tell(Step(StepName.CALL, StepState.SKIPPED, "not asked for"))
            elif trial.system.line(line).available:
                call = partial(_call, trial.system, listener, line, number)
                await course.attempt(StepName.CALL, call)
    finally:
        await trial.system.stop()
    return await course.end()


class _Course:
    """What was tried so far."""

    def __init__(self, trial: Trial, on_step: Callable[[Step], None] | None) -> None:
        self.recording = Recording()
        self._found = Diagnosis()
        self._trial = trial
        self._on_step = on_step

    def tell(self, step: Step) -> None:
        """Take note of a step."""
        self._found.steps.append(step)
        if self._on_step:
            self._on_step(step)

    async def attempt(self, name: StepName, work: Work) -> None:
        """Do a step, and take note of what became of it."""
        began = time.perf_counter()
        try:
            state, detail = StepState.DONE, await work()
        except NotSupported as error:
            state = StepState.SKIPPED
            told = name is StepName.CAPABILITIES
            detail = "it doesn't say" if told else explain(error)
        except TelephonyError as error:
            self._found.error = self._found.error or error
            state, detail = StepState.FAILED, explain(error)
        self.tell(Step(name, state, detail, time.perf_counter() - began))

    async def start(self, *, uses_tls: bool) -> bool:
        """Connect and log in, and take note of each part of it."""
        began = time.perf_counter()
        error: TelephonyError | None = None
        try:
            await self._trial.system.start()
        except TelephonyError as raised:
            self._found.error = error = raised
        seconds = time.perf_counter() - began
        connects = (each.at for each in self.recording.pieces if each.data == CONNECTED)
        if (connected := next(connects, None)) is None:
            assert error is not None
            name = StepName.TCP
            if uses_tls and isinstance(error, TlsFailed | CertificateRejected):
                self.tell(Step(StepName.TCP, StepState.DONE))
                name = StepName.TLS
            self.tell(Step(name, StepState.FAILED, explain(error), seconds))
            return False
        self.tell(Step(StepName.TCP, StepState.DONE, "", connected))
        if uses_tls:
            self.tell(Step(StepName.TLS, StepState.DONE))
        else:
            self.tell(Step(StepName.TLS, StepState.SKIPPED, "not used"))
        opened = self._trial.opened
        for name in (StepName.SESSION, StepName.SYSTEM_REGISTER):
            if name not in opened:
                none = "this phone system has none"
                self.tell(Step(name, StepState.SKIPPED, none))
        for name, detail in opened.items():
            state = StepState.FAILED if error else StepState.DONE
            told = explain(error) if error else detail
            self.tell(Step(name, state, told, seconds - connected))
        return error is None

    async def end(self) -> Diagnosis:
        """Return what was found out, in order, with what was said."""
        found = self._found
        tried = {each.name for each in found.steps}
        for name in StepName:
            if name not in tried:
                self.tell(Step(name, StepState.SKIPPED))
        order = list(StepName)
        found.steps.sort(key=lambda each: order.index(each.name))
        found.transcript = await asyncio.to_thread(self._trial.transcript)
        return found


async def _call(
    system: LinkedSystem[Any], listener: Listener, line: str, number: DialedNumber
) -> str:
    """Call a number, let it ring for a while, and hang up."""
    over = (CallEventType.ENDED, CallEventType.FAILED)
    call_id = await system.make_call(line, number)
    await listener.until(RING_SECONDS, call_id, CallEventType.ANSWERED, *over)
    if not set(over) & set(listener.types(call_id)):
        await system.hangup(line, call_id)
        await listener.until(END_SECONDS, call_id, *over)
    return ", ".join(listener.types(call_id))


def explain(error: TelephonyError) -> str:
    """Return what an error means; words of the phone system's only where they name nobody."""
    match error:
        case RequestRefused():
            return f"refused: {_code(error.code)} ({error.category})"
        case SessionRefused():
            return f"refused: {_code(error.code)}"
        case AuthenticationRefused():
            return f"username or password refused: {_code(str(error))}"
        case SessionEnded():
            return f"the phone system ended the session: {_code(error.reason)}"
        case CannotConnect() if reason := _system_word(error):
            return reason
    kinds = (each for each in type(error).__mro__ if each in _TOLD)
    return next((_TOLD[each] for each in kinds), "the connection was lost")


def _code(text: str) -> str:
    return text if _WORD.fullmatch(text) else "with words of its own"


def _system_word(error: TelephonyError) -> str | None:
    """Return what the operating system says, which names no address."""
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno and cause.errno > 0:
        return os.strerror(cause.errno).lower()
    return None
