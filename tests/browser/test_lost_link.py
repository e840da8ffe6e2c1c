"""When the phone system is gone: nothing that lived goes on living on any screen."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .branch import open_branch
from .card import card_view, expect_accessible, written
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER, SECOND = "+4989765432", "+4930777777"
WITHIN = 10_000
"""Milliseconds in which a cut must be seen."""


def test_no_call_and_no_clock_goes_on_after_the_link_is_cut(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
) -> None:
    page = new_context(pops_up=True, viewport={"width": 1280, "height": 900}).new_page()
    with open_branch(demo) as branch:
        devices = demo.devices()
        shown = {"devices": [devices["Line 750"]], "lamps": [devices["Line 751"]]}
        demo.save_dashboard("test-branch", card_view(**shown))
        page.goto(f"{demo.url}/test-branch/0")
        card = page.locator("telephony-card")
        lamp = card.locator("telephony-lamps").get_by_role("button")
        expect(card.locator("telephony-line")).to_contain_text("Idle", timeout=60_000)
        branch.phones.order(do="dial", **{"from": CALLER}, to="750")
        branch.phones.order(do="answer", device="750")
        branch.phones.order(do="dial", **{"from": SECOND}, to="751")
        expect(card.locator("telephony-call")).to_contain_text("Connected")
        expect(lamp).to_contain_text("Ringing")
        popup = page.get_by_role("dialog", name="Incoming calls")
        expect(popup).to_contain_text(written(SECOND))
        branch.burn_down()
        expect(card.locator("telephony-line")).to_contain_text(
            "Unavailable", timeout=WITHIN
        )
        expect(lamp).to_contain_text("Unavailable", timeout=WITHIN)
        expect(popup).to_be_hidden(timeout=WITHIN)
        expect(card.locator("telephony-call")).to_have_count(0)
        expect(card.get_by_role("timer")).to_have_count(0)
        banner = card.locator("telephony-banner")
        expect(banner).to_have_count(1)
        expect(banner).to_contain_text("Since")
        expect(banner.get_by_role("link", name="Repair")).to_be_visible()
        expect_accessible(page, "telephony-card")
        screenshot(page, "link-lost")
        demo.save_dashboard("test-now", {"strategy": {"type": "custom:telephony"}})
        page.goto(f"{demo.url}/test-now/now")
        expect(page.locator("telephony-card")).to_have_count(3, timeout=60_000)
        expect(page.locator("telephony-banner p")).to_have_count(1)
        screenshot(page, "link-lost-now")
