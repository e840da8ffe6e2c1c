"""Calls ring in a browser that was told to, with the tone that it was told."""

from collections.abc import Callable, Iterator

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import card_view, end_all_calls, expect_accessible
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
LISTEN = """() => {
    window.sounding = new Set();
    const { start, stop } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function () {
        if (this.loop) window.sounding.add(this);
        start.call(this);
    };
    AudioBufferSourceNode.prototype.stop = function () {
        window.sounding.delete(this);
        stop.call(this);
    };
}"""
SOUNDING = "() => window.sounding.size"
BOTH_WISH = """async () => {
    let held, pending;
    do ({ held, pending } = await navigator.locks.query());
    while (!held.length || !pending.length);
}"""
"""Wait until one tab has its turn to ring and another one waits for it."""


@pytest.fixture(autouse=True)
def quiet(demo: Demo) -> Iterator[None]:
    """Begin and end without calls."""
    end_all_calls(demo.csta)
    yield
    end_all_calls(demo.csta)


def open_card(demo: Demo, page: Page) -> None:
    """Look at a card with its bell."""
    view = card_view(devices=[demo.devices()["Reception"]], sections=["calls"])
    demo.save_dashboard("test-ring", view)
    page.add_init_script(f"({LISTEN})()")
    page.goto(f"{demo.url}/test-ring/0")
    expect(page.locator("telephony-line")).to_be_visible(timeout=60_000)


def test_one_tab_of_a_browser_rings_until_the_call_is_answered(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
) -> None:
    context = new_context(pops_up=True, viewport={"width": 390, "height": 844})
    page, other = context.new_page(), context.new_page()
    for each in (other, page):
        open_card(demo, each)
        each.mouse.click(200, 700)
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    expect(page.locator("telephony-call")).to_be_visible()
    assert page.evaluate(SOUNDING) == 0
    demo.csta.order(do="hangup", device=CALLER)

    page.get_by_role("button", name="Ring tone of this browser").click()
    dialog = page.get_by_role("dialog", name="Ring tone of this browser")
    dialog.get_by_role("combobox", name="Ring tone").select_option("Chime")
    dialog.get_by_role("slider", name="Volume").fill("80")
    expect_accessible(page, "telephony-ring-choice")
    screenshot(page, "ring-tone")
    page.emulate_media(color_scheme="dark")
    screenshot(page, "ring-tone-dark")
    dialog.get_by_role("button", name="Close").click()

    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    page.evaluate(BOTH_WISH)
    assert sorted(each.evaluate(SOUNDING) for each in (page, other)) == [0, 1]
    page.get_by_role("button", name="Answer").click()
    for each in (page, other):
        expect(each.locator("telephony-call")).to_contain_text("Connected")
        each.wait_for_function("() => window.sounding.size === 0")
