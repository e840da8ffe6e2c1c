"""The card as people use it: every button, on both systems, with a mouse and without one."""

from collections.abc import Callable, Iterator
import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect
import pytest

from .card import Desk, expect_accessible, open_desk, written
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
SECOND = "+4930777777"


@pytest.fixture
def desk(demo: Demo, page: Page) -> Iterator[Desk]:
    """Show one CSTA line with everything that the card has."""
    with open_desk(demo, demo.csta, page, "Reception") as opened:
        yield opened


@pytest.fixture
def telestra_desk(demo: Demo, page: Page) -> Iterator[Desk]:
    """Show one Telestra account."""
    with open_desk(demo, demo.telestra, page, "Studio") as opened:
        yield opened


def test_a_call_is_answered_held_and_resumed_and_its_keys_are_sent(
    desk: Desk, screenshot: Callable[[Page, str], None]
) -> None:
    desk.ring(CALLER)
    call = desk.call(CALLER)
    expect(call).to_contain_text("Ringing")
    screenshot(desk.page, "card-ringing")
    call.get_by_role("button", name="Answer").click()
    expect(call).to_contain_text("Connected")
    call.get_by_role("button", name="Hold").click()
    expect(call).to_contain_text("On hold")
    call.get_by_role("button", name="Retrieve").click()
    expect(call).to_contain_text("Connected")
    call.get_by_role("button", name="Keypad").click()
    keypad = desk.page.get_by_role("dialog", name="Keypad")
    keypad.get_by_role("button", name="4", exact=True).click()
    keypad.get_by_role("button", name="#", exact=True).click()
    expect(keypad).to_contain_text("4#")
    keypad.get_by_role("button", name="Close").click()
    desk.expect_no_problem()
    call.get_by_role("button", name="Hang up").click()
    expect(call).to_have_count(0)


def test_a_declined_and_a_missed_call_stand_in_the_log_and_are_called_back(
    desk: Desk,
) -> None:
    desk.ring(CALLER)
    desk.call(CALLER).get_by_role("button", name="Decline").click()
    log = desk.card.get_by_role("list")
    expect(log.get_by_role("listitem").first).to_contain_text("Rejected")
    desk.ring(SECOND)
    expect(desk.call(SECOND)).to_be_visible()
    desk.phones.order(do="hangup", device=SECOND)
    expect(log.get_by_role("listitem").first).to_contain_text("Missed")
    missed = desk.card.get_by_role("button", name=re.compile(r"^\d+ missed"))
    missed.click()
    desk.page.get_by_role("button", name="Mark all as read").click()
    expect(missed).to_have_count(0)
    log.get_by_role("button", name=written(f"Call {SECOND}")).first.click()
    question = desk.page.get_by_role("dialog", name=written(SECOND))
    question.get_by_role("button", name="Call", exact=True).click()
    expect(desk.call(SECOND)).to_contain_text("Dialing")
    desk.call(SECOND).get_by_role("button", name="Hang up").click()
    expect(desk.call(SECOND)).to_have_count(0)


def test_two_calls_are_swapped_and_joined(
    desk: Desk, screenshot: Callable[[Page, str], None]
) -> None:
    desk.answered(CALLER)
    desk.call(CALLER).get_by_role("button", name="Hold").click()
    expect(desk.call(CALLER)).to_contain_text("On hold")
    desk.answered(SECOND)
    screenshot(desk.page, "card-two-calls")
    desk.card.get_by_role("button", name="Swap").click()
    expect(desk.call(SECOND)).to_contain_text("On hold")
    expect(desk.call(CALLER)).to_contain_text("Connected")
    desk.card.get_by_role("button", name="Conference").click()
    expect(desk.card.locator("telephony-call")).to_have_count(1)
    desk.expect_no_problem()


def test_a_call_is_transferred_blindly_and_after_consultation(desk: Desk) -> None:
    desk.answered(CALLER)
    desk.call(CALLER).get_by_role("button", name="Transfer").click()
    desk.enter("Transfer", "702")
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    desk.answered(SECOND)
    desk.call(SECOND).get_by_role("button", name="Consult").click()
    desk.enter("Consult", "703")
    expect(desk.call(SECOND)).to_contain_text("On hold")
    desk.phones.order(do="answer", device="703")
    expect(desk.call("703")).to_contain_text("Connected")
    desk.card.get_by_role("button", name="Connect the two").click()
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    desk.expect_no_problem()


def test_a_ringing_call_is_diverted(desk: Desk) -> None:
    desk.ring(CALLER)
    desk.call(CALLER).get_by_role("button", name="Divert").click()
    desk.enter("Divert", "704")
    expect(desk.call(CALLER)).to_have_count(0)
    expect(desk.lamp("Warehouse")).to_contain_text("Ringing")


def test_a_lamp_shows_a_colleague_and_is_one_touch_from_call_and_pick_up(
    desk: Desk,
) -> None:
    desk.phones.order(do="dial", **{"from": CALLER}, to="705")
    expect(desk.lamp("Accounts")).to_contain_text("Ringing")
    desk.lamp("Accounts").click()
    question = desk.page.get_by_role("dialog", name="Accounts")
    question.get_by_role("button", name="Pick up").click()
    expect(desk.card.locator("telephony-call")).to_contain_text("Connected")
    expect(desk.lamp("Accounts")).to_contain_text("Idle")
    desk.card.get_by_role("button", name="Hang up").click()
    desk.lamp("Dispatch").click()
    question = desk.page.get_by_role("dialog", name="Dispatch")
    question.get_by_role("button", name="Call", exact=True).click()
    expect(desk.card.locator("telephony-call")).to_contain_text("Dialing")
    desk.phones.order(do="answer", device="700")
    expect(desk.lamp("Dispatch")).to_contain_text("Ringing")


def test_what_the_switch_refuses_is_said_in_plain_words(desk: Desk) -> None:
    desk.dial("112")
    expect(desk.card.get_by_role("alert")).to_contain_text("mergency")


def test_a_telestra_line_is_called_from_and_to(
    telestra_desk: Desk, screenshot: Callable[[Page, str], None]
) -> None:
    desk = telestra_desk
    desk.phones.order(do="dial", **{"from": CALLER}, to="800", name="Paul")
    desk.call("Paul").get_by_role("button", name="Answer").click()
    expect(desk.call("Paul")).to_contain_text("Connected")
    screenshot(desk.page, "card-telestra")
    buttons = desk.call("Paul").get_by_role("button")
    expect(buttons).to_have_text(["Hang up", "Note"])
    desk.call("Paul").get_by_role("button", name="Hang up").click()
    expect(desk.card.locator("telephony-call")).to_have_count(0)
    desk.dial("+4989555555")
    expect(desk.card.locator("telephony-call")).to_contain_text("Dialing")
    desk.card.get_by_role("button", name="Hang up").click()
    expect(desk.card.locator("telephony-call")).to_have_count(0)


def test_with_the_keyboard_alone_one_dials_and_hangs_up(desk: Desk) -> None:
    field = desk.card.get_by_role("combobox", name="Name or number")
    field.focus()
    desk.page.keyboard.type("703")
    desk.page.keyboard.press("Enter")
    hang_up = desk.card.get_by_role("button", name="Hang up")
    expect(hang_up).to_be_visible()
    expect(hang_up).not_to_have_attribute("aria-disabled", "true")
    for _ in range(30):
        desk.page.keyboard.press("Shift+Tab")
        if hang_up.evaluate("button => button.matches(':focus-visible')"):
            break
    desk.page.keyboard.press("Enter")
    expect(hang_up).to_have_count(0)


def test_an_incoming_call_is_announced_to_screen_readers(desk: Desk) -> None:
    desk.ring(CALLER)
    spoken = desk.card.locator("[aria-live=assertive]")
    expect(spoken).to_have_text(written(f"Incoming call from {CALLER} on Reception"))


LOOKS: dict[str, dict[str, Any]] = {
    "tablet-light": {"viewport": {"width": 1280, "height": 900}},
    "tablet-dark": {
        "viewport": {"width": 1280, "height": 900},
        "color_scheme": "dark",
    },
    "phone-light": {"viewport": {"width": 390, "height": 844}},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}, "reduced_motion": "reduce"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_card_is_accessible_in_every_size_and_theme(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
    look: str,
) -> None:
    page = new_context(**LOOKS[look]).new_page()
    with open_desk(demo, demo.csta, page, "Reception") as desk:
        desk.answered(CALLER)
        desk.ring(SECOND)
        expect(desk.call(SECOND)).to_be_visible()
        expect_accessible(page, "telephony-card")
        fits(desk.card)
        screenshot(page, f"card-{look}")
        desk.lamp("Sales").click()
        expect(page.get_by_role("dialog", name="Sales")).to_be_visible()
        expect_accessible(page, "telephony-card")


def fits(card: Locator) -> None:
    """Nothing sticks out of the card sideways."""
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
