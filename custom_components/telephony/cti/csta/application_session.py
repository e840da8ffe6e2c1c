"""An application session (ECMA-354): started with a login, renewed in time, stopped."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from ..errors import AuthenticationRefused, RequestRefused, SessionEnded, TelephonyError
from .profiles import Profile
from .settings import CstaSettings
from .wire.messages import Messages
from .wire.session_messages import (
    SESSION_SECONDS,
    reset_session_timer,
    start_session,
    stop_session,
)
from .wire.xml import Element, exact_text, text


class _Send(Protocol):
    def __call__(self, service: str, root: Element, /) -> asyncio.Future[Element]:
        """Send a request; the reply settles what is returned."""


class ApplicationSession:
    """What stands between the connection and its first monitor where the maker wants a session."""

    def __init__(
        self,
        profile: Profile,
        send: _Send,
        beat: Callable[[], object],
        fail: Callable[[TelephonyError], None],
        messages: Messages,
    ) -> None:
        """Prepare; `beat` sends a sign of life, `fail` hears that the session is over.

        `messages` hears which version it has.
        """
        self._loop = asyncio.get_running_loop()
        self._profile = profile
        self._beat = beat
        self._send = send
        self._fail = fail
        self._messages = messages
        self._id: str | None = None
        self.version: str | None = None
        """The protocol version that the other side has chosen, in its words."""
        self._timers: list[asyncio.TimerHandle] = []
        self._heartbeat: asyncio.TimerHandle | None = None

    @property
    def is_started(self) -> bool:
        """Whether there is one to renew and to stop."""
        return self._id is not None

    async def start(self, settings: CstaSettings) -> None:
        """Log in (8.1); AuthenticationRefused where no message can carry the credentials."""
        username, password = settings.username, settings.password
        try:
            login = start_session(self._profile, username, password)
        except ValueError:  # it may quote the password
            raise AuthenticationRefused("characters that XML cannot carry") from None
        reply = await self._send("StartApplicationSession", login)
        self._id = exact_text(reply, "sessionID") or ""
        self.version = text(reply, "actualProtocolVersion")
        self._messages.keep_to(self.version or "")
        self._lasts(reply)
        if seconds := _seconds(text(reply, "extensions", "actualHBT")):
            later = self._loop.call_later
            self._heartbeat = later(seconds, self._keep_beating, seconds)

    async def stop(self) -> None:
        """Log out (8.3)."""
        if self._id is not None:
            request = stop_session(self._profile, self._id)
            await self._send("StopApplicationSession", request)

    def close(self) -> None:
        """Forget it, with the connection that it was on."""
        self._id = None
        self._cancel_timers()
        if self._heartbeat:
            self._heartbeat.cancel()

    def terminated(self, _invoke_id: int, root: Element) -> None:
        """Take it that the other side has ended the session (8.4)."""
        reason = text(root, "sessionTermReason", "definedTermReason") or text(
            root, "sessionTermReason", "serverTermReason"
        )
        self._fail(SessionEnded((reason or "unspecified")[:100]))

    def renew(self) -> None:
        """Ask for more time (8.2)."""
        assert self._id is not None
        with suppress(TelephonyError):  # lost just now, or the next try comes
            reply = self._send(
                "ResetApplicationSessionTimer", reset_session_timer(self._id)
            )
            reply.add_done_callback(self._renewed)

    def _lasts(self, reply: Element) -> None:
        """Renew at half of the actual duration, and at three quarters if that is not answered."""
        self._cancel_timers()
        seconds = _seconds(text(reply, "actualSessionDuration")) or SESSION_SECONDS
        later = self._loop.call_later
        self._timers = [
            later(seconds * 0.5, self.renew),
            later(seconds * 0.75, self.renew),
            later(seconds, self._fail, SessionEnded("sessionTimerExpired")),
        ]

    def _renewed(self, reply: asyncio.Future[Element]) -> None:
        """Take the answer to a renewal; a refusal means that the session is over."""
        error = reply.exception()
        if isinstance(error, RequestRefused):
            self._fail(SessionEnded(error.code))
        elif error is None and self.is_started:
            self._lasts(reply.result())

    def _keep_beating(self, seconds: int) -> None:
        """Let the phone system hear from us as often as it has told that it wants to."""
        self._heartbeat = self._loop.call_later(seconds, self._keep_beating, seconds)
        with suppress(TelephonyError):  # lost just now
            self._beat()

    def _cancel_timers(self) -> None:
        for timer in self._timers:
            timer.cancel()


def _seconds(told: str | None) -> int:
    """Return a duration; 0 where there is none that makes sense."""
    return int(told) if told and told.isdecimal() and len(told) < 10 else 0
