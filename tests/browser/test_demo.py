"""What a newcomer sees: a call rings, a button answers it, an automation has run."""

from collections.abc import Callable
import re

from playwright.sync_api import Locator, Page, expect
import pytest

from demo.office import ROOMS

from .conftest import Demo

pytestmark = pytest.mark.browser

AREAS = """() => {
    const { areas, devices } = document.querySelector("home-assistant").hass;
    return Object.values(devices).map(({ area_id }) => areas[area_id]?.name);
}"""
CALLER = "+4989123456"


def seen(counter: Locator) -> int:
    """Read how many calls the automation has counted."""
    return int(counter.get_by_text(re.compile(r"^\s*\d+\s*$")).first.inner_text())


def test_the_first_screen_shows_people_places_and_what_happened_before(
    demo: Demo, page: Page
) -> None:
    page.goto(f"{demo.url}/demo-telephony/calls")
    office, annex, log = (page.locator("telephony-card").nth(n) for n in range(3))
    expect(office).to_contain_text("Office", timeout=60_000)
    expect(annex).to_contain_text("Annex")
    names = office.locator("telephony-line .name")
    expect(names).to_have_text([name for name, _ in ROOMS.values()][:6])
    expect(office.get_by_role("button", name="missed")).not_to_have_count(0)
    log.get_by_role("button", name="Missed").click()
    for caller in ("Zoë Brontë", "Ада Лавлейс", "Bakery Huber"):
        expect(log).to_contain_text(caller)
    areas = demo.desk.evaluate(AREAS)
    assert set(areas) >= {area for _, area in ROOMS.values()}


def test_a_call_rings_and_a_press_on_answer_connects_it(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    page.goto(f"{demo.url}/demo-lines/lines")
    expect(page.get_by_text("Reception").first).to_be_visible(timeout=60_000)
    counter = page.locator("hui-tile-card", has_text="Incoming calls")
    counted = seen(counter)
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    section = page.locator("hui-grid-section", has_text="Reception")
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
    section = page.locator("hui-grid-section", has_text="Studio")
    expect(section.get_by_text("Idle").first).to_be_visible(timeout=60_000)
    demo.telestra.order(do="dial", **{"from": CALLER}, to="800", name="Paul")
    expect(section.get_by_text("Ringing").first).to_be_visible()
    section.get_by_text("Answer").first.click()
    expect(section.get_by_text("Connected").first).to_be_visible()
    screenshot(page, "telestra-connected")
    section.get_by_text("Hang up").first.click()
    expect(section.get_by_text("Idle").first).to_be_visible()
