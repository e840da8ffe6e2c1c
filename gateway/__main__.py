"""The command: python -m gateway CONFIG.toml."""

from argparse import ArgumentParser
import asyncio
from collections.abc import Coroutine
from contextlib import suppress
import errno
from importlib.util import find_spec
import logging
from pathlib import Path
import signal
import sys
from types import ModuleType
from typing import Any

INTEGRATION = "custom_components.telephony"
STOOD_DOWN = 3
"""The exit code where other gateways serve the lines."""


def enter_without_home_assistant() -> None:
    """Let the integration's clients and guard be imported without its own first file.

    That one belongs to Home Assistant and imports it; what is used here doesn't.
    """
    if INTEGRATION not in sys.modules and (spec := find_spec("custom_components")):
        package = ModuleType(INTEGRATION)
        package.__path__ = [
            str(Path(place) / "telephony")
            for place in spec.submodule_search_locations or ()
        ]
        sys.modules[INTEGRATION] = package


def main(arguments: list[str] | None = None) -> int:
    """Run the gateway until it's told to stop; return the exit code."""
    parser = ArgumentParser("python -m gateway", description=__doc__)
    parser.add_argument("config", type=Path, metavar="CONFIG.toml")
    parser.add_argument(
        "--check", action="store_true", help="check the settings and do nothing else"
    )
    parser.add_argument("--debug", action="store_true", help="log more")
    options = parser.parse_args(arguments)
    enter_without_home_assistant()
    from .run import serve  # noqa: PLC0415  # not before the way in is open
    from .settings import read_settings  # noqa: PLC0415
    from .tables import SettingsError  # noqa: PLC0415

    logging.basicConfig(
        level=logging.DEBUG if options.debug else logging.INFO,
        format="%(levelname)s: %(message)s",
    )
    try:
        settings = read_settings(options.config)
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.check:
        lines = sum(len(each.lines) for each in settings.systems)
        print(f"ok: phone systems: {len(settings.systems)}, lines: {lines}")
        return 0
    try:
        return asyncio.run(_run(serve(settings)))
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


async def _run(serving: Coroutine[Any, Any, bool]) -> int:
    """Serve until a signal comes."""
    task = asyncio.create_task(serving)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_take_fault)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        return STOOD_DOWN if await task else 0
    return 0


def _take_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log a fault in a callback, but not that aiomqtt looks at a socket that is closed by then."""
    error = context.get("exception")
    if not (isinstance(error, OSError) and error.errno == errno.EBADF):
        loop.default_exception_handler(context)


if __name__ == "__main__":
    sys.exit(main())
