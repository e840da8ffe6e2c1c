"""The pictures of the documentation, taken anew: `pytest -c tests/browser/pytest.ini tests/browser/pictures.py`.

No test: look at what lands in docs/images before it is kept.
"""

from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import end_all_calls
from .conftest import LOADED, ROOT, Demo

IMAGES = ROOT / "docs" / "images"
TITLES = {"demo.example at 127.0.0.1": "Office", "127.0.0.1": "Annex"}
NAMES = {
    "account-800": "Studio",
    "account-801": "Canteen",
    "Line 700": "Reception",
    "Line 701": "Workshop",
    "Line 702": "Office",
    "Line 703": "Dispatch",
    "Line 704": "Warehouse",
    "Line 705": "Accounts",
}
CONTACTS = {
    "+4930901820": "Dr. Weber",
    "+4940123450": "Nordlicht Logistik",
    "+33142685300": "Claire Dubois",
    "+34911234567": "Lucía Ortega",
    "+4989123456": "Werkstatt Huber",
    "800": "Studio",
    "801": "Canteen",
}
SET_UP = """async ([names, titles, contacts]) => {
    const { conn } = await window.hassConnection;
    const { hass } = document.querySelector("home-assistant");
    const entries = await conn.sendMessagePromise({
        type: "config_entries/get", domain: "telephony",
    });
    const flow = "config/config_entries/options/flow";
    for (const { entry_id, title } of entries) {
        await conn.sendMessagePromise({
            type: "config_entries/update", entry_id, title: titles[title] ?? title,
        });
        const { flow_id } = await hass.callApi("POST", flow, { handler: entry_id });
        await hass.callApi("POST", `${flow}/${flow_id}`, { next_step_id: "phone_book" });
        await hass.callApi("POST", `${flow}/${flow_id}`, { contacts, forget_uploaded: false });
    }
    const { lines } = await conn.sendMessagePromise({ type: "telephony/lines" });
    for (const { name, device_id } of lines) {
        if (name in names) {
            await conn.sendMessagePromise({
                type: "config/device_registry/update",
                device_id, name_by_user: names[name],
            });
        }
    }
}"""
DISMISS = """async () => {
    const { hass } = document.querySelector("home-assistant");
    await hass.callService("persistent_notification", "dismiss_all");
}"""
AUTOMATION = {
    "alias": "Tell who calls the reception",
    "triggers": [
        {
            "trigger": "telephony.started_ringing",
            "target": {"entity_id": "event.line_700_call"},
            "options": {"number_prefix": ["+49"]},
        }
    ],
    "conditions": [
        {
            "condition": "telephony.is_idle",
            "target": {"entity_id": "event.line_702_call"},
            "options": {"behavior": "any"},
        }
    ],
    "actions": [
        {
            "action": "persistent_notification.create",
            "data": {"message": "{{ trigger.name }} calls."},
        }
    ],
}
SAVE_AUTOMATION = """async (automation) => {
    const hass = document.querySelector("home-assistant").hass;
    await hass.callApi("POST", "config/automation/config/picture", automation);
}"""
CALLS = [
    ("+4930901820", "700", 8),
    ("+4940123450", "703", 0),
    ("+33142685300", "702", 5),
    ("+34911234567", "701", 0),
    ("+4989123456", "703", 12),
    ("+4930901820", "702", 3),
]

type NewContext = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def office(demo: Demo, page: Page) -> None:
    """Give connections, lines and callers names that say something."""
    end_all_calls(demo.csta)
    page.goto(demo.url)
    page.wait_for_function(LOADED, timeout=60_000)
    contacts = [{"number": number, "name": name} for number, name in CONTACTS.items()]
    page.evaluate(SET_UP, [NAMES, TITLES, contacts])


def ring(demo: Demo, number: str, line: str) -> None:
    """Let somebody call a line."""
    demo.csta.order(do="dial", **{"from": number}, to=line)


def let_people_call(demo: Demo, page: Page) -> None:
    """Fill the log; then the reception talks, the studio too, and the workshop rings."""
    for number, line, seconds in CALLS:
        ring(demo, number, line)
        page.wait_for_timeout(1_000)
        if seconds:
            demo.csta.order(do="answer", device=line)
            page.wait_for_timeout(seconds * 1_000)
        demo.csta.order(do="hangup", device=number)
    page.evaluate(DISMISS)
    ring(demo, "+4930901820", "700")
    demo.csta.order(do="answer", device="700")
    page.wait_for_timeout(10_000)
    demo.telestra.order(do="dial", **{"from": "800"}, to="801")
    demo.telestra.order(do="answer", device="801")
    page.wait_for_timeout(6_000)
    ring(demo, "+33142685300", "701")
    page.wait_for_timeout(4_600)


def keep(page: Page, name: str) -> None:
    """Take the picture, with few colours, so that it loads quickly."""
    picture = Image.open(BytesIO(page.screenshot()))
    picture.quantize(256).save(IMAGES / f"{name}.png", optimize=True)


def test_dashboard(demo: Demo, new_context: NewContext) -> None:
    context = new_context(
        viewport={"width": 1400, "height": 900}, device_scale_factor=1.5
    )
    page = context.new_page()
    demo.save_dashboard("our-calls", {"strategy": {"type": "custom:telephony"}})
    page.goto(f"{demo.url}/our-calls")
    expect(page.locator("telephony-card")).to_have_count(3, timeout=60_000)
    let_people_call(demo, page)
    keep(page, "dashboard")


def test_popup(demo: Demo, new_context: NewContext) -> None:
    context = new_context(
        pops_up=True,
        viewport={"width": 420, "height": 625},
        device_scale_factor=2,
        color_scheme="dark",
    )
    page = context.new_page()
    page.goto(f"{demo.url}/config/dashboard")
    expect(page.get_by_text("Devices & services")).to_be_visible(timeout=60_000)
    ring(demo, "+33142685300", "701")
    expect(page.get_by_role("dialog", name="Incoming calls")).to_be_visible()
    page.wait_for_timeout(4_000)
    keep(page, "popup")


def test_automation(demo: Demo, new_context: NewContext) -> None:
    context = new_context(
        viewport={"width": 1200, "height": 733}, device_scale_factor=1.5
    )
    page = context.new_page()
    page.goto(demo.url)
    page.wait_for_function(LOADED, timeout=60_000)
    page.evaluate(SAVE_AUTOMATION, AUTOMATION)
    page.goto(f"{demo.url}/config/automation/edit/picture")
    page.get_by_text("Line started ringing").first.click(timeout=60_000)
    page.wait_for_timeout(2_000)
    keep(page, "automation")
