"""Calls follow one from page to page: large after they are answered here, small in the corner else."""

from collections.abc import Callable, Iterator
from contextlib import suppress
import re

from playwright.sync_api import BrowserContext, Locator, Page, expect
import pytest

from .card import Desk, card_view, end_all_calls, expect_accessible, written
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
SECOND = "+4989765433"
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1280, "height": 800}
SLOWLY = 60_000

type NewContext = Callable[..., BrowserContext]
type Screenshot = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def quiet(demo: Demo) -> Iterator[None]:
    """Begin and end without calls."""
    end_all_calls(demo.csta)
    yield
    end_all_calls(demo.csta)


def open_page(demo: Demo, new_context: NewContext, size: dict[str, int]) -> Page:
    """Open a page without a card, where calls pop up."""
    page = new_context(pops_up=True, viewport=size).new_page()
    page.goto(f"{demo.url}/history")
    page.wait_for_function(
        "() => document.querySelector('telephony-popup')?.renderRoot", timeout=SLOWLY
    )
    expect(page.locator("ha-top-app-bar-fixed, ha-menu-button").first).to_be_visible(
        timeout=SLOWLY
    )
    return page


def window(page: Page) -> Locator:
    """Find the calls that go on."""
    return page.get_by_role("dialog", name="Current calls")


def pill(page: Page) -> Locator:
    """Find what is in the corner."""
    return page.locator("telephony-pill").get_by_role("button")


def press_until(page: Page, key: str, expected: Callable[..., None]) -> None:
    """Press a key again where buttons had just moved: nothing is done then."""
    for _ in range(20):
        page.keyboard.press(key)
        with suppress(AssertionError):
            expected(timeout=1_000)
            return
    expected()


def ring(demo: Demo, caller: str = CALLER) -> None:
    """Let somebody call the reception."""
    demo.csta.order(do="dial", **{"from": caller}, to="700")


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_a_call_that_is_answered_here_is_held_and_ended_wherever_one_goes(
    demo: Demo, new_context: NewContext, screenshot: Screenshot, size: dict[str, int]
) -> None:
    page = open_page(demo, new_context, size)
    ring(demo)
    popup = page.get_by_role("dialog", name="Incoming calls")
    popup.get_by_role("button", name="Answer").click(timeout=SLOWLY)
    expect(window(page)).to_contain_text(written(CALLER))
    expect(window(page)).to_contain_text("Connected")
    expect_accessible(page, "telephony-popup")
    screenshot(page, f"window-{size['width']}")
    window(page).get_by_role("button", name="Hold").click()
    expect(window(page)).to_contain_text("On hold")
    window(page).get_by_role("button", name="Make small").click()
    expect(window(page)).to_be_hidden()
    expect(pill(page)).to_contain_text(written(CALLER))
    expect_accessible(page, "telephony-popup")
    screenshot(page, f"pill-{size['width']}")
    page.goto(f"{demo.url}/config/automation/dashboard")
    expect(
        page.locator("ha-config-automation, ha-automation-picker").first
    ).to_be_visible(timeout=SLOWLY)
    expect(pill(page)).to_contain_text(written(CALLER))
    ring(demo, SECOND)
    expect(popup).to_contain_text(written(SECOND))


def test_a_call_that_is_answered_at_the_phone_is_a_pill_and_keys_end_it(
    demo: Demo, new_context: NewContext, screenshot: Screenshot
) -> None:
    page = open_page(demo, new_context, TABLET)
    ring(demo)
    expect(page.get_by_role("dialog", name="Incoming calls")).to_be_visible(
        timeout=SLOWLY
    )
    expect(page).to_have_title(re.compile("\u260e"))
    demo.csta.order(do="answer", device="700")
    expect(pill(page)).to_contain_text(written(CALLER))
    expect(page).not_to_have_title(re.compile("\u260e"))
    expect(window(page)).to_be_hidden()
    pill(page).click()
    expect(window(page)).to_contain_text("Connected")
    hang_up = window(page).get_by_role("button", name="Hang up")
    expect(hang_up).not_to_have_attribute("aria-disabled", "true")
    question = page.get_by_role("dialog", name="Transfer")
    press_until(page, "t", expect(question).to_be_visible)
    expect(question.get_by_role("combobox")).to_be_focused()
    expect_accessible(page, "telephony-popup")
    screenshot(page, "window-transfer")
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    press_until(page, "e", expect(window(page)).to_be_hidden)
    expect(pill(page)).to_have_count(0)


def test_a_tile_and_a_badge_answer_and_show_calls(
    demo: Demo, new_context: NewContext, screenshot: Screenshot
) -> None:
    reception = demo.devices()["Reception"]
    tile = {
        "type": "tile",
        "entity": "sensor.line_700_state",
        "features": [{"type": "custom:telephony-call-feature"}],
    }
    view = card_view(devices=[reception], sections=["log"])
    view["views"][0]["sections"][0]["cards"].append(tile)
    view["views"][0]["badges"] = [
        {"type": "custom:telephony-badge", "devices": [reception]}
    ]
    demo.save_dashboard("test-tile", view)
    page = new_context(pops_up=False, viewport=TABLET).new_page()
    page.goto(f"{demo.url}/test-tile/0")
    feature = page.locator("telephony-call-feature")
    badge = page.locator("telephony-badge")
    expect(feature).to_contain_text("No calls now", timeout=SLOWLY)
    expect(badge).to_be_visible()
    ring(demo)
    expect(badge).to_contain_text(written(CALLER))
    expect(feature.get_by_role("button", name="Decline")).to_be_visible()
    expect_accessible(page, "telephony-call-feature")
    expect_accessible(page, "telephony-badge")
    screenshot(page, "tile")
    answer = feature.get_by_role("button", name="Answer")
    hold = feature.get_by_role("button", name="Hold")
    expect(answer).not_to_have_attribute("aria-disabled", "true")
    answer.click()
    expect(hold).to_be_visible()
    expect(badge).to_contain_text("Connected")
    badge.get_by_role("button").click()
    expect(page.locator("ha-more-info-dialog")).to_contain_text("Reception")


def test_links_with_numbers_can_be_opened_here(
    demo: Demo, new_context: NewContext
) -> None:
    context = new_context(pops_up=False, viewport=TABLET)
    context.add_init_script(
        "navigator.registerProtocolHandler = (...wish) => { window.wish = wish; };"
    )
    page = context.new_page()
    demo.save_dashboard("test-links", card_view())
    page.goto(f"{demo.url}/test-links/0")
    desk = Desk(page, demo.csta)
    desk.card.get_by_role("button", name="Show the keypad").click(timeout=SLOWLY)
    desk.card.get_by_role("button", name="Open phone links").click()
    address = f"{demo.url}/test-links/0?call=%s"
    assert page.evaluate("window.wish") == ["tel", address]
    page.goto(address.replace("%s", "tel%3A%2B441632960150"))
    question = page.get_by_role("dialog", name="+441632960150")
    expect(question.get_by_role("button", name="Call")).to_be_visible(timeout=SLOWLY)
