"""How the card reaches browsers."""

from hashlib import sha256
import json
from pathlib import Path
import re
from typing import Any

from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .test_translations import LANGUAGES

ROOT = Path(__file__).parent.parent
WWW = ROOT / "custom_components" / "telephony" / "www"
CARD = WWW / "telephony-card.js"
TRANSLATIONS = ROOT / "frontend" / "src" / "translations"


async def test_every_page_loads_the_card_by_an_address_that_changes_with_its_content(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_storage: dict[str, Any],
) -> None:
    done = ["user", "core_config", "analytics", "integration"]
    hass_storage["onboarding"] = {"version": 4, "data": {"done": done}}
    assert await async_setup_component(hass, "frontend", {})
    assert await async_setup_component(hass, "telephony", {})
    client = await hass_client()
    page = await (await client.get("/")).text()
    version = sha256(CARD.read_bytes()).hexdigest()[:12]
    address = f"/telephony_static/telephony-card.js?v={version}"
    assert address in page
    response = await client.get(address)
    assert await response.read() == CARD.read_bytes()
    assert "javascript" in response.headers["Content-Type"]
    assert "max-age" in response.headers["Cache-Control"]
    (texts,) = re.findall(r"`texts/\$\{\w+\}\.json(\?v=\w{8})`", CARD.read_text())
    for language in LANGUAGES:
        response = await client.get(f"/telephony_static/texts/{language}.json{texts}")
        assert "max-age" in response.headers["Cache-Control"]
        source = TRANSLATIONS / f"{language}.json"
        assert await response.json() == json.loads(source.read_text())


async def test_a_home_assistant_without_pages_has_no_card_and_no_error(
    hass: HomeAssistant,
) -> None:
    assert await async_setup_component(hass, "telephony", {})


def test_the_card_names_nothing_outside_of_home_assistant() -> None:
    """It loads nothing from anywhere: a home without internet has it too."""
    built = CARD.read_text()
    assert "import(" not in built
    addresses = {word for word in built.split('"') if word.startswith("http")}
    assert addresses <= {"http://www.w3.org/2000/svg"}
