"""A browser that was never here, as each new phone is: everything is there at once."""

from collections.abc import Callable, Iterator

from playwright.sync_api import BrowserContext, Page, expect
import pytest

from .card import card_view, end_all_calls, written
from .conftest import Demo

pytestmark = pytest.mark.browser

type NewContext = Callable[..., BrowserContext]
type Visit = Callable[[Demo, Page], None]

CALLER = "+4989765432"
VISITS = 7
SLOW_VISITS = 1
RESOURCE = "/telephony_static/telephony-card.js?v=by-hand"
ADD_RESOURCE = """async (url) => {
    const { conn } = await window.hassConnection;
    const type = "lovelace/resources/create";
    const { id } = await conn.sendMessagePromise({ type, res_type: "module", url });
    return id;
}"""
REMOVE_RESOURCE = """async (resource_id) => {
    const { conn } = await window.hassConnection;
    await conn.sendMessagePromise({ type: "lovelace/resources/delete", resource_id });
}"""


@pytest.fixture(autouse=True)
def quiet(demo: Demo) -> Iterator[None]:
    """Begin and end without calls."""
    end_all_calls(demo.csta)
    yield
    end_all_calls(demo.csta)


def open_dashboard(demo: Demo, page: Page) -> None:
    """Look at the dashboard that makes itself."""
    page.goto(f"{demo.url}/demo-telephony/calls")
    expect(page.locator("telephony-line").first).to_be_visible(timeout=60_000)


def open_card(demo: Demo, page: Page) -> None:
    """Look at a card in a dashboard that somebody made."""
    page.goto(f"{demo.url}/test-first/0")
    expect(page.locator("telephony-line").first).to_be_visible(timeout=60_000)


def open_while_it_rings(demo: Demo, page: Page) -> None:
    """Open a page of Home Assistant's own while somebody calls."""
    end_all_calls(demo.csta)  # nobody lets it ring for as long as many visits take
    demo.csta.order(do="dial", **{"from": CALLER}, to="700")
    page.goto(f"{demo.url}/profile")
    popup = page.get_by_role("dialog", name="Incoming calls")
    expect(popup).to_contain_text(written(CALLER), timeout=60_000)
    expect(popup.get_by_role("button", name="Answer")).to_be_visible()


PLACES = {
    "dashboard": open_dashboard,
    "card": open_card,
    "pop-up": open_while_it_rings,
}


@pytest.fixture(params=PLACES)
def visit(request: pytest.FixtureRequest, demo: Demo) -> Visit:
    """Prepare what there is to see; return what opens it."""
    demo.save_dashboard("test-first", card_view())
    return PLACES[request.param]


def newcomer(new_context: NewContext) -> BrowserContext:
    """Return a browser whose owner wishes to hear of calls."""
    return new_context(pops_up=True, viewport={"width": 1280, "height": 900})


def slow_down(page: Page) -> None:
    """Make a tablet of it: a weak processor behind a thin network."""
    session = page.context.new_cdp_session(page)
    network = {"latency": 60, "downloadThroughput": 1e6, "uploadThroughput": 1e6}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def test_a_first_visit_shows_everything(
    demo: Demo, new_context: NewContext, visit: Visit
) -> None:
    for _ in range(VISITS):
        context = newcomer(new_context)
        visit(demo, context.new_page())
        context.close()


def test_a_first_visit_with_a_weak_processor_and_network_shows_everything(
    demo: Demo, new_context: NewContext, visit: Visit
) -> None:
    for _ in range(SLOW_VISITS):
        context = newcomer(new_context)
        page = context.new_page()
        slow_down(page)
        visit(demo, page)
        context.close()


def test_it_is_there_once_where_the_file_is_a_resource_of_dashboards_besides(
    demo: Demo, new_context: NewContext
) -> None:
    resource = demo.desk.evaluate(ADD_RESOURCE, RESOURCE)
    demo.save_dashboard("test-first", card_view())
    page = newcomer(new_context).new_page()
    loaded: list[str] = []
    page.on("response", lambda response: loaded.append(response.url))
    open_card(demo, page)
    demo.desk.evaluate(REMOVE_RESOURCE, resource)
    page.wait_for_function("() => window.customCards?.length")
    assert sum("telephony-card.js" in url for url in loaded) == 2
    assert page.evaluate("() => window.customCards.length") == 1
    expect(page.locator("telephony-popup")).to_have_count(1)
