"""A wall tablet of years ago: Home Assistant gives it its older build, and us all the same."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import end_all_calls, open_desk, written
from .conftest import Demo

pytestmark = pytest.mark.browser

IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1"
)
CALLER = "+4989765432"
FORGET = """() => {
    for (const [of, names] of [
        [HTMLElement.prototype, ["togglePopover", "showPopover", "hidePopover"]],
        [HTMLDialogElement.prototype, ["showModal", "close", "show"]],
        [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed"]],
        [String.prototype, ["at", "replaceAll"]],
        [Map, ["groupBy"]],
        [Object, ["groupBy", "hasOwn"]],
        [window, ["structuredClone"]],
    ]) for (const name of names) delete of[name];
    const { supports } = CSS;
    CSS.supports = (...asked) => !/popover|modal/.test(asked[0]) && supports(...asked);
}"""
"""Take away what browsers have learned since 2021."""


@pytest.fixture
def tablet(new_context: Callable[..., BrowserContext]) -> Page:
    """Return a page on such a tablet, which wishes to hear of calls."""
    viewport = {"width": 1024, "height": 768}
    context = new_context(
        pops_up=True, user_agent=IPAD, viewport=viewport, has_touch=True
    )
    context.add_init_script(f"({FORGET})()")
    return context.new_page()


def test_the_dashboard_is_there(demo: Demo, tablet: Page) -> None:
    scripts: list[str] = []
    tablet.on("request", lambda request: scripts.append(request.url))
    tablet.goto(f"{demo.url}/demo-telephony/calls")
    expect(tablet.locator("telephony-line").first).to_contain_text(
        "Reception", timeout=60_000
    )
    assert any("frontend_es5" in url for url in scripts)
    assert not tablet.evaluate("() => 'groupBy' in Map")


def test_a_ringing_call_pops_up_and_is_answered_there(
    demo: Demo, tablet: Page, screenshot: Callable[[Page, str], None]
) -> None:
    tablet.goto(f"{demo.url}/profile")
    popup = tablet.get_by_role("dialog", name="Incoming calls")
    expect(tablet.locator("ha-sidebar")).to_be_visible(timeout=60_000)
    expect(popup).to_be_hidden()
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    expect(popup).to_contain_text(written(CALLER))
    screenshot(tablet, "old-popup")
    popup.get_by_role("button", name="Answer").tap()
    expect(popup).to_be_hidden()
    (call,) = demo.csta.order(do="calls")
    assert {leg["state"] for leg in call["legs"]} == {"connected"}
    end_all_calls(demo.csta)


def test_a_colleague_is_called_from_the_lamp(
    demo: Demo, tablet: Page, screenshot: Callable[[Page, str], None]
) -> None:
    with open_desk(demo, demo.csta, tablet, "Reception") as desk:
        desk.lamp("Dispatch").tap()
        question = tablet.get_by_role("dialog", name="Dispatch")
        expect(question).to_be_visible()
        screenshot(tablet, "old-dialog")
        tablet.keyboard.press("Escape")
        expect(question).to_be_hidden()
        desk.lamp("Dispatch").tap()
        question.get_by_role("button", name="Call", exact=True).tap()
        expect(question).to_be_hidden()
        expect(desk.card.locator("telephony-call")).to_contain_text("Dialing")
