"""A phone system is set up in steps that fit the screen; what is wrong is seen where it's mended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import re
import subprocess
import sys
import time

from playwright.sync_api import BrowserContext, Locator, Page, expect
import pytest

from .conftest import LOADED, ROOT, Demo, Phones, free_ports

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "laptop": (1280, 800)}
HOST = "localhost"
NAME = "Eltex ECSS-10"
CLICKS, KEYS = 10, 38
"""What the way to the first ring may take, with a port that is not the usual one."""
REMOVE = """async (name) => {
    const { hass } = document.querySelector("home-assistant");
    const entries = await hass.callApi("GET", "config/config_entries/entry?domain=telephony");
    for (const { entry_id, title } of entries.filter(({ title }) => title.startsWith(name))) {
        await hass.callApi("DELETE", `config/config_entries/entry/${entry_id}`);
    }
}"""
SCROLLS = """(dialog) => {
    const found = [];
    const look = (root) => {
        for (const each of root.querySelectorAll("*")) {
            const { overflowY } = getComputedStyle(each);
            const hidden = each.scrollHeight - each.clientHeight;
            if (/auto|scroll/.test(overflowY) && hidden > 1) {
                found.push(`${each.localName}: ${hidden}`);
            }
            if (each.shadowRoot) look(each.shadowRoot);
        }
    };
    look(dialog.shadowRoot);
    return found;
}"""


@contextmanager
def phone_system() -> Iterator[tuple[int, Phones]]:
    """Let one more phone system listen, with TLS and a certificate of its own."""
    control = free_ports()
    command = [sys.executable, "-u", "-m", "simulator", "csta", "--port", "0", "--tls"]
    command += ["--lines", "760-762", "--control", str(control)]
    command += ["--user", "branch.example", "--password", "branch"]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        found = (re.search(r"listening on .+:(\d+)", line) for line in process.stdout)
        port = int(next(match for match in found if match)[1])
        try:
            yield port, Phones(control)
        finally:
            process.kill()
            process.wait()


class Person:
    """Clicks and types, and counts what that takes."""

    def __init__(self, page: Page, picture: Callable[[str], None]) -> None:
        """Begin with nothing done."""
        self.page = page
        self.dialog = page.locator("dialog-data-entry-flow")
        self.clicks = 0
        self.keys = 0
        self._picture = picture

    def click(self, target: Locator) -> None:
        """Press a button or a field."""
        target.click()
        self.clicks += 1

    def type(self, field: str, text: str) -> None:
        """Type into a field, in place of what is there."""
        number = self.dialog.get_by_role("spinbutton", name=field)
        text_field = self.dialog.locator(f"[name={field}]:is(input, textarea)")
        self.click(text_field.or_(number).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.keys += 1 + len(text)

    def next(self) -> None:
        """Submit the step."""
        self.click(self.dialog.get_by_role("button", name=re.compile("Next|Submit")))

    def sees(self, title: str) -> None:
        """Wait for a step, which must be whole without scrolling."""
        shown = self.dialog.get_by_text(title, exact=True).first
        expect(shown).to_be_visible(timeout=20_000)
        self._picture(title)
        assert self.dialog.evaluate(SCROLLS) == []

    def is_told(self, text: str) -> None:
        """See what is said without scrolling."""
        shown = self.dialog.get_by_text(text).first
        expect(shown).to_be_visible(timeout=20_000)
        self._picture(f"told {text[:20]}")
        expect(shown).to_be_in_viewport(ratio=1)


@pytest.fixture(params=SIZES)
def person(
    request: pytest.FixtureRequest,
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
) -> Iterator[Person]:
    """Open the set-up on a phone and on a laptop; what was set up is removed."""
    width, height = SIZES[request.param]
    page = new_context(
        viewport={"width": width, "height": height}, pops_up=True
    ).new_page()

    def picture(title: str) -> None:
        screenshot(page, f"set-up {request.param} {title}".rstrip("?"))

    page.goto(f"{demo.url}/config/integrations/dashboard/add?domain=telephony")
    page.wait_for_function(LOADED, timeout=60_000)
    page.get_by_role("button", name="OK").click()
    person = Person(page, picture)
    person.sees("What do you want to set up?")
    yield person
    demo.desk.evaluate(REMOVE, NAME)


def test_the_first_ring_is_a_few_steps_away(person: Person) -> None:
    """Nothing has to be scrolled to; it takes ten clicks and 38 keys, of which the port is five."""
    began = time.monotonic()
    with phone_system() as (port, phones):
        person.click(person.dialog.get_by_text("CSTA phone system", exact=True))
        person.sees("CSTA phone system")
        person.type("host", HOST)
        person.type("Port", str(port))
        person.next()
        person.sees("Do you trust this certificate?")
        person.next()
        person.sees("Log in")
        person.type("username", "branch.example")
        person.type("password", "branch")
        person.next()
        person.sees("Which lines?")
        person.next()
        person.sees("What are the lines called?")
        person.next()
        person.is_told("make a dashboard")
        phones.order(do="dial", **{"from": "+12025550101"}, to="760")
        popup = person.page.get_by_role("dialog", name="Incoming calls")
        expect(popup).to_be_visible(timeout=20_000)
        assert time.monotonic() - began < 60
        assert person.clicks <= CLICKS
        assert person.keys <= KEYS
        person.page.evaluate("window.isOld = true")
        popup.get_by_role("button", name="Hide on this device").click()
        person.dialog.get_by_role("link", name="make a dashboard").click()
        person.page.wait_for_url("**/config/lovelace/dashboards")
        assert person.page.evaluate("window.isOld === undefined")


def test_what_is_wrong_is_said_beside_its_field(person: Person) -> None:
    with phone_system() as (port, _):
        person.click(person.dialog.get_by_text("CSTA phone system", exact=True))
        person.sees("CSTA phone system")
        person.type("host", "nowhere.invalid")
        person.next()
        person.is_told("Failed to connect")
        person.type("host", HOST)
        person.type("Port", str(port))
        person.next()
        person.sees("Do you trust this certificate?")
        person.next()
        person.sees("Log in")
        person.type("username", "branch.example")
        person.type("password", "wrong")
        person.next()
        person.is_told("refuses this username and password")
        person.type("password", "branch")
        person.next()
        person.sees("Which lines?")
        person.type("lines", "760-762, 76x1")
        person.next()
        person.is_told("Can't read “76x1”")
        person.type("lines", "760-762, 999")
        person.next()
        person.sees("What are the lines called?")
        person.is_told("999 (invalidMonitorObject)")
