"""A Home Assistant made for the demo, driven through its own HTTP and websocket interfaces."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
import json
from pathlib import Path
import shutil
from typing import Any

import aiohttp

from .processes import LOOPBACK, DemoError

type Json = dict[str, Any]

START_TIMEOUT = 180.0
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  # only who asks for it gets it
ADDRESS_IS_FINAL: Json = {"pending": None, "yaml_migration_done": True}
ONBOARDING_STEPS_WITHOUT_USER = ["core_config", "analytics", "integration"]


def prepare_folder(
    folder: Path, checkout: Path, port: int, host: str = LOOPBACK
) -> None:
    """Lay out a fresh configuration folder that uses the checkout's integration."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / ".storage").mkdir(parents=True)
    for source in (Path(__file__).parent / "configuration").iterdir():
        shutil.copy(source, folder)
    components = folder / "custom_components"
    components.mkdir()
    (components / "telephony").symlink_to(checkout / "custom_components" / "telephony")
    _store(
        folder,
        "http",
        2,
        {"stable": _address(host, port), **ADDRESS_IS_FINAL},
        minor=2,
    )
    # The other onboarding steps would load components that fetch things from the internet.
    _store(folder, "onboarding", 4, {"done": ONBOARDING_STEPS_WITHOUT_USER})


def _store(folder: Path, key: str, version: int, data: Json, *, minor: int = 1) -> None:
    """Write what Home Assistant would have stored itself."""
    content = {"version": version, "minor_version": minor, "key": key, "data": data}
    (folder / ".storage" / key).write_text(json.dumps(content))


def _address(host: str, port: int) -> Json:
    """Return the HTTP settings of a server that listens on one address."""
    return {
        "server_host": [host],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": "2026-01-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }


def url(host: str, port: int) -> str:
    """Return where a server that listens on `host` is found from this machine."""
    name = {EVERY_ADDRESS: LOOPBACK, "::": "::1"}.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


class Home:
    """Home Assistant as a signed-in person sees it."""

    def __init__(
        self, port: int, http: aiohttp.ClientSession, host: str = LOOPBACK
    ) -> None:
        """Name the place; nothing is asked yet."""
        self.url = url(host, port)
        self._http = http
        self._client_id = f"{self.url}/"
        self._headers: dict[str, str] = {}
        self._token = ""

    async def wait_up(self) -> None:
        """Wait until the web server answers."""
        while True:
            try:
                async with self._http.get(f"{self.url}/api/onboarding") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.25)

    async def create_login(self, username: str, password: str) -> None:
        """Create the owner and sign in."""
        answer = await self._post(
            "/api/onboarding/users",
            {
                "client_id": self._client_id,
                "name": "Demo",
                "username": username,
                "password": password,
                "language": "en",
            },
        )
        form = {
            "grant_type": "authorization_code",
            "code": answer["auth_code"],
            "client_id": self._client_id,
        }
        async with self._http.post(f"{self.url}/auth/token", data=form) as response:
            self._token = (await response.json())["access_token"]
        self._headers = {"Authorization": f"Bearer {self._token}"}

    async def add_connection(self, kind: str, fields: Json) -> str:
        """Go through the integration's config flow as a person would; return the entry's id."""
        return await self._add_entry([kind], fields)

    async def add_phone_book(self, source: str, fields: Json) -> str:
        """Go through the config flow of a phone book; return the entry's id."""
        return await self._add_entry(["phone_book", source], fields)

    async def _add_entry(self, menus: Sequence[str], fields: Json) -> str:
        base = "/api/config/config_entries/flow"
        step = await self._post(base, {"handler": "telephony"})
        for menu in menus:
            step = await self._post(f"{base}/{step['flow_id']}", {"next_step_id": menu})
        while step["type"] == "form" and not step["errors"]:
            asked = {each["name"] for each in step["data_schema"]}
            answer = {name: fields[name] for name in asked & fields.keys()}
            step = await self._post(f"{base}/{step['flow_id']}", answer)
        if step.get("type") != "create_entry":
            raise DemoError(
                f"The entry {menus[-1]} was refused: {step.get('errors') or step}"
            )
        return str(step["result"]["entry_id"])

    async def set_options(self, entry_id: str, menu: str, fields: Json) -> None:
        """Fill in one page of a connection's options."""
        base = "/api/config/config_entries/options/flow"
        step = await self._post(base, {"handler": entry_id})
        for answer in ({"next_step_id": menu}, fields):
            step = await self._post(f"{base}/{step['flow_id']}", answer)
        if step.get("type") != "create_entry":
            raise DemoError(f"The options {menu} were refused: {step.get('errors')}")

    async def command(self, message: Json) -> Any:
        """Send one websocket command and return its result."""
        async with self._http.ws_connect(f"{self.url}/api/websocket") as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._token})
            await socket.receive_json()
            await socket.send_json({"id": 1, **message})
            answer = await socket.receive_json()
        if not answer.get("success"):
            raise DemoError(
                f"Home Assistant refused {message['type']}: {answer.get('error')}"
            )
        return answer["result"]

    async def wait_running(self) -> None:
        """Wait until everything is set up."""
        while (await self._get("/api/config"))["state"] != "RUNNING":
            await asyncio.sleep(0.25)

    async def state(self, entity_id: str) -> Json:
        """Return one entity's state."""
        return await self._get(f"/api/states/{entity_id}")

    async def call(self, domain: str, action: str, data: Json) -> Any:
        """Perform an action."""
        return await self._post(f"/api/services/{domain}/{action}", data)

    async def entity_ids(self, entry_id: str) -> Mapping[str, str]:
        """Return a connection's entity ids by unique id, without the entry's own prefix."""
        registry = await self.command({"type": "config/entity_registry/list"})
        details = await self.command(
            {
                "type": "config/entity_registry/get_entries",
                "entity_ids": [
                    e["entity_id"] for e in registry if e["config_entry_id"] == entry_id
                ],
            }
        )
        return dict(_keyed(details, entry_id))

    async def line_devices(self, entry_id: str) -> dict[str, str]:
        """Return the devices of a connection's lines by their numbers or accounts."""
        answer = await self.command({"type": "telephony/lines"})
        return {
            str(line["line"]): str(line["device_id"])
            for line in answer["lines"]
            if line["connection"] == entry_id and line["line"]
        }

    async def wait_available(self, entity_ids: Iterable[str]) -> None:
        """Wait until something is known of each entity."""
        for entity_id in entity_ids:
            while (await self.state(entity_id))["state"] == "unavailable":
                await asyncio.sleep(0.1)

    async def _get(self, path: str) -> Json:
        async with self._http.get(
            f"{self.url}{path}", headers=self._headers
        ) as response:
            return await self._checked(path, response)

    async def _post(self, path: str, body: Json) -> Json:
        async with self._http.post(
            f"{self.url}{path}", json=body, headers=self._headers
        ) as response:
            return await self._checked(path, response)

    async def _checked(self, path: str, response: aiohttp.ClientResponse) -> Json:
        if response.status >= 400:
            raise DemoError(
                f"Home Assistant answered {response.status} to {path}: {await response.text()}"
            )
        answer: Json = await response.json()
        return answer


def _keyed(details: Mapping[str, Json], entry_id: str) -> Iterator[tuple[str, str]]:
    for entity_id, entity in details.items():
        yield str(entity["unique_id"]).removeprefix(f"{entry_id}_"), entity_id
