"""Application sessions (ECMA-354): who may ask, and for how long."""

from dataclasses import dataclass

from simulator.clock import Timer

from .connection import CstaConnection, Switch
from .errors import SessionRefused
from .identifiers import References
from .messages import Element, child, elements, local_name, namespace_of, text
from .profiles import Login


@dataclass(slots=True, eq=False)
class Session:
    """One client's leave to ask, until its time is over."""

    session_id: str
    connection: CstaConnection
    timer: Timer | None = None


class Sessions:
    """Starts, renews and ends sessions, and tells whose monitors fall with them."""

    def __init__(self, switch: Switch, references: References) -> None:
        """Belongs to one switch."""
        self._switch = switch
        self._references = references
        self.active: dict[str, Session] = {}

    def of(self, connection: CstaConnection) -> Session | None:
        """The session of this connection."""
        return next(
            (each for each in self.active.values() if each.connection is connection),
            None,
        )

    def serve(self, connection: CstaConnection, request: Element) -> Element:
        """Answer one of the three session requests, positively or not."""
        name = local_name(request)
        handlers = {
            "StartApplicationSession": self._start,
            "ResetApplicationSessionTimer": self._reset,
            "StopApplicationSession": self._stop,
        }
        make = self._switch.writer.session
        try:
            return make(f"{name}PosResponse", *handlers[name](connection, request))
        except SessionRefused as refusal:
            kind = "definedError" if refusal.defined else "applError"
            return make(
                f"{name}NegResponse", make("errorCode", make(kind, refusal.code))
            )

    def expire(self, session: Session, reason: str = "sessionTimerExpired") -> None:
        """End a session from this side and say so."""
        make = self._switch.writer.session
        self._end(session)
        session.connection.send_event(
            make(
                "ApplicationSessionTerminated",
                make("sessionID", session.session_id),
                make("sessionTermReason", make("definedTermReason", reason)),
            )
        )

    def leave(self, connection: CstaConnection) -> None:
        """The connection is gone; the session with it, unless it outlives it."""
        session = self.of(connection)
        if (
            session is not None
            and not self._switch.options.sessions_outlive_connections
        ):
            self._end(session)

    def clear(self) -> None:
        """Forget every session, as a restart does."""
        for session in list(self.active.values()):
            self._end(session)

    def _start(self, connection: CstaConnection, request: Element) -> list[Element]:
        options, make = self._switch.options, self._switch.writer.session
        if options.refuse_start is not None:
            raise SessionRefused(options.refuse_start)
        version = self._version(request)
        if options.counts_sessions_first:
            self._check_room(connection)
        self._check_login(request)
        self._check_room(connection)
        session = Session(self._references.session(), connection)
        self.active[session.session_id] = session
        connection.registered = True
        answer = [
            make("sessionID", session.session_id),
            make("actualProtocolVersion", version),
            make("actualSessionDuration", str(self._run(session, request))),
        ]
        if beat := options.told_heartbeat:
            answer.append(make("extensions", make("actualHBT", str(beat))))
        return answer

    def _check_room(self, connection: CstaConnection) -> None:
        if (
            self.of(connection) is not None
            or len(self.active) >= self._switch.options.maximum_sessions
        ):
            raise SessionRefused("maxNumberSessions")

    def _reset(self, connection: CstaConnection, request: Element) -> list[Element]:
        session = self._session(connection, request)
        if self._switch.options.refuse_renewal:
            raise SessionRefused("serverCannotResetSessionTimer")
        return [
            self._switch.writer.session(
                "actualSessionDuration", str(self._run(session, request))
            )
        ]

    def _stop(self, connection: CstaConnection, request: Element) -> list[Element]:
        self._end(self._session(connection, request))
        return []

    def _session(self, connection: CstaConnection, request: Element) -> Session:
        session = self.active.get(text(request, "sessionID") or "")
        if session is None or session.connection is not connection:
            raise SessionRefused("invalidSessionID")
        return session

    def _run(self, session: Session, request: Element) -> int:
        """Wind the session's clock; the seconds that it was given."""
        longest = self._switch.options.session_duration
        asked = text(request, "requestedSessionDuration")
        duration = (
            min(int(asked), longest)
            if asked and asked.isdigit() and int(asked)
            else longest
        )
        if session.timer is not None:
            session.timer.cancel()
        session.timer = self._switch.loop.call_later(duration, self.expire, session)
        return duration

    def _end(self, session: Session) -> None:
        if session.timer is not None:
            session.timer.cancel()
        self.active.pop(session.session_id, None)
        session.connection.registered = False
        self._switch.stop_monitors_of(session.connection)

    def _version(self, request: Element) -> str:
        """The first of the client's versions that this switch speaks, or what it insists on."""
        asked = child(request, "requestedProtocolVersions")
        versions = (
            [each.text or "" for each in elements(asked)] if asked is not None else []
        )
        pattern = self._switch.options.profile.protocol_versions
        for version in versions:
            if pattern.match(version):
                return self._switch.options.profile.actual_version or version
        raise SessionRefused("requestedProtocolVersionNotSupported")

    def _check_login(self, request: Element) -> None:
        login = self._switch.options.profile.login
        if login is None:
            return
        user, password = _credentials(request, login)
        if (
            user is None
            or password is None
            or self._switch.options.accounts.get(user) != password
        ):
            raise SessionRefused("invalidApplicationInfo")


def _credentials(request: Element, login: Login) -> tuple[str | None, str | None]:
    """User name and password where this maker's clients write them."""
    box = child(request, "applicationInfo", "applicationSpecificInfo")
    if box is not None and login.wrapper is not None:
        box = child(box, login.wrapper)
        if box is not None and {
            namespace_of(each) for each in (box, *elements(box))
        } != {login.namespace}:
            return None, None
    return (
        (None, None)
        if box is None
        else (text(box, login.user), text(box, login.password))
    )
