"""The gateway as people run it: python -m gateway, with settings in a file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import os
from pathlib import Path
import signal
import sys

ROOT = Path(__file__).parents[2]
WITHOUT_HOME_ASSISTANT = (
    "import runpy, sys; sys.modules['homeassistant'] = None;"
    " runpy.run_module('gateway', run_name='__main__', alter_sys=True)"
)


def settings(
    broker_port: int,
    phone_port: int,
    *,
    name: str = "north",
    lines: str = "700-709",
    broker: str = "",
    system: str = "",
    dialing: str = 'country = "DE"',
    more: str = "",
) -> str:
    """Return settings for the simulated phone system."""
    return f"""
[gateway]
name = "{name}"

[broker]
host = "127.0.0.1"
port = {broker_port}
{broker or "tls = false"}

[[systems]]
name = "city"
host = "127.0.0.1"
port = {phone_port}
tls = false
lines = "{lines}"
{system or 'username = "demo.local"'}
{"" if "telestra" in system else 'password_env = "CITY_PASSWORD"'}

[systems.dialing]
{dialing}
{more}
"""


@dataclass(slots=True)
class GatewayProcess:
    """One gateway, which can be killed and started again."""

    config: Path
    process: asyncio.subprocess.Process | None = None
    log: str = ""
    _log_begins: int = 0
    """Where that of the present run does."""
    _reading: asyncio.Task[None] | None = None
    _logged: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def start(self, *options: str) -> None:
        """Start it, as nothing of Home Assistant were installed."""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", WITHOUT_HOME_ASSISTANT, str(self.config)),
            *options,
            cwd=ROOT,
            env=os.environ | {"CITY_PASSWORD": "demo"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._log_begins = len(self.log)
        self._reading = asyncio.create_task(self._read(self.process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            async with self._logged:
                self.log += line.decode()
                self._logged.notify_all()

    async def until_logged(self, text: str) -> None:
        """Wait until something stands in the log."""
        async with asyncio.timeout(20), self._logged:
            await self._logged.wait_for(lambda: text in self.log[self._log_begins :])

    async def kill(self) -> None:
        """End it without a word, as kill -9."""
        assert self.process
        if self.process.returncode is None:
            self.process.kill()
        await self.wait()

    def freeze(self) -> None:
        """Let it do nothing, while its connections stay open."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    async def stop(self) -> int:
        """End it politely; return the exit code."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return await self.wait()

    async def wait(self) -> int:
        """Wait until it ends; return the exit code."""
        assert self.process
        assert self._reading
        async with asyncio.timeout(20):
            code = await self.process.wait()
            await self._reading
        return code


@asynccontextmanager
async def open_gateway(
    folder: Path, text: str, name: str = "gateway"
) -> AsyncIterator[GatewayProcess]:
    """Run a gateway with these settings; what it says is free of tracebacks."""
    config = folder / f"{name}.toml"
    await asyncio.to_thread(config.write_text, text)
    gateway = GatewayProcess(config)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.kill()
    assert "Traceback" not in gateway.log, gateway.log
