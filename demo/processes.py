"""The demo's child processes: started together, ended together."""

import asyncio
from collections.abc import Mapping, Sequence
import contextlib
import os
from pathlib import Path
import signal
import socket

STOP_TIMEOUT = 20.0
READY_MARK = "listening on "
LOOPBACK = "127.0.0.1"


class DemoError(Exception):
    """The demo cannot go on; the text says why and what to do."""


def free_port(preferred: int, host: str = LOOPBACK) -> int:
    """Return `preferred` on `host` if it is free, else any free port."""
    error: OSError | None = None
    for port in (preferred, 0):
        try:
            family, kind, _, _, address = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
                return int(probe.getsockname()[1])
        except OSError as problem:
            error = problem
    raise DemoError(
        f"Nothing can listen on {host} ({error}). Is it an address of this machine?"
    )


class Processes:
    """The children, in a process group each, so that nothing of them stays."""

    def __init__(self, logs: Path) -> None:
        """Write what the children say below `logs`."""
        self._logs = logs
        self._children: dict[str, asyncio.subprocess.Process] = {}

    async def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
    ) -> Path:
        """Start a child and return its log."""
        log = self._logs / f"{name}.log"
        with log.open("wb") as output:
            self._children[name] = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
                start_new_session=True,
            )
        return log

    async def wait_listening(self, name: str, log: Path, seconds: float = 30.0) -> None:
        """Wait until a simulator says that it listens."""
        try:
            async with asyncio.timeout(seconds):
                while READY_MARK not in log.read_text():
                    self.check(name)
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise DemoError(
                f"{name} did not start in {seconds:.0f} s: see {log}"
            ) from None

    def check(self, name: str) -> None:
        """Raise if a child has ended."""
        child = self._children[name]
        if child.returncode is not None:
            log = self._logs / f"{name}.log"
            last = log.read_text().strip().splitlines()[-5:]
            raise DemoError(
                "\n  ".join([f"{name} ended; its last lines ({log}):", *last])
            )

    async def wait_any(self) -> None:
        """Wait until a child ends by itself, which none should."""
        waiting = {
            asyncio.create_task(child.wait()): name
            for name, child in self._children.items()
        }
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        self.check(waiting[done.pop()])

    async def stop(self) -> None:
        """End every child, politely first."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            alive = [c for c in self._children.values() if c.returncode is None]
            for child in alive:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, number)
            if alive:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(STOP_TIMEOUT):
                        await asyncio.gather(*(child.wait() for child in alive))
