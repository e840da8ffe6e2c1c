"""Run the demo: `python -m demo`, or scripts/demo, which sets everything up first."""

import argparse
import asyncio
import contextlib
import os
from pathlib import Path
import signal
import sys
import time

import aiohttp

from .address_book import AddressBook
from .dashboard import write_automations, write_dashboard
from .gateway import DemoGateway
from .home import START_TIMEOUT, Home, prepare_folder
from .office import (
    ANNEX_CALLS,
    HOTLINE,
    OFFICE_CALLS,
    ROUTED_CALLS,
    furnish,
    let_people_call,
)
from .processes import LOOPBACK, DemoError, Processes, free_port

CHECKOUT = Path(__file__).resolve().parent.parent
STAND_INS = Path(__file__).resolve().parent / "stand_ins"
USERNAME, PASSWORD = "demo", "demo"
CSTA_DOMAIN, CSTA_PASSWORD = "demo.example", "csta-demo"
CSTA_LINES = "700-705"
TELESTRA_NUMBERS, TELESTRA_LINES = "800-801", "account-800, account-801"
CSTA_OPTIONS = ["--tls", "--lines", CSTA_LINES]
CSTA_OPTIONS += ["--route-point", f"{HOTLINE}=700"]
CSTA_OPTIONS += ["--user", CSTA_DOMAIN, "--password", CSTA_PASSWORD]
TELESTRA_OPTIONS = ["--lines", TELESTRA_NUMBERS, "--account-prefix", "account-"]
TELESTRA_OPTIONS += ["--call-items", "objects"]


def say(text: str) -> None:
    """Tell how far the demo is, with the seconds since its start."""
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


STARTED = time.monotonic()


async def start_simulators(
    processes: Processes, traffic: float, controls: tuple[int, int]
) -> tuple[int, int]:
    """Start both simulated systems; return their ports."""
    csta, telestra = free_port(4722), free_port(3550)
    simulator = [sys.executable, "-m", "simulator"]
    common = ["--host", "127.0.0.1", "--traffic", str(traffic)]
    office = ["--port", str(csta), "--control", str(controls[0]), *CSTA_OPTIONS]
    annex = ["--port", str(telestra), "--control", str(controls[1]), *TELESTRA_OPTIONS]
    logs = {
        "csta": await processes.start("csta", [*simulator, "csta", *common, *office]),
        "telestra": await processes.start(
            "telestra", [*simulator, "telestra", *common, *annex]
        ),
    }
    for name, log in logs.items():
        await processes.wait_listening(name, log)
    say(f"Simulated switches listen on 127.0.0.1: CSTA {csta}, Telestra {telestra}")
    return csta, telestra


async def start_home(
    processes: Processes,
    folder: Path,
    host: str,
    port: int,
    http: aiohttp.ClientSession,
) -> Home:
    """Start Home Assistant in `folder` and sign in."""
    await asyncio.to_thread(prepare_folder, folder, CHECKOUT, port, host)
    say("Starting Home Assistant ...")
    hass = [
        sys.executable,
        "-m",
        "homeassistant",
        "--config",
        str(folder),
        "--skip-pip",
    ]
    paths = [str(STAND_INS), *filter(None, [os.environ.get("PYTHONPATH")])]
    await processes.start(
        "home-assistant", hass, {"PYTHONPATH": os.pathsep.join(paths)}
    )
    home = Home(port, http, host)
    up = asyncio.create_task(home.wait_up())
    try:
        while not up.done():
            processes.check("home-assistant")
            await asyncio.wait([up], timeout=0.5)
    finally:
        up.cancel()
    await home.create_login(USERNAME, PASSWORD)
    await home.wait_running()
    return home


async def connect(home: Home, csta: int, telestra: int) -> list[str]:
    """Add both connections through the config flow; return their entries' ids."""
    say("Adding both connections through the config flow ...")
    return [
        await home.add_connection(
            "csta",
            {
                "host": "127.0.0.1",
                "port": csta,
                "verify_certificate": False,
                "username": CSTA_DOMAIN,
                "password": CSTA_PASSWORD,
                "lines": CSTA_LINES,
            },
        ),
        await home.add_connection(
            "telestra", {"host": "127.0.0.1", "port": telestra, "lines": TELESTRA_LINES}
        ),
    ]


async def open_office(
    home: Home,
    folder: Path,
    entries: list[str],
    controls: tuple[int, int],
    address_book: AddressBook,
) -> None:
    """Name everything, let some calls pass, and put dashboard and automations to work."""
    say("Furnishing the office ...")
    await home.set_options(
        entries[0], "routing", {"route_devices": HOTLINE, "route_seconds": 0.8}
    )
    await furnish(home, entries, address_book)
    connections = [await home.entity_ids(entry) for entry in entries]
    for entities in connections:
        await home.wait_available(
            entity_id for key, entity_id in entities.items() if key.endswith("_state")
        )
    await asyncio.gather(
        let_people_call(controls[0], OFFICE_CALLS),
        let_people_call(controls[1], ANNEX_CALLS),
    )
    await asyncio.to_thread(write_dashboard, folder, connections)
    await asyncio.to_thread(write_automations, folder, connections)
    await home.call("automation", "reload", {})
    await let_people_call(controls[0], ROUTED_CALLS)


async def run(arguments: argparse.Namespace) -> None:
    """Bring everything up and keep it up until it is ended."""
    folder = CHECKOUT / ".demo"
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    processes = Processes(folder)
    controls = _control_ports(arguments.control)
    try:
        async with (
            aiohttp.ClientSession() as http,
            asyncio.timeout(START_TIMEOUT) as limit,
        ):
            csta, telestra = await start_simulators(
                processes, arguments.traffic, controls
            )
            address_book = AddressBook(folder, http)
            await address_book.start(processes)
            say(f"A CardDAV server listens on {address_book.url}")
            home = await start_home(
                processes,
                folder / "config",
                arguments.host,
                free_port(arguments.port, arguments.host),
                http,
            )
            entries = await connect(home, csta, telestra)
            await open_office(home, folder / "config", entries, controls, address_book)
            gateway = DemoGateway(folder) if arguments.gateway else None
            if gateway:
                say("Starting a broker and a gateway ...")
                login = (CSTA_DOMAIN, CSTA_PASSWORD)
                await gateway.start(processes, csta, CSTA_LINES, login)
            limit.reschedule(None)
            say("Ready.\n")
            print(f"    {home.url}/demo-telephony    login: {USERNAME} / {PASSWORD}\n")
            if arguments.host != LOOPBACK:
                print("Others reach it by this machine's address, and can log in.\n")
            if gateway:
                print(gateway.describe())
            print("Ctrl-C ends everything.", flush=True)
            shown = asyncio.create_task(gateway.show(say)) if gateway else None
            try:
                await processes.wait_any()
            finally:
                if shown:
                    shown.cancel()
    except TimeoutError:
        raise DemoError(
            f"Not ready in {START_TIMEOUT:.0f} s; see the logs in {folder}"
        ) from None
    finally:
        say("Ending ...")
        await processes.stop()


def _control_ports(control: int) -> tuple[int, int]:
    """Return the ports on which the simulated systems take orders: those wished for, or any."""
    if control:
        return control, control + 1
    return free_port(0), free_port(0)


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default=LOOPBACK,
        help="the address of this machine on which Home Assistant listens, 0.0.0.0 for all of them (127.0.0.1)",
    )
    parser.add_argument(
        "--port", type=int, default=8123, help="Home Assistant's port (8123)"
    )
    parser.add_argument(
        "--traffic", type=float, default=6, help="calls per minute on each system (6)"
    )
    parser.add_argument(
        "--control",
        type=int,
        default=0,
        help="port on which the simulated switch takes commands as JSON lines; Telestra's is the next one",
    )
    parser.add_argument(
        "--gateway",
        action="store_true",
        help="an MQTT broker and a gateway as well; the terminal shows what they tell",
    )
    arguments = parser.parse_args()
    loop = asyncio.new_event_loop()
    task = loop.create_task(run(arguments))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        loop.run_until_complete(task)
    except (DemoError, aiohttp.ClientError) as error:
        print(f"\ndemo: error: {error}", file=sys.stderr)
        return 1
    except asyncio.CancelledError:
        return 0
    finally:
        loop.close()
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        os.chdir(CHECKOUT)
        sys.exit(main())
