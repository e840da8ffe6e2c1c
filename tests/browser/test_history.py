"""The log of calls: found by name, chip and line, page by page, under the days on which they were."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .branch import REMOVE_CONNECTION
from .card import Desk, card_view, end_all_calls, expect_accessible, open_desk, written
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
SECOND = "+4989765433"
SLOWLY = 60_000
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "tablet-dark": {
        "viewport": {"width": 1280, "height": 800},
        "color_scheme": "dark",
    },
}


@pytest.mark.parametrize("look", LOOKS)
def test_calls_are_found_by_chip_line_and_name(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
    look: str,
) -> None:
    devices = demo.devices()
    shown = [devices[each] for each in ("Reception", "Workshop")]
    view = card_view(devices=shown, sections=["calls", "log"])
    demo.save_dashboard("test-history", view)
    page = new_context(pops_up=False, **LOOKS[look]).new_page()
    page.goto(f"{demo.url}/test-history/0")
    desk = Desk(page, demo.csta)
    expect(desk.card).to_contain_text("Workshop", timeout=SLOWLY)
    end_all_calls(demo.csta)
    for caller in (CALLER, SECOND, SECOND):
        desk.ring(caller, "700")
        expect(desk.call(caller)).to_be_visible()
        demo.csta.order(do="hangup", device=caller)
        expect(desk.call(caller)).to_have_count(0)
    demo.csta.order(do="dial", **{"from": "700"}, to="701")
    demo.csta.order(do="answer", device="701")
    expect(desk.card.locator("telephony-call")).to_have_count(2)
    demo.csta.order(do="hangup", device="701")
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    log = desk.card.locator("telephony-log")
    rows = log.get_by_role("listitem")
    expect(rows.first).to_contain_text("Reception to Workshop")
    expect(rows.nth(1)).to_contain_text(written(SECOND))
    expect(rows.nth(1)).to_contain_text("(2)")
    expect(log.get_by_role("heading", name="Today")).to_be_visible()
    expect(log.get_by_text("longest wait")).to_be_visible()
    expect_accessible(page, "telephony-card")
    screenshot(page, f"history-{look}")
    log.get_by_role("button", name="Missed", exact=True).click()
    expect(rows.first).to_contain_text(written(SECOND))
    log.get_by_role("button", name="All", exact=True).click()
    log.get_by_role("searchbox", name="Search").fill(CALLER[-6:])
    expect(rows.filter(has_text=written(SECOND))).to_have_count(0)
    expect(rows.first).to_contain_text(written(CALLER))
    log.get_by_role("searchbox", name="Search").fill("nobody like this")
    expect(log).to_contain_text("No call found")
    log.get_by_role("searchbox", name="Search").fill("")
    log.get_by_role("combobox", name="Line").select_option("Workshop")
    expect(rows.first).to_contain_text("Reception")
    expect(rows.filter(has_text=written(CALLER))).to_have_count(0)
    rows.first.get_by_role("button", name="Call").click()
    question = page.get_by_role("dialog")
    expect(question.get_by_role("button", name="Call", exact=True)).to_be_visible()


def test_a_note_stays_with_its_call_and_a_favorite_is_at_hand(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
) -> None:
    page = new_context(pops_up=False, **LOOKS["phone"]).new_page()
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        desk.answered(CALLER)
        desk.call(CALLER).get_by_role("button", name="Note").click()
        dialog = page.get_by_role("dialog", name="Note")
        dialog.get_by_role("textbox").fill("Wants the bill")
        expect_accessible(page, "telephony-card")
        dialog.get_by_role("button", name="Save").click()
        expect(desk.call(CALLER)).to_contain_text("Wants the bill")
        screenshot(page, "note")
        desk.call(CALLER).get_by_role("button", name="Hang up").click()
        row = desk.card.locator("telephony-log").get_by_role("listitem").first
        expect(row).to_contain_text("Wants the bill")
        row.get_by_role("button", name="Call").click()
        page.get_by_role("button", name="Add to favorites").click()
        starred = desk.card.locator("telephony-dial-section .starred button")
        expect(starred).to_have_text(written(CALLER))
        desk.ring(CALLER)
        expect(desk.call(CALLER)).to_contain_text("Wants the bill")
        expect_accessible(page, "telephony-card")
        screenshot(page, "favorite")
        demo.csta.order(do="hangup", device=CALLER)
        expect(desk.call(CALLER)).to_have_count(0)
        starred.click()
        page.get_by_role("button", name="Remove from favorites").click()
        expect(starred).to_have_count(0)


ENTRIES = """async () => {
    const { conn } = await window.hassConnection;
    const all = await conn.sendMessagePromise({ type: "config_entries/get", domain: "telephony" });
    return all.map(({ entry_id: id }) => id);
}"""


@pytest.mark.parametrize("look", LOOKS)
def test_a_caller_is_blocked_where_the_call_stands(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
    look: str,
) -> None:
    page = new_context(pops_up=False, **LOOKS[look]).new_page()
    pest = "+493055577" + ("1" if look == "phone" else "2")
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        before = demo.desk.evaluate(ENTRIES)
        desk.ring(pest)
        expect(desk.call(pest)).to_be_visible()
        expect(desk.call(pest)).not_to_contain_text("Blocked")
        demo.csta.order(do="hangup", device=pest)
        row = desk.card.locator("telephony-log").get_by_role("listitem").first
        expect(row).to_contain_text(written(pest))
        row.get_by_role("button", name="Call").click()
        question = page.get_by_role("dialog")
        expect_accessible(page, "telephony-card")
        screenshot(page, f"block-{look}")
        question.get_by_role("button", name="Block caller").click()
        expect(question).to_contain_text("Calls from this number are blocked")
        expect_accessible(page, "telephony-card")
        screenshot(page, f"blocked-{look}")
        question.get_by_role("button", name="Close").click()
        desk.ring(pest)
        expect(desk.call(pest)).to_contain_text("Blocked")
        for made in set(demo.desk.evaluate(ENTRIES)) - set(before):
            demo.desk.evaluate(REMOVE_CONNECTION, made)
