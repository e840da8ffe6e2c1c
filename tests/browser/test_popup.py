"""The pop-up: over whatever is open, in every browser that wants it, for as long as it rings."""

from collections.abc import Callable, Iterator

from playwright.sync_api import BrowserContext, Locator, Page, expect
import pytest

from .card import card_view, end_all_calls, expect_accessible, written
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
type NewContext = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def quiet(demo: Demo) -> Iterator[None]:
    """Begin and end without calls."""
    end_all_calls(demo.csta)
    yield
    end_all_calls(demo.csta)


def ring(demo: Demo) -> None:
    """Let somebody call line 700."""
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")


def open_page(demo: Demo, new_context: NewContext, path: str, *, wanted: bool) -> Page:
    """Open a page in a browser of its own that has chosen."""
    viewport = {"width": 1000, "height": 700}
    page = new_context(pops_up=wanted, viewport=viewport).new_page()
    page.goto(f"{demo.url}{path}")
    page.wait_for_function(
        "() => document.querySelector('telephony-popup')?.renderRoot"
    )
    expect(page.locator("ha-sidebar")).to_be_visible(timeout=60_000)
    return page


def popup(page: Page) -> Locator:
    """Find the pop-up."""
    return page.get_by_role("dialog", name="Incoming calls")


def test_a_call_pops_up_in_two_browsers_and_is_gone_in_both_when_one_answers(
    demo: Demo, new_context: NewContext, screenshot: Callable[[Page, str], None]
) -> None:
    one = open_page(demo, new_context, "/config/dashboard", wanted=True)
    other = open_page(demo, new_context, "/history", wanted=True)
    ring(demo)
    for page in (one, other):
        expect(popup(page)).to_contain_text(written(CALLER))
        expect(popup(page)).to_contain_text("Reception")
    screenshot(one, "popup")
    expect_accessible(one, "telephony-popup")
    popup(other).get_by_role("button", name="Answer").click()
    for page in (one, other):
        expect(popup(page)).to_be_hidden()


def test_it_is_gone_when_the_caller_gives_up(
    demo: Demo, new_context: NewContext
) -> None:
    page = open_page(demo, new_context, "/history", wanted=True)
    ring(demo)
    expect(popup(page)).to_be_visible()
    demo.csta.order(do="hangup", device=CALLER)
    expect(popup(page)).to_be_hidden()


def test_a_call_that_is_hidden_in_one_browser_goes_on_ringing_in_the_other(
    demo: Demo, new_context: NewContext
) -> None:
    one = open_page(demo, new_context, "/history", wanted=True)
    other = open_page(demo, new_context, "/history", wanted=True)
    ring(demo)
    popup(one).get_by_role("button", name="Hide on this device").click()
    expect(popup(one)).to_be_hidden()
    popup(other).get_by_role("button", name="Decline").click()
    expect(popup(other)).to_be_hidden()
    assert demo.csta.order(do="calls") == []


def test_nothing_pops_up_in_a_browser_that_does_not_want_it(
    demo: Demo, new_context: NewContext
) -> None:
    quiet_page = open_page(demo, new_context, "/history", wanted=False)
    page = open_page(demo, new_context, "/history", wanted=True)
    ring(demo)
    expect(popup(page)).to_be_visible()
    expect(popup(quiet_page)).to_be_hidden()


def test_it_can_be_pressed_above_a_dialog_of_home_assistants(
    demo: Demo, new_context: NewContext, screenshot: Callable[[Page, str], None]
) -> None:
    page = open_page(demo, new_context, "/history", wanted=True)
    page.keyboard.press("e")
    search = page.get_by_role("dialog").first
    expect(search).to_be_visible()
    ring(demo)
    expect(popup(page)).to_be_visible()
    screenshot(page, "popup-above-dialog")
    popup(page).get_by_role("button", name="Decline").click()
    expect(popup(page)).to_be_hidden()


def test_it_rises_above_a_dialog_that_opens_later(
    demo: Demo, new_context: NewContext
) -> None:
    page = open_page(demo, new_context, "/history", wanted=True)
    ring(demo)
    expect(popup(page)).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("textbox").first).to_be_visible()
    popup(page).get_by_role("button", name="Decline").click()
    expect(popup(page)).to_be_hidden()
    ring(demo)
    popup(page).get_by_role("button", name="Decline").click()
    expect(popup(page)).to_be_hidden()


def test_it_takes_the_keyboard_from_nobody_who_types(
    demo: Demo, new_context: NewContext
) -> None:
    page = open_page(demo, new_context, "/history", wanted=True)
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").focus()
    page.keyboard.type("before ")
    ring(demo)
    expect(popup(page)).to_be_visible()
    page.keyboard.type("after\n")
    expect(page.locator("body > textarea")).to_have_value("before after\n")
    expect(popup(page)).to_be_visible()


SYSTEM = """() => {
    window.notices = [];
    window.isAsked = 0;
    window.Notification = class {
        static permission = "default";
        static async requestPermission() {
            window.isAsked += 1;
            return (Notification.permission = "granted");
        }
        constructor(title, { body }) {
            this.text = `${title}: ${body}`;
            window.notices.push(this);
        }
        close() { window.notices = window.notices.filter((each) => each !== this); }
    };
    Object.defineProperty(document, "hidden", { get: () => window.isHidden ?? false });
}"""
"""A system that shows notifications, and a page that says itself that it's hidden."""
HIDE = """(isHidden) => {
    window.isHidden = isHidden;
    document.dispatchEvent(new Event("visibilitychange"));
}"""
NOTICES = "() => window.notices.map(({ text }) => text)"


def test_the_system_tells_of_calls_while_the_page_is_hidden(
    demo: Demo, new_context: NewContext, screenshot: Callable[[Page, str], None]
) -> None:
    viewport = {"width": 1000, "height": 700}
    page = new_context(pops_up=True, viewport=viewport).new_page()
    page.add_init_script(f"({SYSTEM})()")
    view = card_view(devices=[demo.devices()["Reception"]], sections=["calls"])
    demo.save_dashboard("test-notices", view)
    page.goto(f"{demo.url}/test-notices/0")
    choice = page.get_by_role("switch", name="Notify me while this page is hidden")
    expect(choice).not_to_be_checked(timeout=60_000)
    assert page.evaluate("window.isAsked") == 0
    screenshot(page, "notices-off")
    choice.click()
    expect(choice).to_be_checked()
    expect_accessible(page, "telephony-card")
    screenshot(page, "notices-on")
    page.evaluate("window.notices = []")
    ring(demo)
    expect(page.locator("telephony-call")).to_be_visible()
    assert page.evaluate(NOTICES) == []
    page.evaluate(HIDE, True)  # noqa: FBT003  # Playwright hands over one argument
    page.wait_for_function("() => window.notices.length === 1")
    (told,) = page.evaluate(NOTICES)
    assert written(CALLER).search(told)
    assert "Reception" in told
    demo.csta.order(do="hangup", device=CALLER)
    page.wait_for_function("() => window.notices.length === 0")
    ring(demo)
    page.wait_for_function("() => window.notices.length === 1")
    page.evaluate(HIDE, False)  # noqa: FBT003  # Playwright hands over one argument
    page.wait_for_function("() => window.notices.length === 0")
