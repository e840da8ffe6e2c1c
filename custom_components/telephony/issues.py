"""What only a person can mend, shown under repairs."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .cti.errors import RequestRefused, TelephonyError


@callback
def async_update_line_issue(
    hass: HomeAssistant,
    entry: ConfigEntry,
    number: str,
    problem: TelephonyError | None,
) -> None:
    """Tell that the switch refuses a line, or that it no longer does."""
    issue_id = f"line_refused_{entry.entry_id}_{number}"
    if problem is None:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    code = problem.code if isinstance(problem, RequestRefused) else str(problem)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key="line_refused",
        translation_placeholders={
            "line": number,
            "connection": entry.title,
            "code": code,
        },
    )
