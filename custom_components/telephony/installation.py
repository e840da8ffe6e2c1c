"""Copies our blueprints and sentences to Home Assistant's folders of them, and leaves alone what people changed."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
import logging
from pathlib import Path
from typing import Any, Final, NamedTuple

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.components.blueprint import DOMAIN as BLUEPRINT_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import SERVICE_RELOAD
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import UnsupportedStorageVersionError
from homeassistant.helpers.storage import Store
from homeassistant.loader import async_get_loaded_integration
from homeassistant.setup import async_when_setup

from .const import CONF_INSTALL_BLUEPRINTS, CONF_INSTALL_SENTENCES, DOMAIN
from .entries import async_loaded_connections

_LOGGER = logging.getLogger(__name__)

VERSION: Final = 1
OURS: Final = Path(__file__).parent
CONVERSATION_DOMAIN: Final = "conversation"
ASSIST_PIPELINE_DOMAIN: Final = "assist_pipeline"

type Hashes = dict[str, str]
"""What we wrote last, by the path below the folder."""


class Copied(NamedTuple):
    """What is ours in a folder, and what was written just now."""

    hashes: Hashes
    added: bool
    replaced: bool


class Installation(NamedTuple):
    """Files of ours that people find among their own."""

    name: str
    option: str
    default: bool
    reader: str
    """The component that reads them, and has an action to read them again."""
    reads_new: bool
    """Whether it finds new ones by itself."""
    folder: str
    sources: Callable[[HomeAssistant], dict[str, Path]]
    """Returns our folders by the name that each has there."""
    asks: tuple[str, ...] = ()
    """Components that `sources` asks once they are there."""

    def is_wanted(self, entry: ConfigEntry) -> bool:
        """Whether a connection's options want them."""
        wanted: bool = entry.options.get(self.option, self.default)
        return wanted

    async def async_install(self, hass: HomeAssistant) -> None:
        """Copy them, and have them read."""
        store: Store[Hashes] = Store(hass, VERSION, f"{DOMAIN}.{self.name}")
        try:
            known = dict(await store.async_load() or {})
        except UnsupportedStorageVersionError:
            return  # a newer version of ours wrote them, and knows which are its own
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ):  # somebody has edited it
            known = {}
        copy = partial(
            copy_files, self.sources(hass), Path(hass.config.path(self.folder)), known
        )
        try:
            copied = await hass.async_add_executor_job(copy)
        except OSError as error:
            _LOGGER.warning("The %s can't be copied: %s", self.name, error)
            return
        if known | copied.hashes != known:
            await store.async_save(known | copied.hashes)
        if copied.replaced or (copied.added and not self.reads_new):
            await hass.services.async_call(self.reader, SERVICE_RELOAD)


@callback
def async_setup_installations(hass: HomeAssistant) -> None:
    """Install once the readers are there, for the connections that there are by then."""

    async def reader_ready(
        installation: Installation, hass: HomeAssistant, component: str
    ) -> None:
        entries = async_loaded_connections(hass)
        if any(map(installation.is_wanted, entries)):
            await installation.async_install(hass)

    for each in INSTALLATIONS:
        for component in (each.reader, *each.asks):
            async_when_setup(hass, component, partial(reader_ready, each))


@callback
def async_install(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Install what the connection's options want, where its reader is there."""
    for each in INSTALLATIONS:
        if each.is_wanted(entry) and each.reader in hass.config.components:
            name = f"{DOMAIN} {each.name}"
            _ = hass.async_create_task(each.async_install(hass), name)


def copy_files(sources: dict[str, Path], folder: Path, known: Hashes) -> Copied:
    """Write what is new or still as we wrote it.

    What somebody changed, deleted or put there himself stays as it is.
    """
    hashes: Hashes = {}
    added = replaced = False
    for path, content in _contents(sources):
        target = folder / path
        present = _hash(target.read_bytes()) if target.exists() else None
        ours = _hash(content)
        if present not in (known.get(path), ours):
            continue
        if present != ours:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            added |= present is None
            replaced |= present is not None
        hashes[path] = ours
    return Copied(hashes, added, replaced)


def _contents(sources: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    for name, source in sources.items():
        for file in sorted(source.rglob("*.yaml")):
            yield f"{name}/{file.relative_to(source).as_posix()}", file.read_bytes()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _sentences(hass: HomeAssistant) -> dict[str, Path]:
    """Return those of the languages in which Home Assistant is spoken to.

    A language of a country, de-CH for instance, has a folder of its own where Home Assistant
    tells it from the others, and shares the common one elsewhere.
    """
    spoken = {hass.config.language}
    if ASSIST_PIPELINE_DOMAIN in hass.config.components:
        # No dependency, which a missing library of its own would make ours as well.
        loaded = async_get_loaded_integration(hass, ASSIST_PIPELINE_DOMAIN)
        assist_pipeline: Any = loaded.get_component()
        for pipeline in assist_pipeline.async_get_pipelines(hass):
            spoken |= {pipeline.language, pipeline.conversation_language}
    names = {name for each in spoken for name in (each, each.partition("-")[0])}
    return {name: OURS / "sentences" / name.partition("-")[0] for name in sorted(names)}


INSTALLATIONS: Final = (
    Installation(
        name="blueprints",
        option=CONF_INSTALL_BLUEPRINTS,
        default=True,
        reader=AUTOMATION_DOMAIN,
        reads_new=True,
        folder=f"{BLUEPRINT_DOMAIN}s",
        sources=lambda _hass: {
            AUTOMATION_DOMAIN: OURS / "blueprints" / AUTOMATION_DOMAIN
        },
    ),
    Installation(
        name="sentences",
        option=CONF_INSTALL_SENTENCES,
        default=False,
        reader=CONVERSATION_DOMAIN,
        reads_new=False,
        folder="custom_sentences",
        sources=_sentences,
        asks=(ASSIST_PIPELINE_DOMAIN,),
    ),
)
