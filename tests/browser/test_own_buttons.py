"""The house's own buttons and its camera beside a call: on the card, and where the call pops up."""

import base64
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect
import pytest

from .card import card_view, end_all_calls, expect_accessible
from .conftest import Demo

pytestmark = pytest.mark.browser

CALLER = "+4989765432"
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "tablet-dark": {
        "viewport": {"width": 1280, "height": 800},
        "color_scheme": "dark",
    },
}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOMTZv+HwAFQQKk"
    "XbhbNQAAAABJRU5ErkJggg=="
)
GATE = {
    "name": "Open the gate",
    "icon": "mdi:gate",
    "tap_action": {
        "action": "perform-action",
        "perform_action": "persistent_notification.create",
        "data": {"message": "The gate is open", "notification_id": "gate"},
        "confirmation": {"text": "Really?"},
    },
}
LIGHT = {
    "name": "Light",
    "icon": "mdi:lightbulb",
    "tap_action": {
        "action": "perform-action",
        "perform_action": "persistent_notification.create",
        "data": {"message": "The light is on", "notification_id": "light"},
    },
}
NOTIFICATIONS = """async () => {
    const { conn } = await window.hassConnection;
    const all = await conn.sendMessagePromise({ type: "persistent_notification/get" });
    return all.map(({ notification_id: id }) => id);
}"""


def show_picture(route: Route) -> None:
    """Be the camera: a picture, whatever time it is asked for."""
    route.fulfill(body=PICTURE, content_type="image/png")


@pytest.mark.parametrize("look", LOOKS)
def test_the_gate_is_opened_beside_the_call_on_the_card_and_in_the_pop_up(
    demo: Demo,
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], None],
    look: str,
) -> None:
    end_all_calls(demo.csta)
    page = new_context(pops_up=True, **LOOKS[look]).new_page()
    page.route("**/api/camera_proxy_stream/camera.door?*", show_picture)
    view = card_view(
        devices=[demo.devices()["Reception"]],
        camera="camera.door",
        buttons=[GATE, LIGHT],
    )
    demo.save_dashboard("test-own", view)
    page.goto(f"{demo.url}/test-own/0")
    card = page.locator("telephony-card")
    expect(card).to_contain_text("Reception", timeout=60_000)
    expect(card.locator("telephony-extras")).to_have_count(0)
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    beside = card.locator("telephony-extras")
    expect(beside.get_by_role("button", name="Open the camera")).to_be_visible()
    light = beside.get_by_role("button", name="Light")
    expect(light).not_to_have_attribute("aria-disabled", "true")
    light.click()
    page.wait_for_function(f"async () => (await ({NOTIFICATIONS})()).includes('light')")
    expect_accessible(page, "telephony-card")
    screenshot(page, f"own-{look}")

    page.goto(f"{demo.url}/history")
    popup = page.get_by_role("dialog", name="Incoming calls")
    expect(popup.locator("telephony-extras img")).to_be_visible(timeout=60_000)
    gate = popup.get_by_role("button", name="Open the gate")
    expect(gate).not_to_have_attribute("aria-disabled", "true")
    expect_accessible(page, "telephony-popup")
    screenshot(page, f"own-popup-{look}")
    gate.click()
    expect(page.get_by_text("Really?")).to_be_visible()
    screenshot(page, f"own-question-{look}")
    page.get_by_role("button", name="OK").click()
    page.wait_for_function(f"async () => (await ({NOTIFICATIONS})()).includes('gate')")
    expect(popup).to_be_visible()
    popup.get_by_role("button", name="Answer").click()
    window = page.get_by_role("dialog", name="Current calls")
    expect(window.get_by_role("button", name="Light")).to_be_visible()
    screenshot(page, f"own-window-{look}")
    end_all_calls(demo.csta)
