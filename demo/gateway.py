"""The demo's gateway: an MQTT broker, and a gateway that publishes the office's lines to it."""

import asyncio
from collections.abc import Callable
import json
import os
from pathlib import Path
import shutil
import sys

from aiomqtt import Client, MqttError

from .processes import LOOPBACK, DemoError, Processes, free_port

SETTINGS = """
[gateway]
name = "demo"

[broker]
host = "127.0.0.1"
port = {broker}
tls = false

[metrics]
port = {metrics}

[[systems]]
name = "office"
host = "127.0.0.1"
port = {phones}
verify_certificate = false
username = "{username}"
password_env = "OFFICE_PASSWORD"
lines = "{lines}"
"""


def find_mosquitto() -> str:
    """Return the broker; scripts/demo --gateway brings it."""
    for place in (
        os.environ.get("MOSQUITTO"),
        shutil.which("mosquitto"),
        "/usr/sbin/mosquitto",
    ):
        if place and os.access(place, os.X_OK):
            return place
    raise DemoError(
        "mosquitto isn't here. Run scripts/demo --gateway, which brings it, or install it."
    )


class DemoGateway:
    """A broker and a gateway, and what the terminal shows of them."""

    def __init__(self, folder: Path) -> None:
        """Choose ports."""
        self._folder = folder
        self.broker = free_port(1883)
        self.metrics = free_port(9108)

    async def start(
        self, processes: Processes, phones: int, lines: str, login: tuple[str, str]
    ) -> None:
        """Start both, and wait until the gateway has told of itself."""
        username, password = login
        path = self._folder / "mosquitto.conf"
        path.write_text(
            f"listener {self.broker} {LOOPBACK}\nallow_anonymous true\nuser root\n"
        )
        await processes.start("mosquitto", [find_mosquitto(), "-c", str(path)])
        settings = self._folder / "gateway.toml"
        settings.write_text(
            SETTINGS.format(
                broker=self.broker,
                metrics=self.metrics,
                phones=phones,
                username=username,
                lines=lines,
            )
        )
        await processes.start(
            "gateway",
            [sys.executable, "-m", "gateway", str(settings)],
            {"OFFICE_PASSWORD": password},
        )
        while True:
            processes.check("mosquitto")
            processes.check("gateway")
            try:
                async with Client(LOOPBACK, self.broker) as client:
                    await client.subscribe("telephony/office/gateways/+/status")
                    async for message in client.messages:
                        assert isinstance(message.payload, bytes)
                        if json.loads(message.payload).get("link") == "ready":
                            return
            except MqttError:
                await asyncio.sleep(0.2)

    def describe(self) -> str:
        """Return where to look."""
        return (
            f"    MQTT broker: {LOOPBACK}:{self.broker}, topics telephony/office/...\n"
            f"    Metrics for Prometheus: http://{LOOPBACK}:{self.metrics}/metrics\n"
            f"    A command: mosquitto_pub -p {self.broker} -t telephony/office/lines/700/command"
            ' -m \'{"version": 1, "id": "1", "command": "hangup"}\'\n'
        )

    async def show(self, say: Callable[[str], None]) -> None:
        """Say each event as it comes."""
        while True:
            try:
                async with Client(LOOPBACK, self.broker) as client:
                    await client.subscribe("telephony/office/lines/+/event")
                    async for message in client.messages:
                        assert isinstance(message.payload, bytes)
                        event = json.loads(message.payload)
                        call = event["call"]
                        who = call["name"] or call["number"] or "somebody"
                        say(f"{message.topic}: {event['type']}, {who}")
            except MqttError:
                await asyncio.sleep(1)
