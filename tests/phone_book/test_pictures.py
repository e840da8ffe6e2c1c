"""Pictures of contacts: which are taken, where they are kept, and who sees them."""

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from pathlib import Path
import tracemalloc
from typing import Any

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.telephony.phone_book import pictures
from custom_components.telephony.phone_book.pictures import (
    MAX_PICTURE,
    PictureFolder,
    media_type,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..card import subscribe
from ..home import OUTSIDE, Office, async_wait_state
from .faces import card, gif, jpeg, png, webp
from .radicale import Radicale, open_radicale
from .test_carddav import async_add, async_refresh
from .test_flow import UPLOAD, async_fill, uploaded

PARTY = "sensor.line_700_remote_party"
STATE = "sensor.line_700_state"
NOTHING = HTTPStatus.NOT_FOUND


@pytest.fixture(autouse=True)
async def http(hass: HomeAssistant, socket_enabled: None) -> None:
    """Have a Home Assistant that browsers can ask."""
    assert await async_setup_component(hass, "http", {})


@pytest.fixture
async def radicale(socket_enabled: None, tmp_path: Path) -> AsyncIterator[Radicale]:
    """Run a real server."""
    async with open_radicale(tmp_path) as server:
        yield server


async def async_picture_of(
    hass: HomeAssistant, office: Office, name: str, caller: str = OUTSIDE
) -> Any:
    """Let somebody call, and return the address of what is shown of them."""
    office.ring("700", caller)
    party = await async_wait_state(hass, PARTY, name)
    office.hang_up(caller)
    await async_wait_state(hass, STATE, "idle")
    return party.attributes.get("entity_picture")


async def async_status(client: TestClient[Any, Any], url: str) -> int:
    """Return how an address is answered."""
    async with client.get(url) as response:
        return response.status


def kept(hass: HomeAssistant) -> list[Path]:
    """Return the files of all pictures."""
    return list(Path(hass.config.path(".storage")).glob("*.pictures/*"))


# Which are taken


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png(), "image/png"),
        (gif(), "image/gif"),
        (jpeg(), "image/jpeg"),
        (jpeg(extra=5000), "image/jpeg"),
        (webp(), "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", None),
        (b"<!doctype html><script>alert(1)</script>", None),
        (b"%PDF-1.7", None),
        (b"RIFF\x24\0\0\0WAVEfmt ", None),
        (b"GIF8 is what this text begins with", None),
        (b"", None),
        (b"\xff\xd8\xff", None),
        (png()[:14], None),
        (png(0, 8), None),
        (png(60_000, 60_000), None),
        (gif(60_000, 60_000), None),
        (jpeg(60_000, 60_000), None),
        (webp(16_000_000, 16_000_000), None),
    ],
)
def test_a_picture_is_known_by_its_own_bytes(
    content: bytes, expected: str | None
) -> None:
    """What a browser might run, and what would fill its memory, is none."""
    assert media_type(content) == expected


# From files


@pytest.mark.parametrize("shape", [png, gif, jpeg, webp])
async def test_a_caller_has_the_picture_of_the_card(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_client_no_auth: ClientSessionGenerator,
    tmp_path: Path,
    shape: Callable[[], bytes],
) -> None:
    """Whatever the card says it is, it's served as what it is, and never run."""
    with uploaded(tmp_path, card("Ada", OUTSIDE, shape(), type_="SVG")):
        await async_fill(hass, "file", upload=UPLOAD)
    url = await async_picture_of(hass, office, "Ada")
    client = await hass_client_no_auth()
    async with client.get(url) as response:
        assert response.status == HTTPStatus.OK
        assert response.content_type == f"image/{shape.__name__}"
        assert await response.read() == shape()
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_the_card_and_the_pop_up_show_it(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
) -> None:
    with uploaded(tmp_path, card("Ada", OUTSIDE, png())):
        await async_fill(hass, "file", upload=UPLOAD)
    popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    shown = await subscribe(await hass_ws_client(hass), "subscribe")
    office.ring("700")
    party = await async_wait_state(hass, PARTY, "Ada")
    url = party.attributes["entity_picture"]
    assert url.startswith("/api/telephony/picture/")
    await popup.async_wait(lambda: popup.ringing)
    assert popup.ringing[0]["call"]["picture"] == url
    await shown.async_wait(shown.calls)
    assert shown.calls()[0]["picture"] == url


async def test_a_picture_is_only_for_those_who_may_see_the_callers(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_admin_user: MockUser,
    tmp_path: Path,
) -> None:
    """Nobody learns whether there is one; who isn't logged in needs the whole address."""
    with uploaded(tmp_path, card("Ada", OUTSIDE, png())):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    url = await async_picture_of(hass, office, "Ada")
    path, _, token = url.partition("?token=")
    stranger, user = await hass_client_no_auth(), await hass_client()
    for wrong in (path, f"{path}?token=", f"{path}?token={token[:-1]}x"):
        assert await async_status(stranger, wrong) == NOTHING
    assert await async_status(stranger, url) == HTTPStatus.OK
    assert await async_status(user, path) == HTTPStatus.OK
    folder, _, key = path.rpartition("/")
    for wrong in (
        f"{folder}/{key[::-1]}?token={token}",
        f"{folder}/{key.upper()}?token={token}",
        f"{folder}/core.config_entries?token={token}",
        f"{folder}x/{key}?token={token}",
    ):
        assert await async_status(stranger, wrong) == NOTHING
    hass_admin_user.groups = []
    for policy, expected in (
        ({"entities": {"entity_ids": {STATE: {"read": True}}}}, HTTPStatus.OK),
        ({"entities": {"entity_ids": {"light.hall": True}}}, NOTHING),
        ({}, NOTHING),
    ):
        hass_admin_user.mock_policy(policy)
        assert await async_status(user, path) == expected
        assert await async_status(user, url) == expected
    hass_admin_user.mock_policy({"entities": {"entity_ids": {STATE: True}}})
    hass.config_entries.async_update_entry(
        book, options={"order": 1, "connection": "another"}
    )
    assert await async_status(user, url) == NOTHING


async def test_pictures_come_and_go_with_their_contacts(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_client_no_auth: ClientSessionGenerator,
    tmp_path: Path,
) -> None:
    """They stay over a restart; of what is replaced or deleted nothing is left."""
    client = await hass_client_no_auth()
    with uploaded(tmp_path, card("Ada", OUTSIDE, png(color=1))):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    old = await async_picture_of(hass, office, "Ada")
    assert await hass.config_entries.async_reload(book.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    url = await async_picture_of(hass, office, "Ada")
    assert await async_status(client, url) == HTTPStatus.OK
    assert await async_status(client, old) == NOTHING
    with uploaded(tmp_path, card("Ada", OUTSIDE, png(color=2))):
        await async_fill(hass, "file", book, upload=UPLOAD)
    assert await async_status(client, url) == NOTHING
    url = await async_picture_of(hass, office, "Ada")
    assert await async_status(client, url) == HTTPStatus.OK
    (picture,) = kept(hass)
    with uploaded(tmp_path, card("Ada", OUTSIDE)):
        await async_fill(hass, "file", book, upload=UPLOAD)
    assert await async_picture_of(hass, office, "Ada") is None
    assert not kept(hass)
    await hass.config_entries.async_remove(book.entry_id)
    assert not picture.parent.exists()


async def test_a_picture_that_is_damaged_on_the_disk_is_none(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_client_no_auth: ClientSessionGenerator,
    tmp_path: Path,
) -> None:
    """Uploaded again it is whole again."""
    with uploaded(tmp_path, card("Ada", OUTSIDE, png())):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    client = await hass_client_no_auth()
    url = await async_picture_of(hass, office, "Ada")
    (file,) = kept(hass)
    file.write_bytes(png()[:20])
    assert await async_status(client, url) == NOTHING
    with uploaded(tmp_path, card("Ada", OUTSIDE, png())):
        await async_fill(hass, "file", book, upload=UPLOAD)
    assert await async_status(client, url) == HTTPStatus.OK


# Bounds


async def test_what_is_too_much_is_left_out(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A picture that is too large, and those beyond the bytes of a book; their contacts stay."""
    monkeypatch.setattr(pictures, "MAX_BYTES", 2000)
    numbers = [f"+493012345{each}" for each in range(4)]
    faces = (jpeg(extra=900), jpeg(extra=901), jpeg(extra=902), jpeg(extra=902))
    people = "".join(
        card(f"P{n}", number, face)
        for n, (number, face) in enumerate(zip(numbers, faces, strict=True))
    )
    huge = png() + bytes(MAX_PICTURE)
    with uploaded(tmp_path, people + card("Ada", OUTSIDE, huge)):
        await async_fill(hass, "file", upload=UPLOAD)
    found = [
        await async_picture_of(hass, office, f"P{n}", number)
        for n, number in enumerate(numbers)
    ]
    assert [bool(each) for each in found] == [True, True, False, False]
    assert await async_picture_of(hass, office, "Ada") is None


async def test_no_more_pictures_are_kept_than_a_book_may_have(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURES", 3)
    folder = PictureFolder(hass, "book")
    await hass.async_add_executor_job(_fill, folder)


def _fill(folder: PictureFolder) -> None:
    assert folder.keep({"a" * 32: b"1", "b" * 32: b"2"}) == {"a" * 32, "b" * 32}
    assert folder.keep({"b" * 32: b"2", "c" * 32: b"3", "d" * 32: b"4"}) == {
        "b" * 32,
        "c" * 32,
    }
    folder.drop_others({"c" * 32})
    assert folder.keep({"d" * 32: b"4"}) == {"d" * 32}
    folder.remove()


async def test_pictures_are_kept_on_the_disk_and_not_in_memory(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """Of 2,000 with 10 MB together less than 6 MB stays: contacts, and what finds them."""
    people = "".join(
        card(f"Person {n}", f"+4930{n:06}", jpeg(n + 1, 8, extra=5000))
        for n in range(2000)
    )
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    with uploaded(tmp_path, people):
        result = await async_fill(hass, "file", upload=UPLOAD)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    assert len(kept(hass)) == 2000
    assert after - before < 6 * 1024 * 1024


# From an account


async def test_pictures_of_an_account_are_kept_up_to_date(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    radicale: Radicale,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Over restarts too."""
    for uid, name, number, color in (
        ("1", "Ada", OUTSIDE, 1),
        ("2", "Bob", "+12025550102", 2),
    ):
        await radicale.put("people", uid, name, number, photo=png(color=color))
    entry = await async_add(hass, radicale.url)
    client = await hass_client_no_auth()
    bob = await async_picture_of(hass, office, "Bob", "+12025550102")
    assert await async_status(client, bob) == HTTPStatus.OK
    await radicale.put("people", "1", "Ada", OUTSIDE, photo=png(color=3))
    await radicale.delete("people", "2")
    await async_refresh(hass)
    url = await async_picture_of(hass, office, "Ada")
    async with client.get(url) as response:
        assert await response.read() == png(color=3)
    assert await async_status(client, bob) == NOTHING
    assert len(kept(hass)) == 1
    await radicale.stop()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    url = await async_picture_of(hass, office, "Ada")
    assert await async_status(client, url) == HTTPStatus.OK
