"""What comes before the first monitor where there is no application session."""

import asyncio
from typing import Final, Protocol

from ..errors import LinkError, NotConnected, NotSupported, RequestError, RequestRefused
from .capabilities import left_out
from .requests import REQUEST_TIMEOUT
from .services import Services
from .wire.messages import Messages, Value
from .wire.xml import Element, exact_text

PROOF_AFTER: Final = 3.0
"""Seconds that a status may take to be answered before a monitor is asked for as well."""


class _Session(Protocol):
    messages: Messages
    lost: asyncio.Future[None]

    async def request(self, service: str, /, **values: Value | None) -> Element:
        """Ask for a service and return the reply."""

    def send(self, service: str, root: Element, /) -> asyncio.Future[Element]:
        """Send a request; the reply settles what is returned."""

    def ask_status(self) -> asyncio.Future[Element]:
        """Ask how the phone system is."""


async def register(session: _Session, status_seen: asyncio.Future[None]) -> None:
    """Let the phone system speak first, as it should; ask also if it does not."""
    await asyncio.wait(
        [session.lost, status_seen],
        timeout=REQUEST_TIMEOUT,
        return_when=asyncio.FIRST_COMPLETED,
    )
    if session.lost.done():
        session.lost.result()
    types = "systemStatus requestSystemStatus"  # mandatory (ECMA-269, 14.1.2)
    await session.request("SystemRegister", requestTypes=types)


async def prove(session: _Session, first_line: str | None) -> None:
    """See that somebody answers in CSTA; a refusal is an answer, too.

    The status is optional (ECMA-269, 13.2): where it stays unanswered, a monitor proves as much.
    """

    def stop_monitor(started: asyncio.Future[Element]) -> None:
        """Stop a monitor that was only a question."""
        if started.exception() is None and not session.lost.done():
            reference = exact_text(started.result(), "monitorCrossRefID")
            stop = session.messages.service("MonitorStop", monitorCrossRefID=reference)
            _ = session.send("MonitorStop", stop)

    asked = {session.ask_status()}
    done, _ = await asyncio.wait(asked, timeout=PROOF_AFTER)
    if not done and first_line is not None:
        request = session.messages.monitor_start(first_line)
        monitor = session.send("MonitorStart", request)
        monitor.add_done_callback(stop_monitor)
        asked.add(monitor)
    error: BaseException | None = None
    while asked:
        done, asked = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            error = each.exception()
            if error is None or isinstance(error, RequestRefused | NotSupported):
                return
    assert error is not None
    raise error


async def learn_services(session: _Session, services: Services) -> None:
    """Ask which services there are (ECMA-269, 13.1.1 and 13.1.4); most systems don't tell."""
    for question in ("GetCSTAFeatures", "GetSwitchingFunctionCaps"):
        try:
            reply = await session.request(question)
        except RequestError:
            continue
        except LinkError, NotConnected:
            return
        if (missing := left_out(reply)) is not None:
            services.refused(*missing)
            return
