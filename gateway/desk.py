"""Where commands come in: each is carried out once, answered, and counted before it dials."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
import logging
import time
from typing import Final

from aiomqtt import Message, MqttError

from custom_components.telephony.cti import PhoneSystem
from custom_components.telephony.cti.gateway.broker import Broker, quietly
from custom_components.telephony.cti.gateway.calls import LONGEST_ID, Document
from custom_components.telephony.cti.gateway.documents import VERSION, decode, encode
from custom_components.telephony.cti.gateway.topics import Topics
from custom_components.telephony.numbers.guard import DialGuard

from .asked import Asked, CommandRefused
from .commands import COMMANDS, carry_out
from .counted import limits_data
from .metrics import Metrics

_LOGGER = logging.getLogger(__name__)

MAX_COMMANDS: Final = 100
"""Commands under way at once."""
MAX_ANSWERED: Final = 4096
"""Answers that are kept for commands that come twice."""
LIMITS_SECONDS: Final = 3.0
LOG_PAUSE: Final = 60.0


class CommandDesk:
    """Takes the commands for the lines of one phone system."""

    def __init__(
        self,
        system: PhoneSystem,
        guard: DialGuard,
        broker: Broker,
        topics: Topics,
        metrics: Metrics,
        name: str,
        is_served: Callable[[str], bool],
    ) -> None:
        """Begin without commands."""
        self._system = system
        self._guard = guard
        self._broker = broker
        self._topics = topics
        self._metrics = metrics
        self._name = name
        self._is_served = is_served
        self._answers: OrderedDict[tuple[str, str], asyncio.Task[Document]]
        self._answers = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()
        self._limits_lock = asyncio.Lock()
        self._logged: dict[str, float] = {}

    def received(self, message: Message) -> None:
        """Take a command, if it is one and for one of our lines."""
        line = self._topics.line(message.topic.value)
        if line is None or not self._is_served(line):
            return  # another gateway's
        if message.retain:
            self._ignore("retained", "it was retained, and may be old")
            return
        if (command := decode(message.payload)) is None:
            self._ignore("unreadable", f"it isn't JSON with the version {VERSION}")
            return
        command_id, reply_to = command.get("id"), command.get("reply_to")
        if not isinstance(command_id, str) or not 0 < len(command_id) <= LONGEST_ID:
            self._ignore("no_id", "it has no id, so a second copy would be done again")
            return
        if reply_to is not None and not self._topics.is_reply(reply_to):
            self._ignore("reply_to", f"its reply_to isn't below {self._topics.replies}")
            return
        if len(self._under_way) >= MAX_COMMANDS:
            self._ignore("busy", f"{MAX_COMMANDS} are under way")
            return
        task = asyncio.create_task(self._serve(line, command_id, command))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def stop(self) -> None:
        """Give up what is under way."""
        tasks = [*self._under_way, *self._answers.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, line: str, command_id: str, command: Document) -> None:
        """Carry a command out, unless it was, and answer; a second copy has the same answer."""
        key = (line, command_id)
        if (answer := self._answers.get(key)) is None:
            answer = asyncio.create_task(self._answer(line, command_id, command))
            self._answers[key] = answer
            self._forget()
        else:
            self._metrics.ignored.labels(self._name, "twice").inc()
        document = await asyncio.shield(answer)
        if (reply_to := command.get("reply_to")) is not None:
            _ = await quietly(self._broker.publish(reply_to, encode(document)))

    async def _answer(self, line: str, command_id: str, command: Document) -> Document:
        name = command.get("command")
        answer: Document = {"version": VERSION, "id": command_id, "line": line}
        asked = Asked(self._system, self._guard, line, command, self._keep_limits)
        try:
            answer |= {"ok": True, **await carry_out(asked, name)}
            result = "ok"
        except CommandRefused as refused:
            result = refused.code
            answer |= {"ok": False, "error": result, "message": str(refused)}
            answer |= refused.more
        except Exception:  # whoever waits has an answer, and the fault is in the log
            _LOGGER.exception("A command for %s failed", self._name)
            result = "failed"
            answer |= {"ok": False, "error": result, "message": "see the gateway's log"}
        shown = name if isinstance(name, str) and name in COMMANDS else "unknown"
        self._metrics.commands.labels(self._name, shown, result).inc()
        return answer

    def _forget(self) -> None:
        """Forget the oldest answers; those under way stay."""
        while len(self._answers) > MAX_ANSWERED:
            key, task = next(iter(self._answers.items()))
            if not task.done():
                return
            del self._answers[key]

    async def _keep_limits(self) -> None:
        """Retain what counts for the limits; without that nothing is dialed."""
        async with self._limits_lock:
            payload = encode(limits_data(self._guard.limits.counted))
            try:
                await self._broker.publish(
                    self._topics.limits, payload, retain=True, patience=LIMITS_SECONDS
                )
            except MqttError:
                raise CommandRefused(
                    "limits_not_kept",
                    "the broker didn't keep what counts for the limits",
                ) from None

    def _ignore(self, reason: str, text: str) -> None:
        """Count a message that nothing can be done with, and tell of its kind now and then."""
        self._metrics.ignored.labels(self._name, reason).inc()
        now = time.monotonic()
        if now - self._logged.get(reason, -LOG_PAUSE) >= LOG_PAUSE:
            self._logged[reason] = now
            _LOGGER.warning("A command for %s is ignored: %s", self._name, text)
