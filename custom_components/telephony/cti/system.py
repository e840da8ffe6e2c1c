"""What every kind of phone system offers: lines to watch, and what can be asked of them."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from .capability import Capability
from .errors import NotConnected, NotSupported, UnknownLine
from .line import Line
from .link import LinkStatus
from .model import (
    AgentState,
    CallEvent,
    Credentials,
    DialedNumber,
    ForwardingType,
    PhoneSetting,
    Product,
)
from .open_call import Clock, new_call_id
from .recording import Recording
from .routes import Routing

UNREPORTED_LIMIT: Final = 32
"""Events of a line not compared yet that wait until it is available; more are told before."""
LONGEST_DISPLAY_TEXT: Final = 240
"""Characters that a phone's display is given at once (ECMA-285)."""


class SystemListener(Protocol):
    """Who hears what changes; calls come on the event loop and must not block."""

    def link_changed(self, status: LinkStatus) -> None:
        """Tell that the link came, went, found a new reason for being down, or showed other capabilities."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Tell that a line changed: its availability, features or calls, with the events in order."""


class PhoneSystem(ABC):
    """A phone system, seen from the computing function.

    Commands name a line and a call by our ids. They raise NotConnected, UnknownLine,
    CallNotFound, NotSupported, RequestRefused (and its kinds) or OutcomeUnknown.
    """

    capabilities: frozenset[Capability] = frozenset()
    product = Product(None, "Phone system")
    """Whose phone system it is; what a session tells of it is there once the link has been up."""

    def __init__(self, listener: SystemListener, *, clock: Clock | None = None) -> None:
        """Prepare; nothing is sent before `start`."""
        self._listener = listener
        self._clock = clock or Clock()
        self._lines: dict[str, Line] = {}
        self._new_id: Callable[[str, str | None], str] = new_call_id
        self._unsynchronized: set[str] = set()
        self._synchronized = asyncio.Event()
        self._synchronized.set()
        self._routing: Routing | None = None

    # Life

    @abstractmethod
    async def start(self) -> None:
        """Connect, log in and begin to watch the lines; raises LinkError or AuthenticationRefused."""

    @abstractmethod
    async def stop(self) -> None:
        """Take leave and close; nothing is left behind."""

    @property
    @abstractmethod
    def status(self) -> LinkStatus:
        """Whether the link is up, and why not."""

    async def wait_synchronized(self) -> None:
        """Wait until every line is either watched or known to be refused."""
        await self._synchronized.wait()

    def set_pace(self, window: int, pause_ms: int) -> None:  # noqa: B027  # most need none
        """Take so many lines up at once, with a pause (milliseconds), from the next connect on."""

    @property
    @abstractmethod
    def recording(self) -> Recording | None:
        """What is recorded, or was last."""

    @abstractmethod
    def start_recording(self, recording: Recording) -> None:
        """Record the connection from its beginning: one that is up is left, and made again.

        Calls in progress end as unknown. Before `start`, the first connection is recorded.
        """

    def set_routing(self, routing: Routing) -> None:
        """Let somebody decide where calls go, now and after every reconnect, where that is offered."""
        self._routing = routing

    # Lines

    @property
    def lines(self) -> Mapping[str, Line]:
        """The watched lines by number or account."""
        return self._lines

    def line(self, number: str) -> Line:
        """Return a line; UnknownLine where it is not watched."""
        try:
            return self._lines[number]
        except KeyError:
            raise UnknownLine(number) from None

    def add_line(self, number: str) -> Line:
        """Watch a line, now and after every reconnect; adding it twice changes nothing."""
        if (line := self._lines.get(number)) is None:
            line = self._lines[number] = self._new_line(number)
            if self.status.connected:
                self._begin_synchronizing(number)
                self._watch(line)
        return line

    def _new_line(self, number: str) -> Line:
        """Make a line that is watched from now on."""
        return Line(number, self._clock, self._new_id)

    def name_calls(self, new_id: Callable[[str, str | None], str]) -> None:
        """Let calls of lines that are added from now on be named by the line and the reference.

        The reference is what the protocol calls a call. An id must never come again.
        """
        self._new_id = new_id

    def remove_line(self, number: str) -> None:
        """Stop watching a line; its calls are forgotten without events."""
        if (line := self._lines.pop(number, None)) is not None:
            self._end_synchronizing(number)
            self._unwatch(line)

    @abstractmethod
    def _watch(self, line: Line) -> None:
        """Begin to watch a line; the link is up."""

    @abstractmethod
    def _unwatch(self, line: Line) -> None:
        """Stop watching a line, if the link is up."""

    async def named_lines(self) -> Mapping[str, str | None]:
        """Return the lines that the phone system tells of, and their names there; empty where it can't."""
        return {}

    # For subclasses: what changed goes out

    def _publish(self, line: Line) -> None:
        """Hand out what changed on a line since the last time, if it is still watched."""
        if self._lines.get(line.number) is not line:
            return
        if (events := line.drain_events()) is not None:
            self._listener.line_changed(line, events)

    def _begin_synchronizing(self, number: str) -> None:
        self._unsynchronized.add(number)
        self._synchronized.clear()

    def _end_synchronizing(self, number: str) -> None:
        self._unsynchronized.discard(number)
        if not self._unsynchronized:
            self._synchronized.set()

    def _usable(self, number: str) -> Line:
        """Return a line that commands can be sent for."""
        line = self.line(number)
        if not (self.status.connected and line.available):
            raise NotConnected(number)
        return line

    # Commands

    async def make_call(self, line: str, number: DialedNumber) -> str:
        """Place a call from a line and return its id."""
        raise NotSupported(Capability.MAKE_CALL)

    async def answer(self, line: str, call_id: str) -> None:
        """Answer a ringing call."""
        raise NotSupported(Capability.ANSWER)

    async def hangup(self, line: str, call_id: str, *, everyone: bool = False) -> None:
        """Leave a call, or end it for everyone."""
        raise NotSupported(Capability.HANGUP)

    async def hold(self, line: str, call_id: str) -> None:
        """Put a connected call on hold."""
        raise NotSupported(Capability.HOLD)

    async def retrieve(self, line: str, call_id: str) -> None:
        """Take a held call back."""
        raise NotSupported(Capability.RETRIEVE)

    async def switch_call(self, line: str, call_id: str) -> None:
        """Make a held call the active one; the active one goes on hold."""
        raise NotSupported(Capability.SWITCH_CALL)

    async def transfer(self, line: str, call_id: str, number: DialedNumber) -> None:
        """Transfer a call without consultation."""
        raise NotSupported(Capability.TRANSFER)

    async def consult(self, line: str, call_id: str, number: DialedNumber) -> str:
        """Hold a call and call a third party; return the new call's id."""
        raise NotSupported(Capability.CONSULT)

    async def complete_transfer(self, line: str) -> None:
        """Connect the held party with the consulted one and leave."""
        raise NotSupported(Capability.COMPLETE_TRANSFER)

    async def conference(self, line: str) -> None:
        """Join the held and the active call."""
        raise NotSupported(Capability.CONFERENCE)

    async def reconnect(self, line: str) -> None:
        """Leave the active call and take the held one back."""
        raise NotSupported(Capability.RECONNECT)

    async def add_to_conference(
        self, line: str, call_id: str, number: DialedNumber
    ) -> None:
        """Take a third party into a call, without consultation."""
        raise NotSupported(Capability.ADD_TO_CONFERENCE)

    async def deflect(self, line: str, call_id: str, number: DialedNumber) -> None:
        """Send a ringing call elsewhere."""
        raise NotSupported(Capability.DEFLECT)

    async def pick_up(self, line: str, number: DialedNumber) -> None:
        """Answer on this line what rings at a colleague's."""
        raise NotSupported(Capability.PICK_UP)

    async def group_pick_up(self, line: str) -> None:
        """Answer on this line what has rung longest in its pick-up group."""
        raise NotSupported(Capability.GROUP_PICK_UP)

    async def park(self, line: str, call_id: str, number: DialedNumber) -> None:
        """Leave the far end of a call waiting at a number, a parking slot."""
        raise NotSupported(Capability.PARK)

    async def unpark(self, line: str, number: DialedNumber) -> None:
        """Take the call that is parked at a number."""
        raise NotSupported(Capability.UNPARK)

    async def camp_on(self, line: str, call_id: str) -> None:
        """Let a call that found somebody busy wait until the phone there is free."""
        raise NotSupported(Capability.CAMP_ON)

    async def call_back(self, line: str, call_id: str) -> None:
        """Be called back once somebody is free who was busy or didn't answer; the call ends."""
        raise NotSupported(Capability.CALL_BACK)

    async def cancel_call_back(self, line: str) -> None:
        """Take every wish to be called back from a line that is known."""
        raise NotSupported(Capability.CANCEL_CALL_BACK)

    async def send_digits(self, line: str, call_id: str, digits: str) -> None:
        """Send DTMF digits into a call."""
        raise NotSupported(Capability.SEND_DIGITS)

    async def set_forwarding(
        self,
        line: str,
        forwarding_type: ForwardingType,
        number: DialedNumber | None,
        enabled: bool,
    ) -> None:
        """Turn a forwarding on or off."""
        raise NotSupported(Capability.SET_FORWARDING)

    async def set_do_not_disturb(self, line: str, enabled: bool) -> None:
        """Turn do-not-disturb on or off."""
        raise NotSupported(Capability.DO_NOT_DISTURB)

    async def set_message_waiting(self, line: str, enabled: bool) -> None:
        """Turn the message waiting lamp on or off."""
        raise NotSupported(Capability.MESSAGE_WAITING)

    async def set_agent_state(self, line: str, state: AgentState) -> None:
        """Let a line's agent take calls of groups and queues, or not; nobody can be made BUSY.

        While the agent talks, the phone system may wait for the end of the call.
        """
        raise NotSupported(Capability.SET_AGENT_STATE)

    async def set_phone(
        self, line: str, setting: PhoneSetting, value: int, part: str | None = None
    ) -> None:
        """Set one part of a line's phone, or all that have the setting: mutes 0 or 1, volumes 0 to 100, lamps a LampMode.

        Some phones keep a ringer volume only for the call that rings then (ECMA-269, 21.1.21).
        """
        raise NotSupported(Capability(setting))

    async def set_display(self, line: str, text: str) -> None:
        """Show a text, at most the first 240 characters that can be seen, on a phone's display."""
        raise NotSupported(Capability.SET_DISPLAY)

    async def login(self, line: str, credentials: Credentials) -> None:
        """Register an account with its SIP server."""
        raise NotSupported(Capability.LOGIN)

    async def logout(self, line: str) -> None:
        """Unregister an account."""
        raise NotSupported(Capability.LOGIN)
