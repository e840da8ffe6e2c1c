"""Somebody on the broker who follows all lines by what docs/gateway.md tells, and checks each message."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from aiomqtt import Client, Message, MqttError
from jsonschema import Draft202012Validator, FormatChecker

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/gateway.schema.json").read_text(encoding="utf-8")
)
PATIENCE = 20.0

type Document = dict[str, Any]


def validator(name: str) -> Draft202012Validator:
    """Return what checks messages of one kind."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


_KINDS = {
    "state": validator("line"),
    "event": validator("event"),
    "status": validator("status"),
    "limits": validator("limits"),
    "claims": validator("claim"),
    "replies": validator("answer"),
}


class Follower:
    """Knows how all lines are, and what happened on them, each event once."""

    def __init__(
        self, port: int, topics: tuple[str, ...], reply_to: str, login: dict[str, Any]
    ) -> None:
        """Know nothing yet."""
        self.patience = PATIENCE
        self._port = port
        self._topics = topics
        self._reply_to = reply_to
        self._login = login
        self._changed = asyncio.Condition()
        self._client: Client | None = None
        self.lines: dict[str, Document] = {}
        self.statuses: dict[str, Document] = {}
        self.states: Counter[str] = Counter()
        """How often each line's state came."""
        self.limits: Document | None = None
        self.answers: dict[str, Document] = {}
        self.answered: Counter[str] = Counter()
        self.events: list[Document] = []
        self.copies: Counter[str] = Counter()
        """How often each event came on its own topic."""
        self.retained: Counter[str] = Counter()
        self.cleared: list[str] = []
        self.wrong: list[str] = []
        self._sequences: dict[str, int] = {}
        self._commands = 0

    async def run(self) -> None:
        """Follow for ever, whatever becomes of the broker."""
        while True:
            try:
                async with Client("127.0.0.1", self._port, **self._login) as client:
                    client.pending_calls_threshold = 1000
                    await client.subscribe([(topic, 1) for topic in self._topics])
                    self._client = client
                    async for message in client.messages:
                        self._take(message)
                        async with self._changed:
                            self._changed.notify_all()
            except MqttError, OSError:
                self._client = None
                await asyncio.sleep(0.05)

    async def until[T](self, found: Callable[[], T | bool | None]) -> T:
        """Wait until something is found, and return it."""
        async with asyncio.timeout(self.patience), self._changed:
            while not (result := found()):
                await self._changed.wait()
        assert result is not True or isinstance(result, bool)
        return result  # type: ignore[return-value]

    async def until_line(self, line: str, **wanted: object) -> Document:
        """Wait until a line's document has these values."""

        def found() -> Document | None:
            document = self.lines.get(line)
            fits = document and all(document[k] == v for k, v in wanted.items())
            return document if fits else None

        return await self.until(found)

    async def until_event(self, line: str, event_type: str) -> Document:
        """Wait until something has happened on a line; the newest of its kind is returned."""
        return await self.until(
            lambda: next(
                (
                    each
                    for each in reversed(self.events)
                    if each["line"] == line and each["type"] == event_type
                ),
                None,
            )
        )

    async def until_ready(self, gateway: str) -> Document:
        """Wait until a gateway is online, with its phone system; return its status."""

        def found() -> Document | None:
            status = self.statuses.get(gateway, {})
            return status if status.get("link") == "ready" else None

        return await self.until(found)

    async def until_offline(self, gateway: str) -> None:
        """Wait until a gateway is told to be gone."""
        await self.until(lambda: self.statuses.get(gateway, {}).get("online") is False)

    async def publish(
        self, topic: str, payload: bytes, *, retain: bool = False
    ) -> None:
        """Publish anything."""
        await self.until(lambda: self._client is not None)
        assert self._client
        await self._client.publish(topic, payload, qos=1, retain=retain)

    async def command(self, line: str, name: str, **values: Any) -> Document:
        """Ask for something and return the answer."""
        self._commands += 1
        command_id = values.pop("id", f"test-{self._commands}")
        before = self.answered[command_id]
        command = {
            "version": 1,
            "id": command_id,
            "command": name,
            "reply_to": self._reply_to,
            **values,
        }
        await self.publish(
            f"telephony/city/lines/{quote(line, safe='')}/command",
            json.dumps(command).encode(),
        )
        await self.until(lambda: self.answered[command_id] > before)
        return self.answers[command_id]

    def types(self, line: str) -> list[str]:
        """Return what happened on a line, in order."""
        return [each["type"] for each in self.events if each["line"] == line]

    def _take(self, message: Message) -> None:
        topic = message.topic.value
        kind = topic.split("/")[1 if "/replies/" in topic else -1]
        if kind == "command" or kind not in _KINDS:
            return
        payload = message.payload
        assert isinstance(payload, bytes)
        if not payload:
            self.cleared.append(topic)
            return
        try:
            document = json.loads(payload)
        except ValueError:
            return  # a test's own
        self.retained[kind] += message.retain
        found = [error.message for error in _KINDS[kind].iter_errors(document)]
        self.wrong += [f"{topic}: {each[:300]}" for each in found]
        if found:
            return
        if kind == "state":
            self._take_line(unquote(topic.split("/")[-2]), document)
        elif kind == "event":
            self.copies[document["id"]] += 1
            self._take_event(document)
        elif kind == "status":
            self.statuses[topic.split("/")[-2]] = document
        elif kind == "limits":
            self.limits = document
        elif kind == "replies":
            self.answers[document["id"]] = document
            self.answered[document["id"]] += 1

    def _take_line(self, line: str, document: Document) -> None:
        """Take a line's state: with the first, what has happened before is history."""
        assert document["line"] == line
        if line not in self.lines:
            self._sequences[line] = document["sequence"]
        self.lines[line] = document
        self.states[line] += 1
        for event in document["events"]:
            self._take_event(event)

    def _take_event(self, event: Document) -> None:
        """Take an event, unless it's known."""
        line = event["line"]
        if event["sequence"] > self._sequences.get(line, 0):
            self._sequences[line] = event["sequence"]
            self.events.append(event)


@asynccontextmanager
async def following(
    port: int,
    *,
    topics: tuple[str, ...] = ("telephony/#",),
    reply_to: str = "telephony/replies/test",
    **login: Any,
) -> AsyncIterator[Follower]:
    """Follow all lines; at the end, no message may have been wrong and no event retained."""
    follower = Follower(port, topics, reply_to, login)
    task = asyncio.create_task(follower.run())
    try:
        yield follower
        assert not follower.wrong
        assert not follower.retained["event"]
    finally:
        task.cancel()
        await asyncio.wait([task])
