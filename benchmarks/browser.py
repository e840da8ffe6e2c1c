"""The card in a browser: 100 lines at 20 events a second, beside the same page while nothing happens."""

import os
from pathlib import Path
import shutil
from typing import Any, Final

from playwright.async_api import CDPSession, Route, async_playwright

from .figures import Figure

LINES: Final = 100
EVENTS_A_SECOND: Final = 20
SECONDS: Final = 120
QUICK_SECONDS: Final = 15
FRAMES_DROPPED: Final = 0.01
"""The share that may be dropped more than without events."""
PAGE: Final = "http://card.test/"
SCRIPT: Final = Path(__file__).with_name("card_page.js")
CARD: Final = (
    Path(__file__).parent.parent / "custom_components/telephony/www/telephony-card.js"
)
HTML: Final = """<!doctype html><html lang="en"><body>
<script src="page.js"></script><script type="module" src="card.js"></script></body></html>"""


def _chromium() -> str:
    """Return where Chromium is."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if not found:
        raise RuntimeError(
            "Chromium is needed: scripts/test brings it, CHROMIUM names it"
        )
    return found


async def _serve(route: Route) -> None:
    """Answer what the page asks for."""
    asked = route.request.url.removeprefix(PAGE)
    if asked == "":
        await route.fulfill(body=HTML, content_type="text/html")
    elif asked in ("page.js", "card.js"):
        path = SCRIPT if asked == "page.js" else CARD
        await route.fulfill(path=path, content_type="text/javascript")
    else:
        await route.fulfill(status=404)


async def _used(session: CDPSession) -> dict[str, float]:
    """Return what the page has used so far, after a garbage collection."""
    await session.send("HeapProfiler.collectGarbage")
    metrics: dict[str, Any] = await session.send("Performance.getMetrics")
    return {each["name"]: each["value"] for each in metrics["metrics"]}


async def measure(quick: bool) -> list[Figure]:
    """Measure a page with the card."""
    seconds = QUICK_SECONDS if quick else SECONDS
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.route(f"{PAGE}**", _serve)
        await page.goto(PAGE)
        session = await page.context.new_cdp_session(page)
        await session.send("Performance.enable", {"timeDomain": "threadTicks"})
        await page.evaluate("showCard()")
        at_first = await _used(session)
        idle = await page.evaluate(f"watch({seconds}, 0)")
        before = await _used(session)
        busy = await page.evaluate(f"watch({seconds}, {EVENTS_A_SECOND})")
        after = await _used(session)
        await browser.close()
    if faults:
        raise RuntimeError(f"The page has failed {len(faults)} times: {faults[0]}")
    # What moves while a phone rings, and the seconds of calls, go on without events, too.
    at_rest = before["TaskDuration"] - at_first["TaskDuration"]
    worked = after["TaskDuration"] - before["TaskDuration"] - at_rest
    grown = (after["JSHeapUsedSize"] - before["JSHeapUsedSize"]) / 2**20
    shares = [
        each["dropped"] / (each["frames"] + each["dropped"]) for each in (idle, busy)
    ]
    about = f"{LINES} lines, {EVENTS_A_SECOND} events a second for {seconds} s"
    return [
        Figure.of(
            f"{about}: long tasks (over 50 ms), beyond those without events",
            "",
            [max(0, busy["long"] - idle["long"])],
            limit=0,
            note=f"{busy['long']}, {idle['long']} without events; the longest {busy['longest']:.0f} ms, {idle['longest']:.0f} ms without",
        ),
        Figure.of(
            f"{about}: frames dropped, beyond those without events",
            "%",
            [max(0.0, shares[1] - shares[0]) * 100],
            limit=FRAMES_DROPPED * 100,
            note=f"{shares[1]:.2%} of {busy['frames'] + busy['dropped']}, {shares[0]:.2%} without events",
        ),
        Figure.of(
            f"{about}: the page's thread, in processor time, for each event, beyond what it takes without",
            "ms",
            [worked / busy["told"] * 1000],
        ),
        Figure.of(f"{about}: memory grown", "MiB", [grown], limit=1),
        Figure.of(
            f"{about}: nodes of the page more than before",
            "",
            [after["Nodes"] - before["Nodes"]],
        ),
    ]
