"""The card speaks the user's language, which a browser fetches; where it can't, English."""

from collections.abc import Callable
import re

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import card_view, end_all_calls
from .conftest import Demo
from .screens import SET_LANGUAGE

pytestmark = pytest.mark.browser

TEXTS = re.compile(r"/telephony_static/texts/(\w+)\.json\?v=\w{8}$")
FIELD = {"de": "Name oder Nummer", "ru": "Имя или номер", "en": "Name or number"}
SLOWLY = 60_000


def open_card(demo: Demo, page: Page, language: str) -> None:
    """Look at a card as somebody who reads that language."""
    demo.save_dashboard(
        "test-language", card_view(devices=[demo.devices()["Reception"]])
    )
    page.goto(f"{demo.url}/manifest.json")
    page.evaluate(SET_LANGUAGE, language)
    page.goto(f"{demo.url}/test-language/0")
    expect(page.locator("telephony-line")).to_be_visible(timeout=SLOWLY)


@pytest.mark.parametrize("language", FIELD)
def test_a_browser_fetches_its_language_once_and_no_other(
    demo: Demo, page: Page, language: str
) -> None:
    fetched: list[str] = []
    page.on("response", lambda response: fetched.extend(TEXTS.findall(response.url)))
    open_card(demo, page, language)
    expect(page.get_by_role("combobox", name=FIELD[language])).to_be_visible()
    assert fetched == [language] * (language != "en")


def test_where_the_language_cannot_be_fetched_the_card_is_there_in_english(
    demo: Demo, page: Page
) -> None:
    page.route(TEXTS, lambda route: route.abort())
    open_card(demo, page, "de")
    expect(page.get_by_role("combobox", name=FIELD["en"])).to_be_visible()


def test_a_pop_up_speaks_it_too(
    demo: Demo, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(pops_up=True).new_page()
    page.goto(f"{demo.url}/manifest.json")
    page.evaluate(SET_LANGUAGE, "de")
    page.goto(f"{demo.url}/profile")
    page.wait_for_function("document.querySelector('telephony-popup')?.renderRoot")
    demo.csta.order(do="dial", **{"from": "+4989765432"}, to="700")
    popup = page.get_by_role("dialog", name="Eingehende Anrufe")
    expect(popup.get_by_role("button", name="Annehmen")).to_be_visible()
    end_all_calls(demo.csta)
