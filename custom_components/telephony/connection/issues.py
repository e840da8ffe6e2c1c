"""What only a person can mend, shown under repairs until it is over."""

from collections.abc import Mapping
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PORT, CONF_PROTOCOL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_SYSTEM, DOMAIN
from ..cti.errors import (
    AuthenticationRefused,
    CertificateRejected,
    RequestRefused,
    TelephonyError,
)
from ..cti.link import LinkStatus
from ..errors import LINE_ISSUES, reason_key, reason_placeholders, words_of
from ..numbers.limits import Limit
from ..numbers.line_lists import write_lines
from .pacing import Throttle

GRACE_SECONDS: Final = 300.0
"""How long a link may be down before that is an issue: a phone system may restart."""
SETTLE_SECONDS: Final = 1.0
"""How long refused lines gather, for often there are many of them."""
LINES_NAMED: Final = 20
_DOWN_SINCE: Final[HassKey[dict[str, float]]] = HassKey(f"{DOMAIN}_down_since")
"""Since when each connection is down; a set-up that is tried again and again begins anew."""

ROUTE_ISSUE: Final = "route_points_refused"
LINK_ISSUES: Final = (
    "csta_unreachable",
    "telestra_unreachable",
    "gateway_unreachable",
    "certificate_rejected",
    "tls_failed",
    "not_csta",
    "not_telestra",
    "session_refused",
)
_UNREACHABLE: Final = (
    *("cannot_connect", "timeout"),
    *("no_broker", "no_gateway", "gateway_not_connected"),
)
"""Reasons that are one issue, in the words of the protocol."""


class ConnectionIssues:
    """The issues of one connection: one of its link, and one of its lines for each cause."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Begin without any."""
        self.lines: dict[str, TelephonyError] = {}
        self._hass = hass
        self._entry = entry
        self._settling = Throttle(hass, SETTLE_SECONDS, self._show_lines)

    @callback
    def async_link(self, status: LinkStatus) -> None:
        """Take over whether the link is up."""
        if status.connected:
            async_delete_link_issues(self._hass, self._entry)
        else:
            async_link_down(self._hass, self._entry, status.reason)

    @callback
    def async_line(self, number: str, problem: TelephonyError | None) -> None:
        """Take over why a line cannot be watched, or that it can."""
        if problem is self.lines.get(number):
            return
        if problem is None:
            del self.lines[number]
        else:
            self.lines[number] = problem
        self._settling.async_changed()

    @callback
    def async_route_points(self, refused: Mapping[str, TelephonyError]) -> None:
        """Take over which route points the phone system doesn't leave to Home Assistant."""
        issue_id = _id(ROUTE_ISSUE, self._entry)
        if not refused:
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)
            return
        codes = dict.fromkeys(map(_code, refused.values()))
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ROUTE_ISSUE,
            translation_placeholders={
                "connection": self._entry.title,
                "numbers": write_lines(sorted(refused)),
                "code": ", ".join(codes),
            },
        )

    @callback
    def async_limit(self, limit: Limit, most: int) -> bool:
        """Tell that a limit was reached; False where somebody was told and hasn't seen it yet."""
        key = f"{limit}_reached"
        issue_id = _id(key, self._entry)
        if ir.async_get(self._hass).async_get_issue(DOMAIN, issue_id):
            return False
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=True,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=key,
            translation_placeholders={
                "connection": self._entry.title,
                "limit": str(most),
            },
        )
        return True

    @callback
    def async_stop(self) -> None:
        """Take every issue back; whoever starts again finds out anew."""
        self._settling.async_stop()
        self.lines.clear()
        self._show_lines()
        self.async_route_points({})
        async_delete_link_issues(self._hass, self._entry)

    def _show_lines(self) -> None:
        refused: dict[str, list[str]] = {key: [] for key in LINE_ISSUES}
        for number, problem in self.lines.items():
            refused[words_of(problem).line].append(number)
        for key, numbers in refused.items():
            if numbers:
                self._create_line_issue(key, sorted(numbers))
            else:
                ir.async_delete_issue(self._hass, DOMAIN, _id(key, self._entry))

    def _create_line_issue(self, key: str, numbers: list[str]) -> None:
        codes = dict.fromkeys(_code(self.lines[number]) for number in numbers)
        more = len(numbers) - LINES_NAMED
        named = write_lines(numbers[:LINES_NAMED]) + (f" (+{more})" if more > 0 else "")
        _create(
            self._hass,
            self._entry,
            key,
            {"lines": named, "count": str(len(numbers)), "code": ", ".join(codes)},
        )


@callback
def async_link_down(
    hass: HomeAssistant, entry: ConfigEntry, reason: TelephonyError | None
) -> None:
    """Take over that there is no connection; what only needs patience becomes no issue."""
    now = hass.loop.time()
    since = hass.data.setdefault(_DOWN_SINCE, {}).setdefault(entry.entry_id, now)
    if reason and (
        isinstance(reason, CertificateRejected) or now - since >= GRACE_SECONDS
    ):
        _create_link_issue(hass, entry, reason)


def _create_link_issue(
    hass: HomeAssistant, entry: ConfigEntry, reason: TelephonyError
) -> None:
    """Tell why there is no connection, where a person can do something about it.

    Refused credentials are not among it: asking for them anew shows by itself under repairs.
    """
    if isinstance(reason, AuthenticationRefused):
        return
    key = reason_key(reason)
    if key in _UNREACHABLE:
        key = f"{entry.data[CONF_PROTOCOL]}_unreachable"
    _delete_link_issues(hass, entry, but=key)
    if key in LINK_ISSUES:
        _create(hass, entry, key, reason_placeholders(reason))


@callback
def async_delete_connection_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back what a connection that is removed has told."""
    async_delete_link_issues(hass, entry)
    for limit in Limit:
        ir.async_delete_issue(hass, DOMAIN, _id(f"{limit}_reached", entry))


@callback
def async_delete_link_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Tell that the connection stands, or is wanted no more."""
    hass.data.get(_DOWN_SINCE, {}).pop(entry.entry_id, None)
    _delete_link_issues(hass, entry)


def _delete_link_issues(
    hass: HomeAssistant, entry: ConfigEntry, but: str | None = None
) -> None:
    for key in LINK_ISSUES:
        if key != but:
            ir.async_delete_issue(hass, DOMAIN, _id(key, entry))


def _create(
    hass: HomeAssistant, entry: ConfigEntry, key: str, placeholders: Mapping[str, str]
) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(key, entry),
        data={"entry_id": entry.entry_id, "key": key},
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=key,
        translation_placeholders={
            "connection": entry.title,
            "host": entry.data.get(CONF_HOST, "MQTT"),
            "port": str(entry.data.get(CONF_PORT, "")),
            "system": entry.data.get(CONF_SYSTEM, ""),
            **placeholders,
        },
    )


def _id(key: str, entry: ConfigEntry) -> str:
    return f"{key}_{entry.entry_id}"


def _code(problem: TelephonyError) -> str:
    return problem.code if isinstance(problem, RequestRefused) else str(problem)
