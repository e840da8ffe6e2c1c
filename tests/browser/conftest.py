"""The demo, started once, and a browser that is logged in to it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
import json
import os
from pathlib import Path
import re
import signal
import socket
import subprocess
import sys
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
import pytest

from ..core_complaints import complains_of_us

ROOT = Path(__file__).parent.parent.parent
ARTEFACTS = ROOT / "artefacts" / "screenshots"
DEMO_SECONDS = 240
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SAVE_DASHBOARD = """async ([path, config]) => {
    const { conn } = await window.hassConnection;
    const have = await conn.sendMessagePromise({ type: "lovelace/dashboards/list" });
    if (!have.some(({ url_path }) => url_path === path)) {
        await conn.sendMessagePromise({
            type: "lovelace/dashboards/create",
            url_path: path, title: path, mode: "storage", show_in_sidebar: false,
        });
    }
    await conn.sendMessagePromise({ type: "lovelace/config/save", url_path: path, config });
}"""
LOADED = "() => document.querySelector('home-assistant')?.hass?.states"
LIST_DEVICES = """async () => {
    const { conn } = await window.hassConnection;
    return (await conn.sendMessagePromise({ type: "telephony/lines" })).lines;
}"""


class Phones:
    """The simulated exchange's phones, moved on cue through its control port."""

    def __init__(self, port: int) -> None:
        """Name the port; each order is a connection of its own."""
        self._port = port

    def order(self, **order: Any) -> list[dict[str, Any]]:
        """Carry an order out and return all calls as they are afterwards."""
        with socket.create_connection(
            ("127.0.0.1", self._port), timeout=10
        ) as connection:
            connection.sendall(json.dumps(order).encode() + b"\n")
            answer = json.loads(connection.makefile().readline())
        assert answer["ok"], answer
        calls: list[dict[str, Any]] = answer["calls"]
        return calls


class Demo:
    """The running demo, and a page of its administrator's."""

    def __init__(self, url: str, phones: tuple[Phones, Phones], desk: Page) -> None:
        """Keep where everything is."""
        self.url = url
        self.csta, self.telestra = phones
        self.desk = desk

    def save_dashboard(self, path: str, config: dict[str, Any]) -> None:
        """Make or replace a dashboard; no page that a test looks at has been opened."""
        self.desk.evaluate(SAVE_DASHBOARD, [path, config])

    def devices(self) -> dict[str, str]:
        """Return the devices of lines and groups by their names."""
        lines = self.desk.evaluate(LIST_DEVICES)
        return {each["name"]: each["device_id"] for each in lines}


def free_ports() -> int:
    """Return the first of two neighbouring free ports."""
    for _ in range(50):
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no free ports")


@pytest.fixture(scope="session")
def process() -> Iterator[tuple[str, int]]:
    """Start scripts/demo without calls of its own, end it, and see whether Home Assistant complained."""
    control = free_ports()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    with (ARTEFACTS.parent / "demo.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "demo", "--traffic", "0", "--control", str(control)],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield _wait_ready(process, Path(log.name)), control
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise
    told = (ROOT / ".demo" / "home-assistant.log").read_text().splitlines()
    assert told
    assert not [line for line in told if complains_of_us(line)]


def _wait_ready(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the demo prints its address."""
    for _ in range(DEMO_SECONDS * 2):
        text = log.read_text()
        if match := re.search(r"(http://127\.0\.0\.1:\d+)/\S+ +login", text):
            return match[1]
        assert process.poll() is None, f"the demo ended:\n{text}"
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(
        f"the demo was not ready in {DEMO_SECONDS} s:\n{log.read_text()}"
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=CHROMIUM_ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(process: tuple[str, int], browser: Browser) -> Iterator[Demo]:
    """Log the administrator in."""
    url, control = process
    context = browser.new_context()
    page = context.new_page()
    page.goto(url)
    page.locator("input[name=username]").fill("demo")
    page.locator("input[name=password]").fill("demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/(home|lovelace|demo)"), timeout=90_000)
    page.wait_for_function(LOADED, timeout=90_000)
    yield Demo(url, (Phones(control), Phones(control + 1)), page)
    context.close()


@pytest.fixture
def new_context(
    demo: Demo, browser: Browser
) -> Iterator[Callable[..., BrowserContext]]:
    """Make browsers that are logged in and have never been here, each a person's own."""
    contexts: list[BrowserContext] = []
    login = demo.desk.context.storage_state()
    failures: list[str | None] = []

    def make(*, pops_up: bool | None = None, **options: Any) -> BrowserContext:
        """Make a browser; it may have chosen whether calls pop up."""
        state = deepcopy(login)
        if pops_up is not None:
            value = "on" if pops_up else "off"
            state["origins"][0]["localStorage"].append(
                {"name": "telephony-popup", "value": value}
            )
        context = browser.new_context(storage_state=state, **options)
        context.on("weberror", lambda failure: failures.append(failure.error.stack))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not [stack for stack in failures if "telephony" in (stack or "")]


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Open a page of the size of a wall tablet."""
    return new_context(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Keep pictures as artefacts."""

    def take(page: Page, name: str) -> None:
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    return take
