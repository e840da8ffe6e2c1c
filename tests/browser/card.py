"""A dashboard with one card, and what a person does with it."""

from collections.abc import Iterator
from contextlib import contextmanager
import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import ROOT, Demo, Phones

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Desk:
    """A card on a page, and the telephone system behind it."""

    def __init__(self, page: Page, phones: Phones) -> None:
        """Stand before a page that shows a card."""
        self.page = page
        self.phones = phones
        self.card = page.locator("telephony-card").first

    def call(self, party: str) -> Locator:
        """Find the call with somebody."""
        return self.card.locator("telephony-call", has_text=written(party))

    def lamp(self, name: str) -> Locator:
        """Find a colleague's lamp."""
        return self.card.locator("telephony-lamps").get_by_role("button", name=name)

    def ring(self, caller: str, line: str = "700") -> None:
        """Let somebody call the line."""
        self.phones.order(do="dial", **{"from": caller}, to=line)

    def answered(self, caller: str) -> None:
        """Answer somebody's call at the card."""
        self.ring(caller)
        self.call(caller).get_by_role("button", name="Answer").click()
        expect(self.call(caller)).to_contain_text("Connected")

    def dial(self, number: str) -> None:
        """Type a number and press call."""
        self.card.get_by_role("combobox", name="Name or number").fill(number)
        self.card.get_by_role("button", name="Call", exact=True).click()

    def enter(self, question: str, number: str) -> None:
        """Answer a question for a number."""
        dialog = self.page.get_by_role("dialog", name=question)
        dialog.get_by_role("combobox").fill(number)
        dialog.get_by_role("button", name=question).click()

    def expect_no_problem(self) -> None:
        """Look whether the card complains."""
        expect(self.card.get_by_role("alert")).to_have_text("")


def written(text: str) -> re.Pattern[str]:
    """Match a number however people write it, with blanks and dashes or without."""
    return re.compile(r"[\s-]?".join(map(re.escape, text)))


def expect_accessible(page: Page, selector: str) -> None:
    """Let axe-core look for violations of WCAG 2.2, level AA, in an element."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run({ runOnly: rules })", RULES)
    problems = [
        (each["id"], node["target"], node["failureSummary"])
        for each in found["violations"]
        for node in each["nodes"]
        if selector in json.dumps(node["target"])
    ]
    assert not problems, problems


def card_view(**config: Any) -> dict[str, Any]:
    """Return a dashboard with one card."""
    card = {"type": "custom:telephony-card", **config}
    sections = [{"type": "grid", "cards": [card]}]
    return {"views": [{"title": "Card", "type": "sections", "sections": sections}]}


@contextmanager
def open_desk(demo: Demo, phones: Phones, page: Page, line: str) -> Iterator[Desk]:
    """Show one line's card for a while; all calls end with it."""
    devices = [demo.devices()[line]]
    demo.save_dashboard("test-card", card_view(devices=devices))
    page.goto(f"{demo.url}/test-card/0")
    desk = Desk(page, phones)
    expect(desk.card).to_contain_text(line, timeout=60_000)
    end_all_calls(phones)
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    yield desk
    end_all_calls(phones)


def end_all_calls(phones: Phones) -> None:
    """Let everybody hang up."""
    while calls := phones.order(do="calls"):
        phones.order(do="hangup", device=calls[0]["legs"][0]["device"])
