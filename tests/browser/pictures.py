"""The pictures of the documentation, taken anew: `pytest -c tests/browser/pytest.ini tests/browser/pictures.py`.

No test: look at what lands in docs/images before it is kept.
"""

from collections.abc import Callable
from io import BytesIO
import time

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect
import pytest

from .card import end_all_calls
from .conftest import LOADED, ROOT, Demo

IMAGES = ROOT / "docs" / "images"
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
    ("+12025550101", "700", 8),
    ("+12025550178", "703", 0),
    ("+441632960042", "702", 5),
    ("+12025550134", "701", 0),
    ("+4989123456", "703", 12),
    ("+12025550101", "702", 3),
]

MOVING_MEGABYTES = 2
CURSOR = """() => {
    const cursor = document.createElement("div");
    cursor.innerHTML = `<svg width="26" height="26" viewBox="0 0 24 24">
        <path d="M5 2v17l4.5-4 3 7 3-1.3-3-6.7H19z" fill="#111" stroke="#fff" stroke-width="1.5"/>
    </svg>`;
    cursor.style.cssText = "position:fixed;pointer-events:none;inset:0 auto auto 0;margin:0;"
        + "padding:0;border:0;background:none;overflow:visible";
    cursor.popover = "manual";
    document.body.append(cursor);
    addEventListener("mousemove", (event) => {
        cursor.hidePopover();
        cursor.showPopover();  // above what has popped up since
        cursor.style.transform = `translate(${event.clientX - 5}px,${event.clientY - 2}px)`;
    }, true);
}"""
"""Headless browsers show no cursor."""

type NewContext = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def quiet(demo: Demo) -> None:
    """Begin without calls."""
    end_all_calls(demo.csta)
    end_all_calls(demo.telestra)


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
    ring(demo, "+12025550101", "700")
    demo.csta.order(do="answer", device="700")
    page.wait_for_timeout(10_000)
    demo.telestra.order(do="dial", **{"from": "800"}, to="801")
    demo.telestra.order(do="answer", device="801")
    page.wait_for_timeout(6_000)
    ring(demo, "+441632960042", "701")
    page.wait_for_timeout(4_600)


class Film:
    """Pictures of a page, each shown for as long as it was there."""

    def __init__(self, page: Page) -> None:
        """Begin without any."""
        self._page = page
        self._pictures: list[Image.Image] = []
        self._seconds: list[float] = []

    def take(self, seconds: float) -> None:
        """Look at the page for a while."""
        end = time.monotonic() + seconds
        while (begin := time.monotonic()) < end:
            picture = Image.open(BytesIO(self._page.screenshot())).convert("RGB")
            lasted = max(time.monotonic() - begin, 0.08)
            if self._pictures and picture.tobytes() == self._pictures[-1].tobytes():
                self._seconds[-1] += lasted
            else:
                self._pictures.append(picture)
                self._seconds.append(lasted)

    def move_to(self, place: Locator) -> None:
        """Move the mouse there, as a person does, and press."""
        box = place.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self._page.mouse.move(x + 120, y + 90, steps=2)
        for step in range(4, -1, -1):
            self._page.mouse.move(x + 30 * step, y + 22 * step)
            self.take(0.05)
        self._page.mouse.down()
        self.take(0.05)
        self._page.mouse.up()

    def save(self, name: str) -> None:
        """Write all pictures with the same few colors, of each only what is new."""
        colors = self._palette()
        first, *others = (
            picture.quantize(palette=colors, dither=Image.Dither.NONE)
            for picture in self._pictures
        )
        path = IMAGES / f"{name}.png"
        first.save(
            path,
            save_all=True,
            append_images=others,
            duration=[round(seconds * 1000) for seconds in self._seconds],
            loop=0,
            optimize=True,
        )
        assert path.stat().st_size < MOVING_MEGABYTES * 1_000_000

    def _palette(self) -> Image.Image:
        width, height = self._pictures[0].size
        shown = self._pictures[:: max(1, len(self._pictures) // 6)]
        together = Image.new("RGB", (width, height * len(shown)))
        for number, picture in enumerate(shown):
            together.paste(picture, (0, height * number))
        return together.quantize(128)


def keep(page: Page, name: str) -> None:
    """Take the picture, with few colours, so that it loads quickly."""
    picture = Image.open(BytesIO(page.screenshot()))
    picture.quantize(256).save(IMAGES / f"{name}.png", optimize=True)


def test_the_first_screen(demo: Demo, new_context: NewContext) -> None:
    """What the demo shows first, on a laptop and on a phone."""
    laptop, phone = (
        new_context(viewport={"width": width, "height": height}, device_scale_factor=2)
        for width, height in ((1280, 800), (390, 844))
    )
    pages = {"dashboard": laptop.new_page(), "phone": phone.new_page()}
    for page in pages.values():
        page.goto(f"{demo.url}/demo-telephony/calls")
        expect(page.locator("telephony-card")).to_have_count(3, timeout=60_000)
    let_people_call(demo, pages["dashboard"])
    for name, page in pages.items():
        keep(page, name)


def test_a_call_that_comes_in(demo: Demo, new_context: NewContext) -> None:
    """It rings over whatever is open, is answered with a click, held for a moment and ended."""
    page = new_context(
        pops_up=True, viewport={"width": 820, "height": 600}, color_scheme="light"
    ).new_page()
    page.goto(f"{demo.url}/config/dashboard")
    expect(page.get_by_text("Devices & services")).to_be_visible(timeout=60_000)
    page.evaluate(DISMISS)
    page.evaluate(CURSOR)
    page.mouse.move(600, 420)
    page.wait_for_timeout(1_500)
    film = Film(page)
    film.take(1)
    ring(demo, "+441632960042", "700")
    popup = page.get_by_role("dialog", name="Incoming calls")
    expect(popup).to_be_visible()
    film.take(2.5)
    film.move_to(popup.get_by_role("button", name="Answer"))
    window = page.get_by_role("dialog", name="Current calls")
    expect(window).to_contain_text("Connected")
    film.take(2.5)
    for button, shown in (("Hold", "On hold"), ("Retrieve", "Connected")):
        film.move_to(window.get_by_role("button", name=button))
        expect(window).to_contain_text(shown)
        film.take(2)
    film.move_to(window.get_by_role("button", name="Hang up"))
    expect(window).to_be_hidden()
    film.take(2)
    film.save("call")


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
    ring(demo, "+441632960042", "701")
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
