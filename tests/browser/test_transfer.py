"""Transfer without fear: who is free is seen, one asks first, and what was sent can be taken back."""

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect
import pytest

from .card import Desk, expect_accessible, open_desk
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
TABLET: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
DARK: dict[str, Any] = {**PHONE, "color_scheme": "dark"}

type NewContext = Callable[..., BrowserContext]
type Screenshot = Callable[[Page, str], None]


@pytest.fixture(params=[PHONE, TABLET, DARK], ids=["phone", "tablet", "dark"])
def desk(
    demo: Demo, new_context: NewContext, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """The reception talks to somebody, and sales is busy."""
    page = new_context(**request.param).new_page()
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        demo.csta.order(do="dial", **{"from": "+12025550101"}, to="702")
        demo.csta.order(do="answer", device="702")
        desk.answered(CALLER)
        yield desk


def target(page: Page, name: str) -> Locator:
    """Find whom the call may go to."""
    return page.locator("telephony-targets li", has_text=name)


def open_targets(desk: Desk) -> None:
    """Ask where the call is to go."""
    desk.call(CALLER).get_by_role("button", name="Transfer").click()
    expect(target(desk.page, "Workshop")).to_contain_text("Idle")
    expect(target(desk.page, "Sales")).to_contain_text("Connected")
    expect(target(desk.page, "Reception")).to_have_count(0)


def test_a_call_that_was_sent_rings_there_and_is_taken_back(
    desk: Desk, screenshot: Screenshot, request: pytest.FixtureRequest
) -> None:
    page, look = desk.page, request.node.callspec.id
    open_targets(desk)
    expect_accessible(page, "telephony-card")
    screenshot(page, f"targets-{look}")
    if look == "tablet":
        page.get_by_role("button", name="Send the call to Workshop at once").click()
    else:
        target(page, "Workshop").get_by_role("button").first.click(delay=1000)
    bar = page.locator("telephony-sent")
    expect(bar).to_contain_text("Ringing at Workshop")
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    expect_accessible(page, "telephony-popup")
    screenshot(page, f"sent-{look}")
    bar.get_by_role("button", name="Take back").click()
    expect(desk.card.locator("telephony-call")).to_contain_text("Connected")
    expect(bar.get_by_role("button")).to_have_count(0)
    desk.expect_no_problem()


def test_a_touch_asks_first_and_then_two_faces_are_connected(
    desk: Desk, screenshot: Screenshot, request: pytest.FixtureRequest
) -> None:
    page, look = desk.page, request.node.callspec.id
    open_targets(desk)
    target(page, "Workshop").get_by_role("button").first.click()
    expect(desk.call(CALLER)).to_contain_text("On hold")
    desk.phones.order(do="answer", device="701")
    buttons = desk.card.locator("telephony-line").get_by_role("button")
    expect(desk.card.get_by_role("button", name="Connect the two")).to_be_visible()
    expect(buttons.filter(has_text="Swap")).to_be_visible()
    expect_accessible(page, "telephony-card")
    screenshot(page, f"consult-{look}")
    desk.card.get_by_role("button", name="Connect the two").click()
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    desk.expect_no_problem()


def test_whoever_is_busy_can_be_waited_for(
    desk: Desk, screenshot: Screenshot, request: pytest.FixtureRequest
) -> None:
    page, look = desk.page, request.node.callspec.id
    open_targets(desk)
    target(page, "Sales").get_by_role("button").first.click()
    wait = page.get_by_role("button", name="Wait until free")
    expect(wait).to_be_visible()
    expect_accessible(page, "telephony-card")
    screenshot(page, f"busy-{look}")
    wait.click()
    bar = page.locator("telephony-sent")
    expect(bar).to_contain_text("Waiting until Sales is free")
    desk.phones.order(do="hangup", device="702")
    expect(bar).to_contain_text("Ringing at Sales")
    desk.phones.order(do="answer", device="702")
    expect(bar).to_contain_text("Sales has answered")
