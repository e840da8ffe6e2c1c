"""One client's TCP connection: frames, invoke IDs, answers, and requests of the switch's own."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, cast, override

from simulator.clock import Clock, Timer

from .errors import CstaError, operation
from .frame import EVENT_INVOKE_ID, FrameError, FrameReader, encode_frame
from .messages import (
    Element,
    UnreadableXml,
    Writer,
    is_reply,
    is_xml,
    local_name,
    parse,
)
from .options import CstaOptions

LAST_INVOKE_ID = EVENT_INVOKE_ID - 1
TOO_MANY_REQUESTS = CstaError(
    "subscribedResourceAvailability", "outstandingReqLimitExceeded"
)


class Switch(Protocol):
    """What a connection needs of the switch behind it."""

    options: CstaOptions
    writer: Writer
    loop: Clock
    frozen: bool

    def joined(self, connection: CstaConnection) -> None:
        """A client has connected."""

    def left(self, connection: CstaConnection) -> None:
        """A client's connection is gone."""

    def heard(self, request: Element) -> None:
        """Write down a request, also one that is never answered."""

    def serve(self, connection: CstaConnection, request: Element) -> Element | None:
        """Carry a request out and give the reply, if it has one; CstaError where it is refused."""

    def stop_monitors_of(self, connection: CstaConnection) -> None:
        """Drop every monitor of a client that may no longer ask."""

    def blame(self, fault: str) -> None:
        """Write down what a client did wrong."""


class CstaConnection(asyncio.Protocol):
    """Speaks frames with one client; what they mean is the switch's affair."""

    def __init__(self, switch: Switch) -> None:
        """One for each connection that is accepted."""
        self._switch = switch
        quirk = switch.options.length_without_header
        self._reader = FrameReader(is_xml if quirk else None)
        self._count_header = not quirk
        self._transport: asyncio.WriteTransport | None = None
        self._outstanding: set[int] = set()
        self._own_requests: dict[int, str] = {}
        self._own_invoke_id = 0
        self._held_back: list[bytes] | None = None
        self._paused = False
        self._lost_messages = False
        self._heartbeat: Timer | None = None
        self._asked_at = switch.loop.time()
        """When the client last asked for something."""
        self.registered = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        with suppress(NotImplementedError):
            self._transport.set_write_buffer_limits(
                high=self._switch.options.write_limit
            )
        self._switch.joined(self)
        self._schedule_heartbeat()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._heartbeat is not None:
            self._heartbeat.cancel()
        self._switch.left(self)

    @override
    def pause_writing(self) -> None:
        self._paused = True

    @override
    def resume_writing(self) -> None:
        self._paused = False
        if self._lost_messages:
            self._lost_messages = False
            self.request(self.system_status("messagesLost"))

    @override
    def data_received(self, data: bytes) -> None:
        if self._switch.frozen:
            return
        try:
            for invoke_id, xml in self._reader.feed(data):
                self._on_frame(invoke_id, xml)
        except FrameError as error:
            self._switch.blame(str(error))
            self.close()

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The switch's own requests that the client has not answered yet."""
        return tuple(self._own_requests.values())

    @property
    def unsent(self) -> int:
        """Bytes that wait for the client to read."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    def send_event(self, event: Element) -> None:
        """A message that wants no answer; dropped, and told so later, while the client does not read."""
        if self._paused:
            self._lost_messages = True
            return
        self._write(EVENT_INVOKE_ID, event)

    def request(self, request: Element) -> None:
        """A request of the switch's own, under an invoke ID of its own."""
        self._own_invoke_id = self._own_invoke_id % LAST_INVOKE_ID + 1
        self._own_requests[self._own_invoke_id] = local_name(request)
        self._write(self._own_invoke_id, request)

    def say(self, request: Element) -> None:
        """A request of the switch's own that is answered by another one, or by nothing."""
        self._own_invoke_id = self._own_invoke_id % LAST_INVOKE_ID + 1
        self._write(self._own_invoke_id, request)

    def system_status(self, status: str) -> Element:
        """A SystemStatus request."""
        make = self._switch.writer.csta
        return make("SystemStatus", make("systemStatus", status))

    def send_raw(self, data: bytes) -> None:
        """Any bytes at all."""
        if self._transport is not None and not self._switch.frozen:
            self._transport.write(data)

    def close(self) -> None:
        """End the connection when what was written has gone out."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def _on_frame(self, invoke_id: int, xml: bytes) -> None:
        try:
            root = parse(xml)
        except UnreadableXml as error:
            self._switch.blame(f"unreadable XML: {error}")
            self._write(invoke_id, self._error(operation("generic")))
            return
        if is_reply(local_name(root)):
            self._on_reply(invoke_id, local_name(root))
        else:
            self._on_request(invoke_id, root)

    def _on_reply(self, invoke_id: int, name: str) -> None:
        asked = self._own_requests.pop(invoke_id, None)
        if asked is None:
            self._switch.blame(f"{name} answers nothing that was asked")
        elif name not in (f"{asked}Response", "CSTAErrorCode"):
            self._switch.blame(f"{name} answers {asked}")

    def _on_request(self, invoke_id: int, request: Element) -> None:
        options = self._switch.options
        name = local_name(request)
        if invoke_id in self._outstanding:
            self._switch.blame(f"{name} came with the invoke ID {invoke_id:04d}")
            self._write(invoke_id, self._error(operation("generic")))
            return
        self._switch.heard(request)
        self._asked_at = self._switch.loop.time()
        if name in options.silent_services:
            return
        if len(self._outstanding) >= options.maximum_outstanding:
            self._write(invoke_id, self._error(TOO_MANY_REQUESTS))
            return
        self._outstanding.add(invoke_id)
        delay = options.delay_of(name)
        if options.event_before_response:
            self._later(delay, self._answer, invoke_id, self._reply_to(request))
        elif delay:
            self._later(delay, self._serve, invoke_id, request)
        else:
            self._serve(invoke_id, request)

    def _serve(self, invoke_id: int, request: Element) -> None:
        """Answer first; what the service itself caused follows. Nothing is done for who has left."""
        if self._transport is None:
            return
        self._held_back = []
        reply = self._reply_to(request)
        following, self._held_back = self._held_back, None
        self._answer(invoke_id, reply)
        for frame in following:
            self.send_raw(frame)

    def _answer(self, invoke_id: int, reply: Element | None) -> None:
        self._outstanding.discard(invoke_id)
        if reply is not None:
            self._write(invoke_id, reply)

    def _reply_to(self, request: Element) -> Element | None:
        try:
            return self._switch.serve(self, request)
        except CstaError as error:
            return self._error(error)

    def _error(self, error: CstaError) -> Element:
        make = self._switch.writer.csta
        return make("CSTAErrorCode", make(error.category, error.code))

    def _write(self, invoke_id: int, root: Element) -> None:
        frame = encode_frame(
            invoke_id,
            self._switch.writer.to_bytes(root),
            count_header=self._count_header,
        )
        if self._held_back is not None:
            self._held_back.append(frame)
        else:
            self.send_raw(frame)

    def _later[*Arguments](
        self, delay: float, what: Callable[[*Arguments], None], *arguments: *Arguments
    ) -> None:
        self._switch.loop.call_later(delay, what, *arguments)

    def _schedule_heartbeat(self) -> None:
        options = self._switch.options
        interval = options.told_heartbeat or options.heartbeat
        if interval is not None and self._transport is not None:
            self._heartbeat = self._switch.loop.call_later(interval, self._beat)

    def _beat(self) -> None:
        told = self._switch.options.told_heartbeat
        silence = self._switch.loop.time() - self._asked_at
        if told and (silence > 2 * told or len(self._own_requests) > 1):
            self._switch.blame("no sign of life")
            self.abort()
            return
        if self.registered:
            self.request(self.system_status("normal"))
        self._schedule_heartbeat()
