"""From a config entry's data to a switch: the one place that knows which protocols there are."""

from collections.abc import Callable, Mapping, Sequence
import ssl
from typing import Any, Final

from homeassistant.const import (
    CONF_HOST,
    CONF_PASSWORD,
    CONF_PORT,
    CONF_PROTOCOL,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_CA_CERTIFICATE,
    CONF_MONITOR_PAUSE_MS,
    CONF_MONITOR_WINDOW,
    CONF_PROFILE,
    CONF_TLS,
    CONF_VERIFY_CERTIFICATE,
    DEFAULT_MONITOR_PAUSE_MS,
    DEFAULT_MONITOR_WINDOW,
)
from ..cti.csta import CstaSettings, CstaSwitch
from ..cti.errors import TelephonyError
from ..cti.line import Line
from ..cti.link import Connector, LinkStatus, tcp_connector
from ..cti.model import CallEvent
from ..cti.system import Switch, SwitchListener
from ..cti.telestra import TelestraSettings, TelestraSwitch

PROTOCOL_CSTA: Final = "csta"
PROTOCOL_TELESTRA: Final = "telestra"


class InvalidCertificate(TelephonyError):
    """The certificate that was given to check the switch's with is none."""


class _Silence:
    """Listens to a switch that is only tried out."""

    def link_changed(self, status: LinkStatus) -> None:
        """Nobody needs to know."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Nobody needs to know."""


async def async_build_switch(
    hass: HomeAssistant,
    data: Mapping[str, Any],
    options: Mapping[str, Any],
    listener: SwitchListener,
) -> Switch:
    """Make the switch that an entry describes; InvalidCertificate where that is unreadable."""
    context = None
    if data.get(CONF_TLS):
        context = await hass.async_add_executor_job(_tls_context, data)
    connector = tcp_connector(data[CONF_HOST], data[CONF_PORT], context)
    switch = _BUILDERS[data[CONF_PROTOCOL]](connector, listener, data)
    apply_options(switch, options)
    return switch


def apply_options(switch: Switch, options: Mapping[str, Any]) -> None:
    """Let a switch that may be connected heed what can be set of it, from its next connect on."""
    if isinstance(switch, CstaSwitch):
        switch.set_pace(
            options.get(CONF_MONITOR_WINDOW, DEFAULT_MONITOR_WINDOW),
            options.get(CONF_MONITOR_PAUSE_MS, DEFAULT_MONITOR_PAUSE_MS),
        )


async def async_probe(
    hass: HomeAssistant, data: Mapping[str, Any], lines: Sequence[str] = ()
) -> None:
    """Connect, log in and leave again; raises what went wrong.

    A protocol without a login is proven by what it answers about the first line.
    """
    switch = await async_build_switch(hass, data, {}, _Silence())
    if data[CONF_PROTOCOL] == PROTOCOL_TELESTRA:
        for number in lines[:1]:
            switch.add_line(number)
    try:
        await switch.start()
    finally:
        await switch.stop()


def _tls_context(data: Mapping[str, Any]) -> ssl.SSLContext:
    """Make the TLS settings; reads files, so it does not belong in the event loop."""
    certificate: str | None = data.get(CONF_CA_CERTIFICATE)
    try:
        context = ssl.create_default_context(cadata=certificate)
    except (ssl.SSLError, ValueError) as error:
        raise InvalidCertificate from error
    if certificate:
        # What a switch makes for itself seldom keeps to every rule of RFC 5280.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not data.get(CONF_VERIFY_CERTIFICATE, True):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _csta(
    connector: Connector, listener: SwitchListener, data: Mapping[str, Any]
) -> Switch:
    settings = CstaSettings(
        profile=data[CONF_PROFILE],
        username=data.get(CONF_USERNAME),
        password=data.get(CONF_PASSWORD),
    )
    return CstaSwitch(connector, listener, settings)


def _telestra(
    connector: Connector, listener: SwitchListener, data: Mapping[str, Any]
) -> Switch:
    return TelestraSwitch(connector, listener, TelestraSettings(data[CONF_HOST]))


_BUILDERS: Final[
    Mapping[str, Callable[[Connector, SwitchListener, Mapping[str, Any]], Switch]]
] = {PROTOCOL_CSTA: _csta, PROTOCOL_TELESTRA: _telestra}
