"""A call without a mouse: from its ring to its transfer, by Tab and Enter, and by the keys for calls."""

from collections.abc import Callable, Iterator

from playwright.sync_api import BrowserContext, Locator, expect
import pytest

from .card import Desk, open_desk
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}
TABS = 60
"""How often one presses Tab at most before what's wanted has the focus."""


@pytest.fixture(params=SIZES)
def desk(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    request: pytest.FixtureRequest,
) -> Iterator[Desk]:
    """Look at the reception's card."""
    width, height = SIZES[request.param]
    page = new_context(viewport={"width": width, "height": height}).new_page()
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        yield desk


def press(desk: Desk, button: Locator) -> None:
    """Go to a button with Tab, see where one is, and press Enter."""
    expect(button).to_be_visible()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    for _ in range(TABS):
        if button.evaluate("button => button.matches(':focus-visible')"):
            break
        desk.page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(button).to_be_in_viewport(ratio=1)
    desk.page.keyboard.press("Enter")


def test_from_the_ring_to_the_transfer_with_tab_and_enter(desk: Desk) -> None:
    page = desk.page
    desk.ring(CALLER)
    call = desk.call(CALLER)
    press(desk, call.get_by_role("button", name="Answer"))
    expect(call).to_contain_text("Connected")
    press(desk, call.get_by_role("button", name="Hold"))
    expect(call).to_contain_text("On hold")
    press(desk, call.get_by_role("button", name="Retrieve"))
    expect(call).to_contain_text("Connected")

    transfer = call.get_by_role("button", name="Transfer")
    press(desk, transfer)
    targets = page.locator("telephony-targets")
    expect(targets).to_be_visible()
    page.keyboard.press("Escape")
    expect(targets).to_be_hidden()
    expect(transfer).to_be_focused()

    press(desk, transfer)
    workshop = page.locator("telephony-targets li", has_text="Workshop")
    press(desk, workshop.get_by_role("button").first)
    expect(call).to_contain_text("On hold")
    desk.phones.order(do="answer", device="701")
    press(desk, desk.card.get_by_role("button", name="Connect the two"))
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    desk.expect_no_problem()


def test_from_the_ring_to_the_transfer_with_the_keys_for_calls(desk: Desk) -> None:
    page = desk.page
    desk.ring(CALLER)
    call = desk.call(CALLER)
    answer = call.get_by_role("button", name="Answer")
    expect(answer).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("a")
    expect(call).to_contain_text("Connected")
    transfer = call.get_by_role("button", name="Transfer")
    expect(transfer).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("t")
    workshop = page.locator("telephony-targets li", has_text="Workshop")
    send = workshop.get_by_role("button", name="Send the call to Workshop at once")
    press(desk, send)
    expect(page.locator("telephony-sent")).to_contain_text("Ringing at Workshop")
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    desk.expect_no_problem()
