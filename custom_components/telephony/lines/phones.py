"""People's phones with the Home Assistant app: how one is notified, whose it is, and in which language."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.frontend.storage import async_user_store
from homeassistant.components.notify import DOMAIN as NOTIFY_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import slugify

from ..const import DOMAIN
from .permissions import async_may
from .target_line import TargetLine

MOBILE_APP: Final = "mobile_app"


class Phone(NamedTuple):
    """A phone that can be notified."""

    service: str
    """The action of the domain `notify`."""
    user: User
    language: str
    texts: Mapping[str, str]
    """The words of notifications in that language, by their keys."""


async def async_phones(line: TargetLine, device_ids: Iterable[str]) -> list[Phone]:
    """Return those of some devices that can be told of a line: whoever uses them may read it."""
    hass = line.coordinator.hass
    phones = []
    for device_id in device_ids:
        device = dr.async_get(hass).async_get(device_id)
        if not isinstance(device, dr.DeviceEntry):
            continue
        entry = hass.config_entries.async_get_entry(device.config_entry_id)
        if entry is None or entry.domain != MOBILE_APP:
            continue
        user = await hass.auth.async_get_user(entry.data["user_id"])
        service = _notify_service(hass, entry)
        if not (user and service and user.is_active):
            continue
        if async_may(user, line, POLICY_READ):
            language = await _async_language(hass, user)
            words = await async_get_translations(hass, language, "common", [DOMAIN])
            texts = {key.rpartition(".")[2]: text for key, text in words.items()}
            phones.append(Phone(service, user, language, texts))
    return phones


def _notify_service(hass: HomeAssistant, phone: ConfigEntry) -> str | None:
    """Return the action that notifies a phone, which has its name; None where it can't be notified.

    Of phones with the same name only one has the action, and nobody knows which.
    """
    names = [
        slugify(f"{MOBILE_APP}_{entry.data['device_name']}")
        for entry in hass.config_entries.async_entries(MOBILE_APP)
    ]
    name = slugify(f"{MOBILE_APP}_{phone.data['device_name']}")
    is_its_own = names.count(name) == 1
    return (
        name if is_its_own and hass.services.has_service(NOTIFY_DOMAIN, name) else None
    )


async def _async_language(hass: HomeAssistant, user: User) -> str:
    """Return the language that a user has chosen, else that of the house."""
    chosen = (await async_user_store(hass, user.id)).data.get("language")
    language = chosen.get("language") if isinstance(chosen, dict) else None
    return language if isinstance(language, str) else hass.config.language
