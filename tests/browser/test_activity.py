"""The Activity page: each call is one sentence, and what it caused names the call."""

from collections.abc import Callable
import re

from playwright.sync_api import Page, expect
import pytest

from .card import end_all_calls, written
from .conftest import Demo

pytestmark = pytest.mark.browser

TALKED, MISSED = "+4930555771", "+4930555772"


def test_each_call_is_one_sentence_of_its_line(
    demo: Demo, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    end_all_calls(demo.csta)
    demo.csta.order(do="dial", **{"from": TALKED}, to="700")
    demo.csta.order(do="answer", device="700")
    demo.csta.order(do="hangup", device=TALKED)
    demo.csta.order(do="dial", **{"from": MISSED}, to="701")
    demo.csta.order(do="hangup", device=MISSED)
    page.goto(f"{demo.url}/logbook")
    entries = page.locator("ha-logbook-renderer .entry").filter(
        has_text=re.compile("answered|a call from")
    )
    talked = entries.filter(has_text=written(TALKED))
    missed = entries.filter(has_text=written(MISSED))
    expect(talked.first).to_be_visible(timeout=60_000)
    expect(missed.first).to_be_visible()
    screenshot(page, "activity")
    expect(talked).to_have_count(1)
    expect(talked).to_contain_text("Reception answered")
    expect(missed).to_have_count(1)
    expect(missed).to_contain_text("Workshop missed a call from")
