"""All phone systems of the settings, served side by side."""

from datetime import UTC, datetime
import logging
from uuid import uuid4

from custom_components.telephony.cti.gateway.broker import together

from .metrics import Metrics
from .rivals import StoodDown
from .served import ServedSystem
from .settings import Settings

_LOGGER = logging.getLogger(__name__)


async def serve(settings: Settings) -> bool:
    """Serve until cancelled; returns True where other gateways serve all of it. OSError for the port."""
    metrics = Metrics()
    server = metrics.serve(*settings.metrics) if settings.metrics else None
    instance = f"{settings.name}-{uuid4().hex[:12]}"
    since = datetime.now(UTC).isoformat()
    served = [
        ServedSystem(
            *(settings.name, each, settings.broker, metrics),
            instance=instance,
            since=since,
        )
        for each in settings.systems
    ]
    try:
        await together(*map(_serve, served))
    finally:
        if server:
            server[0].shutdown()
            server[0].server_close()
            server[1].join()
    return True


async def _serve(system: ServedSystem) -> None:
    try:
        await system.run()
    except StoodDown as stood_down:
        _LOGGER.error(
            "This gateway stands down for %s: %s. If you meant to replace it, stop it first.",
            system.settings.name,
            stood_down,
        )
