"""Real MQTT brokers, in processes of their own on 127.0.0.1: Mosquitto and NATS."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
import signal
import socket

from aiomqtt import Client, MqttError

from ..programs import find_program


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


@dataclass(slots=True)
class BrokerProcess:
    """One broker, which can be killed and started again with what it has stored."""

    name: str
    folder: Path
    settings: str = ""
    """More lines of the configuration."""
    port: int = field(default_factory=free_port)
    _other_port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and wait until it listens."""
        self.folder.mkdir(exist_ok=True)
        program = find_program(self.name)
        path = self.folder / "broker.conf"
        if self.name == "mosquitto":
            access = (
                "" if "allow_anonymous" in self.settings else "allow_anonymous true"
            )
            await asyncio.to_thread(
                path.write_text,
                f"listener {self.port} 127.0.0.1\n{access}\npersistence false\n"
                f"user root\n{self.settings}\n",
            )
        else:
            await asyncio.to_thread(
                path.write_text,
                f'server_name "{self.folder.name}"\n'
                f'listen: "127.0.0.1:{self._other_port}"\n'
                f'jetstream {{ store_dir: "{self.folder}/store" }}\n'
                f'mqtt {{ listen: "127.0.0.1:{self.port}" }}\n{self.settings}\n',
            )
        self.process = await asyncio.create_subprocess_exec(
            *(program, "-c", str(path)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(30):
            while not await _listens(self.port):
                assert self.process.returncode is None
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End it without a word."""
        assert self.process
        self.process.kill()
        await self.process.wait()

    def freeze(self) -> None:
        """Let it do nothing, while its connections stay open."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def open_broker(
    name: str, folder: Path, settings: str = ""
) -> AsyncIterator[BrokerProcess]:
    """Run a broker."""
    broker = BrokerProcess(name, folder / name, settings)
    await broker.start()
    try:
        yield broker
    finally:
        if broker.process and broker.process.returncode is None:
            broker.thaw()
            await broker.kill()


@asynccontextmanager
async def open_cluster(folder: Path) -> AsyncIterator[list[BrokerProcess]]:
    """Run NATS as a cluster of three nodes, until each takes clients."""
    ports = [free_port() for _ in range(3)]
    routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports)
    nodes = [
        BrokerProcess(
            "nats-server",
            folder / f"node{number}",
            f'cluster {{ name: "phones", listen: "127.0.0.1:{port}", routes: [{routes}] }}',
        )
        for number, port in enumerate(ports, 1)
    ]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        async with asyncio.timeout(60):
            await asyncio.gather(*(_takes_clients(node) for node in nodes))
        yield nodes
    finally:
        for node in nodes:
            if node.process and node.process.returncode is None:
                await node.kill()


async def _takes_clients(node: BrokerProcess) -> None:
    """Wait until a node has found the others: before, it hangs up on whoever connects."""
    while True:
        try:
            async with Client("127.0.0.1", node.port) as client:
                await client.publish("ready", b"", qos=1)
                return
        except MqttError:
            await asyncio.sleep(0.1)
