"""axe-core looks at everything that the card shows, on a phone, a tablet and a wide screen."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import end_all_calls, expect_accessible
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
SLOWLY = 60_000
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "tablet-dark": {
        "viewport": {"width": 768, "height": 1024},
        "color_scheme": "dark",
    },
    "wide": {"viewport": {"width": 1280, "height": 800}},
}
SMALL = """() => {
    const small = [];
    const look = (root, isOurs) => {
        for (const each of root.querySelectorAll("*")) {
            if (isOurs && /^(a|button|input|select|textarea)$/.test(each.localName)) {
                const { width, height } = each.getBoundingClientRect();
                if (width && Math.min(width, height) < 43.9) small.push(
                    `${root.host.localName} ${each.dataset.action ?? each.className} ${width} x ${height}`
                );
            }
            if (each.shadowRoot) look(
                each.shadowRoot, each.localName.startsWith("telephony-")
            );
        }
    };
    look(document, false);
    return small;
}"""
"""What of ours is smaller than a finger."""


def expect_well_made(page: Page, selector: str) -> None:
    """Let axe-core look, and measure what is pressed."""
    expect_accessible(page, selector)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("look", LOOKS)
def test_every_view_the_pop_up_and_the_window_can_be_used_by_everybody(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
    look: str,
) -> None:
    end_all_calls(demo.csta)
    demo.save_dashboard("test-views", {"strategy": {"type": "custom:telephony"}})
    page = new_context(pops_up=True, **LOOKS[look]).new_page()
    demo.csta.order(do="dial", **{"from": "+12025550134"}, to="701")
    demo.csta.order(do="answer", device="701")
    for view in ("now", "calls"):
        demo.csta.order(do="dial", **{"from": CALLER}, to="700")
        page.goto(f"{demo.url}/test-views/{view}")
        expect(page.locator("telephony-call").nth(1)).to_be_visible(timeout=SLOWLY)
        expect_well_made(page, "telephony-")
        screenshot(page, f"view-{view}-{look}")
        demo.csta.order(do="hangup", device=CALLER)
    page.goto(f"{demo.url}/test-views/history")
    expect(page.get_by_role("heading", name="Statistics")).to_be_visible(timeout=SLOWLY)
    expect_well_made(page, "telephony-")
    screenshot(page, f"view-history-{look}")
    page.goto(f"{demo.url}/profile")
    page.wait_for_function("document.querySelector('telephony-popup')?.renderRoot")
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    popup = page.get_by_role("dialog", name="Incoming calls")
    expect(popup).to_be_visible()
    expect_well_made(page, "telephony-popup")
    popup.get_by_role("button", name="Answer").click()
    window = page.get_by_role("dialog", name="Current calls")
    expect(window).to_contain_text("Connected")
    expect_well_made(page, "telephony-popup")
    screenshot(page, f"window-{look}")
    window.get_by_role("button", name="Transfer").first.click()
    expect(page.locator("telephony-targets li").first).to_be_visible()
    expect_well_made(page, "telephony-popup")
    page.keyboard.press("Escape")
    window.get_by_role("button", name="Make small").click()
    expect(page.locator("telephony-pill button").first).to_be_visible()
    expect_well_made(page, "telephony-popup")
    screenshot(page, f"pill-{look}")
    end_all_calls(demo.csta)
