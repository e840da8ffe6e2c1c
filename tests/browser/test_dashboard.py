"""The dashboard that makes itself, the card's editor and its place in the picker."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Page, expect
import pytest

from .card import card_view, end_all_calls, expect_accessible
from .conftest import Demo

pytestmark = pytest.mark.browser


def test_one_line_of_configuration_makes_a_whole_dashboard(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    end_all_calls(demo.csta)
    strategy = {"strategy": {"type": "custom:telephony"}}
    demo.save_dashboard("test-strategy", strategy)
    page.goto(f"{demo.url}/test-strategy")
    cards = page.locator("telephony-card")
    expect(cards).to_have_count(3, timeout=60_000)
    expect(cards.nth(0)).to_contain_text("No calls now")
    expect(cards.nth(1)).to_contain_text("Reception")
    expect(cards.nth(2)).to_contain_text("Recent calls")
    demo.csta.order(do="dial", **{"from": "+12025550134"}, to="701")
    ringing = cards.nth(0).locator("telephony-line")
    expect(ringing).to_have_count(1)
    expect(ringing).to_contain_text("Workshop")
    expect_accessible(page, "telephony-card")
    screenshot(page, "dashboard-now")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(ringing.get_by_role("button", name="Answer")).to_be_in_viewport(ratio=1)
    screenshot(page, "dashboard-now-phone")
    end_all_calls(demo.csta)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{demo.url}/test-strategy/calls")
    expect(cards).to_have_count(3, timeout=60_000)
    expect(cards.nth(0)).to_contain_text("Accounts")
    expect(cards.nth(1)).to_contain_text("Canteen")
    expect(cards.nth(2)).to_contain_text("Recent calls")
    screenshot(page, "dashboard")
    demo.csta.order(do="dial", **{"from": "+12025550134"}, to="701")
    demo.csta.order(do="hangup", device="+12025550134")
    page.goto(f"{demo.url}/test-strategy/history")
    view = page.locator("hui-sections-view")
    for title in ("Missed calls", "Line history", "Activity", "Statistics"):
        expect(view.get_by_text(title, exact=True)).to_be_visible()
    for broken in ("hui-error-card", "hui-warning"):
        expect(page.locator(broken)).to_have_count(0)
    screenshot(page, "dashboard-history")


def test_the_editor_changes_the_card_while_one_looks(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    demo.save_dashboard("test-editor", card_view())
    page.goto(f"{demo.url}/test-editor/0?edit=1")
    page.locator("hui-card-edit-mode").first.click(timeout=60_000)
    editor = page.locator("hui-dialog-edit-card")
    preview = editor.locator("telephony-card")
    expect(preview).to_contain_text("Reception")
    editor.get_by_role("textbox", name="Title").fill("Front office")
    expect(preview).to_contain_text("Front office")
    # From 2026.11 on the button says "Add", in a bar of that name.
    bar = editor.get_by_role("toolbar", name="Lines and groups")
    add = editor.get_by_role("button", name="Lines and groups").or_(
        bar.get_by_role("button", name="Add")
    )
    lines = preview.locator("telephony-line")
    for _ in range(3):  # on a busy machine the list closes when it is drawn anew
        add.click()
        page.get_by_text("Workshop · ").click()
        with suppress(AssertionError):
            expect(lines).to_have_count(1)
            break
    expect(lines).to_have_count(1)
    screenshot(page, "editor")


def test_the_card_stands_in_the_picker_with_a_preview(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    demo.save_dashboard("test-picker", card_view())
    page.goto(f"{demo.url}/test-picker/0?edit=1")
    page.get_by_role("button", name="Add card").first.click(timeout=60_000)
    picker = page.locator("hui-dialog-create-card")
    picker.get_by_role("tab", name="By card").click()
    picker.get_by_role("textbox").fill("Telephony")
    expect(picker.locator("telephony-card")).to_contain_text("Reception")
    screenshot(page, "picker")
