"""Finds out how a phone system speaks: what it answers is tried, one question after the other.

Nothing is called or changed: sessions and monitors that begin are ended again.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
import re
from typing import Final, NamedTuple, override

from ..connector import Connector
from ..errors import (
    AuthenticationRefused,
    ConnectionTimedOut,
    NotCsta,
    NotSupported,
    OutcomeUnknown,
    RequestRefused,
    TelephonyError,
)
from .dialect import DEVICE_FORMS, EDITIONS, LOGIN_FIELDS, NO_LOGIN, Dialect
from .profiles import ECMA_323, Profile, StartMode
from .session import CstaSession
from .settings import CstaSettings
from .wire.errors import session_refusal
from .wire.events import Event
from .wire.messages import Messages
from .wire.session_messages import start_session, stop_session
from .wire.xml import Element, exact_text, local, text

ANSWER_SECONDS: Final = 3.0
"""How long each question waits for its answer."""
GREETING_SECONDS: Final = 1.0
"""How long the phone system may take to say its status by itself."""
LONGEST_SECONDS: Final = 60.0
"""After so long what is known by then is all."""
_EDITION: Final = re.compile(rf"\{{?{re.escape(ECMA_323)}(ed[3-6])\b")


class Answer(NamedTuple):
    """What came of one question."""

    question: str
    """A service, with what was tried of it."""
    refusal: str | None
    """The code of a refusal, empty where nothing came; None where the answer was yes."""


class Discovery(NamedTuple):
    """How a phone system speaks, as far as it was found out."""

    dialect: Dialect
    answers: tuple[Answer, ...]
    watched: bool
    """Whether a monitor began, which is all that it takes."""
    refusal: TelephonyError | None
    """Why it let nobody in, if that is so."""


async def find_dialect(
    connector: Connector,
    line: str,
    username: str | None = None,
    password: str | None = None,
) -> Discovery:
    """Find out how a phone system speaks, in a minute at most; `line` is watched for a moment.

    Raises LinkError where there is no connection, NotCsta or ConnectionTimedOut where nobody
    answers in CSTA, AuthenticationRefused where no message can carry the credentials.
    """
    search = _Search(connector, line, CstaSettings("generic", username, password))
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_SECONDS):
                await search.run()
    finally:
        await search.close()
    if not search.heard:
        raise ConnectionTimedOut("nothing was answered")
    answers = tuple(search.answers)
    return Discovery(search.dialect, answers, search.watched, search.refusal)


class _Talk(CstaSession):
    """A connection on which nothing is taken for granted."""

    edition: str | None = None
    """That of the newest message, if it tells."""
    newest: str | None = None
    """The name of the newest message."""

    @property
    def was_greeted(self) -> bool:
        """Whether the phone system has said its status by itself."""
        return self._status_seen.done()

    @override
    async def open(self) -> None:
        """Wait if the phone system says something by itself."""
        await asyncio.wait(
            [self.lost, self._status_seen],
            timeout=GREETING_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )

    @override
    def _parse(self, xml: bytes) -> Event | Element | None:
        if (message := super()._parse(xml)) is not None:
            root = message.root if isinstance(message, Event) else message
            self.newest = local(root)
            if found := _EDITION.match(str(root.tag)):
                self.edition = found[1]
                self.messages.keep_to(f"{ECMA_323}{self.edition}")
        return message


class _Search:
    """What is known so far, and the connection on which more is asked."""

    def __init__(self, connector: Connector, line: str, settings: CstaSettings) -> None:
        """Know nothing."""
        self._connector = connector
        self._line = line
        self._settings = settings
        self._talk: _Talk | None = None
        self._session_id: str | None = None
        self._edition: str | None = None
        self._why: TelephonyError | None = None
        """Why the newest question got no answer that says yes."""
        self.dialect = Dialect()
        self.answers: list[Answer] = []
        self.watched = False
        self.refusal: TelephonyError | None = None
        self.heard = False
        """Whether the phone system has said anything at all."""

    async def run(self) -> None:
        """Ask how a conversation begins, then for the status and a monitor."""
        talk = await self._connection()
        if not (talk.was_greeted and await self._register()):
            await self._begin_session()
        if self.refusal:
            return
        await self._ask_status()
        self.watched = await self._watch()
        if not self.watched and self.dialect.start is StartMode.NONE:
            self.watched = await self._register() and await self._watch()
            if not self.watched:
                self.dialect = replace(self.dialect, start=StartMode.NONE)

    async def close(self) -> None:
        """Leave the phone system as it was."""
        if (talk := self._talk) is None:
            return
        if self._session_id is not None and not talk.lost.done():
            request = stop_session(self.dialect.profile, self._session_id)
            with suppress(TelephonyError):
                await talk.send("StopApplicationSession", request, ANSWER_SECONDS)
        await talk.close()

    # What is asked

    async def _begin_session(self) -> None:
        """Try if there are sessions (ECMA-354, 8.1), and where the credentials belong.

        After an answer that no credentials mend, or silence, nothing else is tried.
        """
        forms = [each for each in LOGIN_FIELDS if each != NO_LOGIN]
        for fields in (*forms, NO_LOGIN) if self._settings.username else (NO_LOGIN,):
            if await self._start_session(fields):
                self.refusal = None
                return
            match self._why:
                case NotSupported() | OutcomeUnknown():
                    return
                case RequestRefused() as error:
                    refusal = session_refusal(error, self._settings.password)
                    wants_login = isinstance(refusal, AuthenticationRefused)
                    if wants_login or self._is_session_refusal:
                        self.refusal = refusal
                        self.dialect = replace(self.dialect, start=StartMode.SESSION)
                    if self._is_session_refusal and not wants_login:
                        return

    async def _start_session(self, fields: str) -> bool:
        """Ask for a session, in any edition and else in each."""
        dialect = replace(self.dialect, start=StartMode.SESSION, login_fields=fields)
        service = "StartApplicationSession"
        offers = (EDITIONS[::-1], *((each,) for each in EDITIONS))
        for offer in offers:
            versions = tuple(ECMA_323 + each for each in offer)
            profile = dialect.profile._replace(protocol_versions=versions)
            request = self._login(profile)
            what = f"{service} ({fields})" if dialect.login else service
            if (reply := await self._ask(what, service, request)) is not None:
                self._session_id = exact_text(reply, "sessionID") or ""
                if found := _EDITION.match(text(reply, "actualProtocolVersion") or ""):
                    self._edition = found[1]
                elif len(offer) == 1:
                    self._edition = offer[0]
                self.dialect = replace(dialect, edition=self._edition or EDITIONS[0])
                return True
            code = self._why.code if isinstance(self._why, RequestRefused) else None
            if code != "requestedProtocolVersionNotSupported":
                return False
        return False

    def _login(self, profile: Profile) -> Element:
        username, password = self._settings.username, self._settings.password
        try:
            return start_session(profile, username, password)
        except ValueError:  # it may quote the password
            raise AuthenticationRefused("characters that XML cannot carry") from None

    async def _register(self) -> bool:
        """Try SystemRegister (ECMA-269, 14.1.2)."""
        service, types = "SystemRegister", "systemStatus requestSystemStatus"
        request = self._messages().service(service, requestTypes=types)
        if await self._ask(service, service, request) is None:
            return False
        self.dialect = replace(self.dialect, start=StartMode.SYSTEM_REGISTER)
        return True

    async def _ask_status(self) -> None:
        """Ask for the status in one edition after the other; any word tells which is spoken."""
        service = "RequestSystemStatus"
        for edition in (self._edition,) if self._edition else EDITIONS:
            request = self._messages(edition).service(service)
            await self._ask(f"{service} ({edition})", service, request)
            if self._edition:
                return

    async def _watch(self) -> bool:
        """Watch the line for a moment, written in one form after the other until one is taken."""
        service = "MonitorStart"
        for form in DEVICE_FORMS:
            self.dialect = replace(self.dialect, device_form=form)
            for edition in (self._edition,) if self._edition else EDITIONS:
                messages = self._messages(edition)
                request = messages.monitor_start(self._line)
                what = f"{service} ({form}, {edition})"
                if (reply := await self._ask(what, service, request)) is not None:
                    reference = exact_text(reply, "monitorCrossRefID")
                    stop = messages.service("MonitorStop", monitorCrossRefID=reference)
                    await self._ask("MonitorStop", "MonitorStop", stop)
                    return True
                if self._edition:
                    break
        self.dialect = replace(self.dialect, device_form=DEVICE_FORMS[0])
        return False

    # How it is asked

    @property
    def _is_session_refusal(self) -> bool:
        """Whether the newest refusal is one of who keeps sessions (ECMA-354)."""
        newest = self._talk.newest if self._talk else None
        return newest == "StartApplicationSessionNegResponse"

    def _messages(self, edition: str | None = None) -> Messages:
        edition = edition or self._edition or EDITIONS[0]
        return Messages(replace(self.dialect, edition=edition).profile)

    async def _connection(self) -> _Talk:
        """Return the connection; a new one where the phone system has closed it.

        Raises LinkError; NotCsta where what it said before was no CSTA.
        """
        if (talk := self._talk) is not None:
            if not talk.lost.done():
                return talk
            if isinstance(error := talk.lost.exception(), NotCsta) and not self.heard:
                raise error
        _, protocol = await self._connector(lambda: _Talk(self._settings))
        assert isinstance(protocol, _Talk)
        self._talk = protocol
        await protocol.open()
        self._take_note()
        return protocol

    async def _ask(
        self, question: str, service: str, request: Element
    ) -> Element | None:
        """Ask; None where the answer is no or nothing comes, and `_why` tells which."""
        talk = await self._connection()
        self._why = reply = None
        try:
            reply = await talk.send(service, request, ANSWER_SECONDS)
        except TelephonyError as error:
            self._why = error
        self._take_note()
        match self._why:
            case None:
                code = None
            case RequestRefused(code=code):
                if secret := self._settings.password:
                    code = code.replace(secret, "***")
            case NotSupported():
                code = "serviceNotSupported"
            case _:
                code = ""
        self.answers.append(Answer(question, code))
        return reply

    def _take_note(self) -> None:
        """Learn of what the phone system has said last."""
        if (talk := self._talk) and talk.newest:
            self.heard = True
        if talk and talk.edition:
            self._edition = talk.edition
            self.dialect = replace(self.dialect, edition=talk.edition)
