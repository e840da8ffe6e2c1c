"""A phone in the hand: buttons in one row, missed calls at a touch, many rings, keys and links."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import Desk, card_view, end_all_calls, expect_accessible, open_desk, written
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
TABLET: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
DARK: dict[str, Any] = {**PHONE, "color_scheme": "dark"}

type NewContext = Callable[..., BrowserContext]
type Screenshot = Callable[[Page, str], None]


@pytest.mark.parametrize("look", ["phone", "dark", "tablet"])
def test_the_buttons_of_a_talk_stand_in_one_row_where_it_is_narrow(
    demo: Demo, new_context: NewContext, screenshot: Screenshot, look: str
) -> None:
    options = {"phone": PHONE, "dark": DARK, "tablet": TABLET}[look]
    page = new_context(**options).new_page()
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        desk.answered(CALLER)
        buttons = desk.call(CALLER).get_by_role("button")
        expect(buttons).to_have_count(6)
        tops = {each.bounding_box()["y"] for each in buttons.all()}  # type: ignore[index]  # they are visible
        assert look == "tablet" or len(tops) == 1
        for each in buttons.all():
            box = each.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
        expect(desk.call(CALLER).get_by_role("button", name="Hold")).to_be_visible()
        expect_accessible(page, "telephony-card")
        screenshot(page, f"talk-{look}")


def test_the_badge_opens_the_missed_calls_and_marking_them_can_be_undone(
    demo: Demo, new_context: NewContext, screenshot: Screenshot
) -> None:
    page = new_context(**PHONE).new_page()
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        desk.ring(CALLER)
        expect(desk.call(CALLER)).to_be_visible()
        demo.csta.order(do="hangup", device=CALLER)
        badge = desk.card.locator("button.missed").first
        badge.click()
        missed = page.get_by_role("dialog", name="Missed calls")
        expect(missed.get_by_role("listitem").first).to_contain_text(written(CALLER))
        expect_accessible(page, "telephony-card")
        screenshot(page, "missed-phone")
        missed.get_by_role("button", name="Mark all as read").click()
        expect(badge).to_have_count(0)
        screenshot(page, "missed-undo")
        expect_accessible(page, "telephony-card")
        desk.card.get_by_role("button", name="Undo").click()
        expect(badge).to_be_visible()
        badge.click()
        missed.get_by_role("button", name="Mark all as read").click()
        expect(desk.card.get_by_role("button", name="Undo")).to_have_count(
            0, timeout=15_000
        )
        expect(badge).to_have_count(0)


def test_of_five_rings_two_are_shown_and_hiding_needs_no_scrolling(
    demo: Demo, new_context: NewContext, screenshot: Screenshot
) -> None:
    end_all_calls(demo.csta)
    page = new_context(**PHONE, pops_up=True).new_page()
    page.goto(f"{demo.url}/history")
    callers = [f"+1202555010{each}" for each in range(5)]
    for caller, line in zip(callers, ("700", "701", "702", "703", "704"), strict=True):
        demo.csta.order(do="dial", **{"from": caller}, to=line)
    popup = page.get_by_role("dialog", name="Incoming calls")
    calls = popup.locator("telephony-call")
    expect(popup.get_by_role("button", name="+3 more")).to_be_visible(timeout=60_000)
    expect(calls).to_have_count(2)
    hide = popup.get_by_role("button", name="Hide on this device")
    expect(hide).to_be_in_viewport(ratio=1)
    expect_accessible(page, "telephony-popup")
    screenshot(page, "popup-five")
    popup.get_by_role("button", name="+3 more").click()
    expect(calls).to_have_count(5)
    expect(hide).to_be_in_viewport(ratio=1)
    expect_accessible(page, "telephony-popup")
    screenshot(page, "popup-five-all")
    hide.click()
    expect(popup).to_be_hidden()
    end_all_calls(demo.csta)


def test_keys_answer_and_end_a_call_and_are_letters_where_somebody_types(
    demo: Demo, page: Page
) -> None:
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        desk.ring(CALLER)
        answer = desk.call(CALLER).get_by_role("button", name="Answer")
        expect(answer).not_to_have_attribute("aria-disabled", "true")
        field = desk.card.get_by_role("combobox", name="Name or number")
        field.focus()
        page.keyboard.type("ae")
        expect(field).to_have_value("ae")
        expect(answer).to_be_visible()
        field.fill("")
        field.blur()
        page.keyboard.press("a")
        expect(desk.call(CALLER)).to_contain_text("Connected")
        hang_up = desk.call(CALLER).get_by_role("button", name="Hang up")
        expect(hang_up).not_to_have_attribute("aria-disabled", "true")
        page.keyboard.press("e")
        expect(desk.card.locator("telephony-call")).to_have_count(0)


def test_a_link_brings_a_number_along_and_dials_nothing(
    demo: Demo, page: Page, screenshot: Screenshot
) -> None:
    with open_desk(demo, demo.csta, page, "Reception"):
        page.goto(f"{demo.url}/test-card/0?call=%2B441632960150")
        question = page.get_by_role("dialog", name="+441632960150")
        expect(question.get_by_role("button", name="Call")).to_be_visible(
            timeout=60_000
        )
        assert "call=" not in page.url
        assert demo.csta.order(do="calls") == []
        screenshot(page, "link")


def test_rows_that_somebody_has_set_stay_and_the_card_scrolls_inside(
    demo: Demo, new_context: NewContext, screenshot: Screenshot
) -> None:
    page = new_context(**TABLET).new_page()
    devices = [demo.devices()[each] for each in ("Reception", "Workshop")]
    view = card_view(devices=devices, grid_options={"rows": 5, "columns": 12})
    demo.save_dashboard("test-rows", view)
    page.goto(f"{demo.url}/test-rows/0")
    desk = Desk(page, demo.csta)
    expect(desk.card).to_contain_text("Reception", timeout=60_000)
    height = desk.card.evaluate("card => card.getBoundingClientRect().height")
    assert height <= 5 * 64
    assert desk.card.evaluate(
        "card => { const body = card.shadowRoot.querySelector('.body');"
        " return body.scrollHeight > body.clientHeight"
        " && body.getBoundingClientRect().bottom <= card.getBoundingClientRect().bottom; }"
    )
    screenshot(page, "rows")
