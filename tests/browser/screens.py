"""Every screen at every size, to be looked at: `pytest -c tests/browser/pytest.ini tests/browser/screens.py`.

No test: the pictures land in artefacts/screens. `-k ten_rings` takes those of one scene.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import BrowserContext, expect
import pytest

from .branch import Branch, open_branch
from .card import end_all_calls
from .conftest import ROOT, Demo

SCREENS = ROOT / "artefacts" / "screens"
SIZES = {
    "phone": (390, 844),
    "tablet": (768, 1024),
    "laptop": (1280, 800),
    "wall": (3840, 2160),
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STRATEGY = {"strategy": {"type": "custom:telephony"}}
SET_LANGUAGE = (
    "(language) => localStorage.setItem('selectedLanguage', JSON.stringify(language))"
)
NAME_LINES = """async (names) => {
    const { conn } = await window.hassConnection;
    const { lines } = await conn.sendMessagePromise({ type: "telephony/lines" });
    for (const { name, device_id } of lines.filter(({ name }) => names[name])) {
        await conn.sendMessagePromise({
            type: "config/device_registry/update", device_id, name_by_user: names[name],
        });
    }
}"""
RIGHT_TO_LEFT = {"Line 1000": "مطبخ", "Line 1001": "סלון (2)", "Line 1002": "المكتب 12"}
CALLERS = ("+12025550101", "+441632960042", "+4989123456", "+441632960099")

type NewContext = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def quiet(demo: Demo) -> Iterator[None]:
    """Begin and end without calls."""
    for phones in (demo.csta, demo.telestra):
        end_all_calls(phones)
    yield
    for phones in (demo.csta, demo.telestra):
        end_all_calls(phones)


@pytest.fixture
def look(
    demo: Demo, new_context: NewContext, request: pytest.FixtureRequest
) -> Callable[..., None]:
    """Take a page's pictures at all sizes, light and dark."""
    demo.save_dashboard("test-screens", STRATEGY)

    def take(
        view: str = "",
        language: str = "en",
        *,
        page_path: str = "/test-screens",
        wait: str = "",
    ) -> None:
        folder = SCREENS / request.node.name.removeprefix("test_")
        folder.mkdir(parents=True, exist_ok=True)
        pops_up = page_path != "/test-screens"
        page = new_context(pops_up=pops_up).new_page()
        page.goto(f"{demo.url}/manifest.json")
        page.evaluate(SET_LANGUAGE, language)
        page.goto(f"{demo.url}{page_path}{view}")
        shown = page.locator(wait or "telephony-card").first
        expect(shown).to_be_visible(timeout=90_000)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.wait_for_timeout(1_500)
                name = "-".join(filter(None, (view.strip("/"), language, size, scheme)))
                page.screenshot(path=folder / f"{name}.png")
        page.context.close()

    return take


def ring(demo: Demo, caller: str, line: str) -> None:
    """Let somebody call a line."""
    demo.csta.order(do="dial", **{"from": caller}, to=line)


def talk(demo: Demo, caller: str, line: str) -> None:
    """Let somebody call a line and be answered."""
    ring(demo, caller, line)
    demo.csta.order(do="answer", device=line)


@contextmanager
def hundred_lines(demo: Demo) -> Iterator[Branch]:
    """Add a connection with a hundred lines, some of which are busy."""
    with open_branch(demo, lines="1000-1099") as branch:
        for number in range(6):
            line = str(1010 + 7 * number)
            branch.phones.order(do="dial", **{"from": f"+4930123450{number}"}, to=line)
            if number > 1:
                branch.phones.order(do="answer", device=line)
        yield branch


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_an_office(demo: Demo, look: Callable[..., None], language: str) -> None:
    """Somebody talks, somebody rings, the rest is free."""
    talk(demo, CALLERS[0], "700")
    ring(demo, CALLERS[1], "701")
    for view in ("", "/calls"):
        look(view, language)
    look("/history", language, wait="hui-card")


def test_a_hundred_lines(demo: Demo, look: Callable[..., None]) -> None:
    with hundred_lines(demo):
        for view in ("", "/calls"):
            look(view)


def test_a_connection_that_is_down(demo: Demo, look: Callable[..., None]) -> None:
    with hundred_lines(demo) as branch:
        branch.burn_down()
        look("", wait="telephony-banner")
        look("/calls", wait="telephony-banner")


def test_ten_rings(demo: Demo, look: Callable[..., None]) -> None:
    """On the card, and where none is open in a browser in which calls pop up."""
    for number in range(10):
        ring(demo, f"+4930123451{number}", f"70{number % 6}")
    look()
    look("/dashboard", page_path="/config", wait="telephony-popup telephony-call")


def test_two_hundred_calls(demo: Demo, look: Callable[..., None]) -> None:
    for number in range(200):
        caller = CALLERS[number % 4] if number % 3 else f"+49301234{number:03}"
        line = f"70{number % 6}"
        ring(demo, caller, line)
        if number % 2:
            demo.csta.order(do="answer", device=line)
        demo.csta.order(do="hangup", device=caller)
    for view in ("", "/calls"):
        look(view)


@pytest.mark.parametrize("language", ["en", "he"])
def test_right_to_left_names(
    demo: Demo, look: Callable[..., None], language: str
) -> None:
    """Of lines and of callers, in an interface that runs either way."""
    with open_branch(demo, lines="1000-1002") as branch:
        demo.desk.evaluate(NAME_LINES, RIGHT_TO_LEFT)
        for line, name in (("1000", "محمد علي"), ("1001", "דוד כהן (בית)")):
            call = {"from": f"+972355512{line[-2:]}", "to": line, "name": name}
            branch.phones.order(do="dial", **call)
        branch.phones.order(do="answer", device="1000")
        for view in ("", "/calls"):
            look(view, language)
