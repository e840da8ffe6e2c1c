"""Certificates of phone books' servers: one that isn't trusted is refused wherever it comes, and the last good book stays."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
import ssl
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import ssl as home_assistant_ssl
from simulator.certificate import LIFETIME, self_signed, server_context

from ..home import OUTSIDE
from . import test_carddav, test_fritzbox, test_ldap
from .dav_server import open_dav
from .fritzbox import open_fritzbox
from .ldap_server import open_directory
from .test_carddav import async_refresh, contacts

KINDS: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "self-signed": self_signed,
    "of another host": lambda: self_signed("phones.elsewhere.example"),
    "expired": lambda: self_signed(begins=-LIFETIME - timedelta(days=1)),
    "of tomorrow": lambda: self_signed(begins=timedelta(days=1)),
}
TRUSTED = frozenset({"of another host", "expired", "of tomorrow"})
"""Whoever signed these is trusted, so that it's only their other fault that counts."""


class Served(NamedTuple):
    """A source whose server has a certificate, at first a good one."""

    hass: HomeAssistant
    context: ssl.SSLContext
    folder: Path
    trusted: str
    """All who sign what is served, but for those that nobody knows."""
    certificates: dict[str, tuple[bytes, bytes]]

    async def show(self, kind: str) -> None:
        """Have the server show another certificate from now on."""

        def load() -> None:
            certificate, key = self.certificates[kind]
            path = self.folder / "server.pem"
            path.write_bytes(certificate + key)
            self.context.load_cert_chain(path)

        await self.hass.async_add_executor_job(load)


@pytest.fixture
async def served(
    hass: HomeAssistant, socket_enabled: None, tmp_path: Path
) -> AsyncIterator[Served]:
    """Make the certificates, and trust those who signed them."""
    # In debug mode the server's side complains of clients that hang up on its certificate.
    hass.loop.set_debug(False)
    certificates = {kind: make() for kind, make in KINDS.items()}
    certificates["good"] = self_signed()
    trusted = "".join(
        certificates[kind][0].decode() for kind in sorted({"good", *TRUSTED})
    )

    def prepare() -> tuple[ssl.SSLContext, ssl.SSLContext]:
        path = tmp_path / "server.pem"
        path.write_bytes(b"".join(certificates["good"]))
        client = home_assistant_ssl.create_client_context()
        client.load_verify_locations(cadata=trusted)
        client.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return server_context(path), client

    context, client = await hass.async_add_executor_job(prepare)
    with patch.object(
        home_assistant_ssl, "client_context", lambda *_, **__: client
    ):  # what Home Assistant trusts
        yield Served(hass, context, tmp_path, trusted, certificates)


class Source(NamedTuple):
    """Somebody's contacts, and how to come to them."""

    fill: Callable[..., Awaitable[Any]]
    """Fill its form in."""
    told: list[Any]
    """What its server was told that only a trusted one may be told."""


@asynccontextmanager
async def open_carddav(served: Served) -> AsyncIterator[Source]:
    """Have an account."""

    async def fill(entry: ConfigEntry | None = None, **changes: Any) -> Any:
        return await test_carddav.async_fill_account(
            served.hass, dav.url, entry, **changes
        )

    async with open_dav(served.context) as dav:
        dav.put("1", "Ada", OUTSIDE)
        yield Source(fill, dav.requests)


@asynccontextmanager
async def open_box(served: Served) -> AsyncIterator[Source]:
    """Have a FRITZ!Box."""

    async def fill(entry: ConfigEntry | None = None, **changes: Any) -> Any:
        changes = {"verify_certificate": True, **changes}
        return await test_fritzbox.async_fill_box(served.hass, box, entry, **changes)

    async with open_fritzbox(served.context) as box:
        box.books[0].add("Ada", OUTSIDE)
        yield Source(fill, box.requests)


@asynccontextmanager
async def open_ldap(served: Served, encryption: str) -> AsyncIterator[Source]:
    """Have a directory."""

    async def fill(entry: ConfigEntry | None = None, **changes: Any) -> Any:
        changes = {
            "encryption": encryption,
            "ca_certificate": served.trusted,
            "username": "cn=reader,dc=house",
            "password": "secret",
            **changes,
        }
        return await test_ldap.async_fill_directory(
            served.hass, directory, entry, **changes
        )

    ldaps = encryption == "ldaps"
    async with open_directory(served.context if ldaps else None) as directory:
        directory.tls = None if ldaps else served.context
        directory.people = {"Ada": OUTSIDE}
        yield Source(fill, directory.logins)


SOURCES: dict[str, Callable[[Served], AbstractAsyncContextManager[Source]]] = {
    "carddav": open_carddav,
    "fritzbox": open_box,
    "ldaps": partial(open_ldap, encryption="ldaps"),
    "starttls": partial(open_ldap, encryption="starttls"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", SOURCES)
async def test_an_untrusted_certificate_is_refused_and_the_last_good_book_stays(
    hass: HomeAssistant, served: Served, source: str, kind: str
) -> None:
    """No password goes to whoever shows it, unless somebody says that any certificate will do."""
    async with SOURCES[source](served) as (fill, told):
        await served.show(kind)
        form = await fill()
        assert form["errors"] == {"base": "server_certificate_rejected"}
        assert not told

        await served.show("good")
        done = await fill()
        assert done["type"] == "create_entry", done
        await hass.async_block_till_done(wait_background_tasks=True)
        assert contacts(hass) == "1"
        told.clear()

        await served.show(kind)
        with pytest.raises(HomeAssistantError) as error:
            await async_refresh(hass)
        assert error.value.translation_key == "server_certificate_rejected"
        assert contacts(hass) == "1"
        form = await fill(done["result"])
        assert form["errors"] == {"base": "server_certificate_rejected"}
        assert not told

        done = await fill(done["result"], verify_certificate=False)
        assert done["reason"] == "reconfigure_successful"
        await hass.async_block_till_done(wait_background_tasks=True)
        await async_refresh(hass)
        assert contacts(hass) == "1"
