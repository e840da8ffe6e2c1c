"""Where a phone system is: the host, the ports that are tried, and which certificate will do."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_PROTOCOL
from homeassistant.helpers.selector import BooleanSelector
from homeassistant.helpers.typing import VolDictType

from ..connection.protocols import (
    PROTOCOL_CSTA,
    PROTOCOL_GATEWAY,
    PROTOCOL_TELESTRA,
    InvalidCertificate,
    InvalidTopic,
    async_load_protocol,
    system_title,
)
from ..connection.trial import (
    Door,
    async_check_certificate,
    async_find_door,
    async_other_doors,
)
from ..const import CONF_CA_CERTIFICATE, CONF_SYSTEM, CONF_TLS, CONF_VERIFY_CERTIFICATE
from ..cti.errors import (
    AuthenticationRefused,
    CannotConnect,
    CertificateRejected,
    ConnectionLost,
    ConnectionTimedOut,
    NoBroker,
    NoGateway,
    NotCsta,
    NotTelestra,
    TelephonyError,
    TlsFailed,
)
from ..errors import reason_key, reason_placeholders
from .accounts import AccountSteps
from .forms import MULTILINE, filled, host_form, without_password

_FIELDS: Final[Mapping[type[TelephonyError], str]] = {
    CannotConnect: CONF_HOST,
    ConnectionTimedOut: CONF_HOST,
    ConnectionLost: CONF_PORT,
    NotCsta: CONF_PORT,
    NotTelestra: CONF_PORT,
    TlsFailed: CONF_PORT,
    AuthenticationRefused: CONF_PASSWORD,
    InvalidCertificate: CONF_CA_CERTIFICATE,
    CertificateRejected: CONF_CA_CERTIFICATE,
    NoBroker: CONF_HOST,
    NoGateway: CONF_SYSTEM,
}
"""The field that mends an error; where no field can, it stands above the form."""
_OF_BROKER: Final = {
    "cannot_connect": "broker_unreachable",
    "timeout": "broker_timeout",
    "certificate_rejected": "broker_certificate_rejected",
    "invalid_auth": "broker_refuses_login",
}
"""What is said of a broker instead of a phone system."""
_CERTIFICATE: Final[VolDictType] = {
    vol.Required(CONF_VERIFY_CERTIFICATE, default=True): BooleanSelector(),
    vol.Optional(CONF_CA_CERTIFICATE): MULTILINE,
}


class HostSteps(AccountSteps):
    """The config flow's steps that find a phone system."""

    _data: dict[str, Any]
    """The connection, as far as it is known."""
    _door: Door
    _entered_host: Mapping[str, Any]
    _shared_host = ""
    """Where Home Assistant's own broker is, if that is used."""

    def __init__(self) -> None:
        """Start without errors."""
        self._errors: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._given: dict[str, Any] = {}
        """What was sent along with the first form: scripts may answer all of them at once."""

    async def async_step_csta(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where a CSTA phone system is."""
        return await self._async_step_host(PROTOCOL_CSTA, user_input)

    async def async_step_telestra(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where a Telestra server is."""
        return await self._async_step_host(PROTOCOL_TELESTRA, user_input)

    async def _async_step_host(
        self, protocol: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Look where the phone system listens, and how."""
        await async_load_protocol(self.hass, protocol)
        self._errors = {}
        form = host_form(protocol)
        if user_input is not None:
            self._given = {k: v for k, v in user_input.items() if k not in form}
            self._entered_host = {k: v for k, v in user_input.items() if k in form}
            data = {CONF_PROTOCOL: protocol, **filled(self._entered_host)}
            try:
                self._door = await async_find_door(
                    self.hass, data, may_be_encrypted=self._given.get(CONF_TLS, True)
                )
            except TelephonyError as error:
                await self._async_blame_host(data, error)
            else:
                data[CONF_PORT] = self._door.port
                if protocol == PROTOCOL_CSTA:
                    data[CONF_TLS] = self._door.is_encrypted
                    data[CONF_VERIFY_CERTIFICATE] = True
                self._data = data
                if self._door.certificate:
                    return await self.async_step_certificate()
                return await self._async_step_after_host()
            user_input = self._entered_host
        return self._show(protocol, form, user_input)

    async def _async_blame_host(
        self, data: Mapping[str, Any], error: TelephonyError
    ) -> None:
        """Say why there is no connection, and if another kind of phone system is there instead."""
        self._blame(error)
        others = await async_other_doors(data[CONF_HOST])
        if others:
            self._errors[CONF_PORT] = "other_ports"
            self._named["ports"] = ", ".join(
                f"{port} ({title})" for port, title in sorted(others.items())
            )

    async def async_step_certificate(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask if a certificate is to be trusted, and which one instead if not."""
        shown = self._door.certificate
        assert shown is not None
        self._errors = {}
        if self._given.get(CONF_CA_CERTIFICATE) or not self._given.get(
            CONF_VERIFY_CERTIFICATE, True
        ):
            user_input = self._answer(user_input, _CERTIFICATE)
        if user_input is not None:
            chosen = {CONF_CA_CERTIFICATE: shown.pem} | filled(user_input)
            if not chosen[CONF_VERIFY_CERTIFICATE]:
                del chosen[CONF_CA_CERTIFICATE]
            self._data |= chosen
            try:
                await async_check_certificate(self.hass, self._data)
            except TelephonyError as error:
                self._blame(error)
            else:
                return await self._async_step_after_host()
        self._named = {
            "host": self._data[CONF_HOST],
            "port": str(self._door.port),
            "subject": shown.subject,
            "issuer": shown.issuer,
            "until": shown.until,
            "fingerprint": shown.fingerprint,
        } | self._named
        return self._show("certificate", _CERTIFICATE, user_input)

    @abstractmethod
    async def _async_step_after_host(self) -> ConfigFlowResult:
        """Go on, now that it's known where and how the phone system listens."""

    # What the steps have in common

    def _answer(
        self, user_input: dict[str, Any] | None, form: VolDictType
    ) -> dict[str, Any] | None:
        """Return what was entered into a form, or else what was given for it in advance, once."""
        if user_input is not None:
            return user_input
        needed = {field for field in form if isinstance(field, vol.Required)}
        if not form.keys() & self._given.keys() or needed - self._given.keys():
            return None
        return {k: self._given.pop(k) for k in tuple(self._given) if k in form}

    def _what_was_found(self) -> dict[str, str]:
        """Return what the forms say of the phone system that answers."""
        return {
            "system": system_title(self._data),
            "host": self._data.get(CONF_HOST, self._shared_host),
            "port": str(self._door.port),
            "transport": self._door.transport,
        }

    def _show(
        self, step_id: str, form: VolDictType, values: Mapping[str, Any] | None
    ) -> ConfigFlowResult:
        """Show a form with what was entered, but never with a password."""
        is_new = self.source == SOURCE_USER
        schema = self.add_suggested_values_to_schema(
            vol.Schema(form), without_password(values)
        )
        if is_new:
            schema = vol.Schema(schema.schema, extra=vol.ALLOW_EXTRA)
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors={
                field if field in form else "base": key
                for field, key in self._errors.items()
            },
            description_placeholders=self._named,
            last_step=step_id == "names" if is_new else None,
        )

    def _blame(self, error: TelephonyError, protocol: str | None = None) -> None:
        """Set the error that the form shows next, beside the field that mends it."""
        if isinstance(error, InvalidTopic):
            self._errors = {error.field: "invalid_topic"}
            return
        key = "invalid_certificate"
        if not isinstance(error, InvalidCertificate):
            key = reason_key(error)
        if protocol == PROTOCOL_GATEWAY:
            key = _OF_BROKER.get(key, key)
        self._errors = {_FIELDS.get(type(error), "base"): key}
        self._named |= reason_placeholders(error)

    async def _async_back_to_host(
        self, error: TelephonyError
    ) -> ConfigFlowResult | None:
        """Show where the host was asked for again, where the error is to be mended there."""
        protocol = self._data[CONF_PROTOCOL]
        self._blame(error, protocol)
        form = host_form(protocol)
        if not self._errors.keys() & form.keys():
            return None
        return self._show(protocol, form, self._entered_host)
