"""How long the integration takes to import and to set up, beside integrations of core."""

import asyncio
import importlib
import json
import os
from pathlib import Path
import pkgutil
import subprocess
import sys
from tempfile import TemporaryDirectory
import time

from .figures import Figure

OURS = "telephony"
_START = ("import of what a start needs", "import of the client by CSTA beside it")
_LIMITS = {_START[0]: 20.0}
DOMAINS = (OURS, "fritzbox_callmonitor", "heos", "bosch_alarm")
_PLATFORMS = [
    "alarm_control_panel",
    "automation",
    "binary_sensor",
    "blueprint",
    "button",
    "conversation",
    "diagnostics",
    "event",
    "file_upload",
    "frontend",
    "http",
    "llm",
    "media_player",
    "number",
    "recorder",
    "repairs",
    "select",
    "sensor",
    "switch",
    "system_health",
    "text",
    "todo",
    "websocket_api",
]


def _import_all(domain: str) -> tuple[float, int]:
    """Return the processor time, in seconds, that all modules of an integration take, and how many new ones came."""
    package = f"{'custom_components' if domain == OURS else 'homeassistant.components'}.{domain}"
    for platform in _PLATFORMS:
        importlib.import_module(f"homeassistant.components.{platform}")
    importlib.import_module("homeassistant.bootstrap")
    before = len(sys.modules)
    begin = time.process_time()
    module = importlib.import_module(package)
    for path in pkgutil.walk_packages(module.__path__, f"{package}."):
        importlib.import_module(path.name)
    return time.process_time() - begin, len(sys.modules) - before


def _import_for_start() -> list[float]:
    """Return the processor time of what a start waits for, and of the client that a connection brings."""
    for platform in _PLATFORMS:
        importlib.import_module(f"homeassistant.components.{platform}")
    importlib.import_module("homeassistant.bootstrap")
    from homeassistant.loader import BASE_PRELOAD_PLATFORMS  # noqa: PLC0415

    package = f"custom_components.{OURS}"
    begin = time.process_time()
    ours = importlib.import_module(package)
    for platform in (*BASE_PRELOAD_PLATFORMS, *ours.PLATFORMS):
        if (Path(ours.__path__[0]) / f"{platform}.py").exists():
            importlib.import_module(f"{package}.{platform}")
    without_client = time.process_time()
    importlib.import_module(f"{package}.cti.csta")
    return [without_client - begin, time.process_time() - without_client]


async def _set_up(domain: str) -> float:
    """Return the processor time that Home Assistant takes to set the domain up, its import included."""
    from homeassistant.setup import async_setup_component  # noqa: PLC0415

    from .core import home_assistant  # noqa: PLC0415

    for platform in _PLATFORMS:
        importlib.import_module(f"homeassistant.components.{platform}")
    async with home_assistant() as hass:
        begin = time.process_time()
        assert await async_setup_component(hass, domain, {})
        return time.process_time() - begin


def _alone(what: str, domain: str, bytecode: str) -> list[float]:
    """Measure in a process of its own, that keeps its bytecode in a folder."""
    result = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-m", "benchmarks.imports", what, domain],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ
        | {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""},
    )
    values: list[float] = json.loads(result.stdout.splitlines()[-1])
    return values


def measure(rounds: int) -> list[Figure]:
    """Measure all in turns, each in new processes, once they are compiled to bytecode."""
    took: dict[tuple[str, str], list[float]] = {}
    modules: dict[str, float] = {}
    with TemporaryDirectory(prefix="telephony-benchmark-") as bytecode:
        for number in range(rounds + 1):
            for domain in DOMAINS:
                imported, modules[domain] = _alone("import", domain, bytecode)
                (set_up,) = _alone("setup", domain, bytecode)
                if number:
                    took.setdefault(("import", domain), []).append(imported * 1000)
                    took.setdefault(("set-up", domain), []).append(set_up * 1000)
                if domain == OURS:
                    start = _alone("start", domain, bytecode)
                    for what, seconds in zip(_START, start, strict=True):
                        if number:
                            took.setdefault((what, domain), []).append(seconds * 1000)
    return [
        Figure.of(
            f"{what} of {domain}",
            "ms",
            values,
            limit=_LIMITS.get(what),
            note=f"{modules[domain]:.0f} modules in all",
        )
        for (what, domain), values in sorted(took.items())
    ]


if __name__ == "__main__":
    what, domain = sys.argv[1:]
    if what == "import":
        print(json.dumps(_import_all(domain)))
    elif what == "start":
        print(json.dumps(_import_for_start()))
    else:
        print(json.dumps([asyncio.run(_set_up(domain))]))
