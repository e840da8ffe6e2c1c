"""What is asked of a phone system through its gateway: a command on a topic, its answer on another."""

import asyncio
from contextlib import suppress
from secrets import token_hex
from typing import Final, override

from ..errors import CallNotFound, OutcomeUnknown
from ..line import Line
from ..model import AgentState, DialedNumber, ForwardingType, PhoneSetting
from ..open_call import Clock
from ..system import PhoneSystem, SystemListener
from .calls import LONGEST_ID, Document
from .connection import COMMAND_SECONDS, BrokerConnection
from .documents import VERSION, encode
from .errors import read_error
from .topics import Topics

SHOWN_SECONDS: Final = 2.0
"""How long a call that was made may take to be told of."""


class GatewayCommands(PhoneSystem):
    """The commands of a phone system that a gateway carries out.

    Each has an id of its own, so that a copy that the broker delivers twice is done once.
    """

    def __init__(
        self,
        connection: BrokerConnection,
        listener: SystemListener,
        topics: Topics,
        clock: Clock | None,
    ) -> None:
        """Prepare a topic for the answers that nobody else has."""
        super().__init__(listener, clock=clock)
        self._connection = connection
        self._topics = topics
        self._reply_to = f"{topics.replies}{token_hex(12)}"
        self._waiting: dict[str, tuple[str, asyncio.Future[Document]]] = {}
        self._to_be_shown: dict[tuple[str, str], asyncio.Event] = {}

    def _take_answer(self, answer: Document) -> bool:
        """Let who waits for it have an answer; False where nobody does."""
        line, future = self._waiting.get(str(answer.get("id")), (None, None))
        if future is None or answer.get("line") != line or future.done():
            return False
        future.set_result(answer)
        return True

    def _fail_commands(self) -> None:
        """Take it that no answer will come: the broker has gone."""
        for _, future in self._waiting.values():
            if not future.done():
                future.set_result({"error": "outcome_unknown"})

    def _shown(self, line: Line) -> None:
        """Let those go on who wait for a call that the line shows by now."""
        for (number, call_id), shown in self._to_be_shown.items():
            if number == line.number:
                with suppress(CallNotFound):
                    line.call(call_id)
                    shown.set()

    async def _command(
        self,
        number: str,
        command: str,
        call_id: str | None = None,
        /,
        **values: object,
    ) -> str | None:
        """Send a command and wait for its answer; returns the call that was made."""
        line = self._usable(number)
        command_id = token_hex(16)
        future: asyncio.Future[Document] = asyncio.get_running_loop().create_future()
        self._waiting[command_id] = number, future
        message = {
            "version": VERSION,
            "id": command_id,
            "command": command,
            "reply_to": self._reply_to,
            **values,
        }
        if call_id is not None:
            message["call_id"] = call_id
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                topic = self._topics.command(number)
                await self._connection.publish(topic, encode(message))
                answer = await future
        except TimeoutError:
            raise OutcomeUnknown(command) from None
        finally:
            del self._waiting[command_id]
        if answer.get("ok") is not True:
            raise read_error(answer, line, call_id, command)
        made = answer.get("call_id")
        if not isinstance(made, str) or not 0 < len(made) <= LONGEST_ID:
            return None
        await self._until_shown(line, made)
        return made

    async def _until_shown(self, line: Line, call_id: str) -> None:
        """Wait until a line shows a call, but not for long: it may be over."""
        shown = self._to_be_shown[line.number, call_id] = asyncio.Event()
        try:
            self._shown(line)
            async with asyncio.timeout(SHOWN_SECONDS):
                await shown.wait()
        except TimeoutError:
            pass
        finally:
            del self._to_be_shown[line.number, call_id]

    async def _make(
        self, line: str, command: str, call_id: str | None, number: str
    ) -> str:
        """Send a command that makes a call."""
        made = await self._command(line, command, call_id, number=number)
        if made is None:
            raise OutcomeUnknown(command)
        return made

    @override
    async def make_call(self, line: str, number: DialedNumber) -> str:
        return await self._make(line, "make_call", None, number)

    @override
    async def answer(self, line: str, call_id: str) -> None:
        await self._command(line, "answer", call_id)

    @override
    async def hangup(self, line: str, call_id: str, *, everyone: bool = False) -> None:
        await self._command(line, "hangup", call_id, everyone=everyone)

    @override
    async def hold(self, line: str, call_id: str) -> None:
        await self._command(line, "hold", call_id)

    @override
    async def retrieve(self, line: str, call_id: str) -> None:
        await self._command(line, "retrieve", call_id)

    @override
    async def switch_call(self, line: str, call_id: str) -> None:
        await self._command(line, "switch_call", call_id)

    @override
    async def transfer(self, line: str, call_id: str, number: DialedNumber) -> None:
        await self._command(line, "transfer", call_id, number=number)

    @override
    async def consult(self, line: str, call_id: str, number: DialedNumber) -> str:
        return await self._make(line, "consult", call_id, number)

    @override
    async def complete_transfer(self, line: str) -> None:
        await self._command(line, "complete_transfer")

    @override
    async def conference(self, line: str) -> None:
        await self._command(line, "conference")

    @override
    async def reconnect(self, line: str) -> None:
        await self._command(line, "reconnect")

    @override
    async def add_to_conference(
        self, line: str, call_id: str, number: DialedNumber
    ) -> None:
        await self._command(line, "add_to_conference", call_id, number=number)

    @override
    async def deflect(self, line: str, call_id: str, number: DialedNumber) -> None:
        await self._command(line, "deflect", call_id, number=number)

    @override
    async def pick_up(self, line: str, number: DialedNumber) -> None:
        await self._command(line, "pick_up", number=number)

    @override
    async def group_pick_up(self, line: str) -> None:
        await self._command(line, "group_pick_up")

    @override
    async def park(self, line: str, call_id: str, number: DialedNumber) -> None:
        await self._command(line, "park", call_id, number=number)

    @override
    async def unpark(self, line: str, number: DialedNumber) -> None:
        await self._command(line, "unpark", number=number)

    @override
    async def camp_on(self, line: str, call_id: str) -> None:
        await self._command(line, "camp_on", call_id)

    @override
    async def call_back(self, line: str, call_id: str) -> None:
        await self._command(line, "call_back", call_id)

    @override
    async def cancel_call_back(self, line: str) -> None:
        await self._command(line, "cancel_call_back")

    @override
    async def send_digits(self, line: str, call_id: str, digits: str) -> None:
        await self._command(line, "send_digits", call_id, digits=digits)

    @override
    async def set_forwarding(
        self,
        line: str,
        forwarding_type: ForwardingType,
        number: DialedNumber | None,
        enabled: bool,
    ) -> None:
        given = {} if number is None else {"number": number}
        await self._command(
            line, "set_forwarding", type=forwarding_type, enabled=enabled, **given
        )

    @override
    async def set_do_not_disturb(self, line: str, enabled: bool) -> None:
        await self._command(line, "set_do_not_disturb", enabled=enabled)

    @override
    async def set_message_waiting(self, line: str, enabled: bool) -> None:
        await self._command(line, "set_message_waiting", enabled=enabled)

    @override
    async def set_agent_state(self, line: str, state: AgentState) -> None:
        await self._command(line, "set_agent_state", state=state)

    @override
    async def set_phone(
        self, line: str, setting: PhoneSetting, value: int, part: str | None = None
    ) -> None:
        given = {} if part is None else {"part": part}
        await self._command(
            line, "set_phone", setting=setting, value=int(value), **given
        )

    @override
    async def set_display(self, line: str, text: str) -> None:
        await self._command(line, "set_display", text=text)
