"""What a newcomer sees: a call rings, a button answers it, an automation has run."""

from collections.abc import Callable
import re

from playwright.sync_api import Locator, Page, expect
import pytest

from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989123456"


def seen(counter: Locator) -> int:
    """Read how many calls the automation has counted."""
    return int(counter.get_by_text(re.compile(r"^\s*\d+\s*$")).first.inner_text())


def test_a_call_rings_and_a_press_on_answer_connects_it(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    page.goto(f"{demo.url}/demo-lines/lines")
    expect(page.get_by_text("Line 700").first).to_be_visible(timeout=60_000)
    counter = page.locator("hui-tile-card", has_text="Incoming calls")
    counted = seen(counter)
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    section = page.locator("hui-grid-section", has_text="Line 700")
    expect(section.get_by_text("Ringing").first).to_be_visible()
    expect(section.get_by_text("Bakery Huber").first).to_be_visible()
    expect(counter).to_contain_text(str(counted + 1))
    screenshot(page, "ringing")
    section.get_by_text("Answer").first.click()
    expect(section.get_by_text("Connected").first).to_be_visible()
    expect(page.locator("hui-tile-card", has_text="On air")).to_contain_text("On")
    screenshot(page, "connected")
    section.get_by_text("Hang up").first.click()
    expect(section.get_by_text("Idle").first).to_be_visible()


def test_a_telestra_call_rings_and_is_answered_likewise(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    page.goto(f"{demo.url}/demo-lines/lines")
    section = page.locator("hui-grid-section", has_text="account-800")
    expect(section.get_by_text("Idle").first).to_be_visible(timeout=60_000)
    demo.telestra.order(do="dial", **{"from": CALLER}, to="800", name="Paul")
    expect(section.get_by_text("Ringing").first).to_be_visible()
    section.get_by_text("Answer").first.click()
    expect(section.get_by_text("Connected").first).to_be_visible()
    screenshot(page, "telestra-connected")
    section.get_by_text("Hang up").first.click()
    expect(section.get_by_text("Idle").first).to_be_visible()
