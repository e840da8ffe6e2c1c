"""That a test fails where something is shown to people without a text."""

from typing import Any

import pytest
import voluptuous as vol

from custom_components.telephony.config_flow import TelephonyConfigFlow
from custom_components.telephony.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir

from .translations import TranslationCheck


def take(check: TranslationCheck) -> list[str]:
    """Return what was found, so that this test does not fail of it."""
    problems, check.problems[:] = list(check.problems), []
    return problems


@pytest.mark.parametrize(
    ("key", "placeholders", "problem"),
    [
        ("nowhere", {}, "exceptions.nowhere.message has no text"),
        ("unknown_line", {}, "exceptions.unknown_line.message: nobody fills ['line']"),
        (
            "timeout",
            {"line": "700"},
            "exceptions.timeout.message does not use ['line']",
        ),
        ("unknown_line", {"line": "700"}, None),
    ],
)
def test_an_error_without_its_text_is_found(
    check_translations: TranslationCheck,
    key: str,
    placeholders: dict[str, str],
    problem: str | None,
) -> None:
    HomeAssistantError(
        translation_domain="telephony",
        translation_key=key,
        translation_placeholders=placeholders,
    )

    assert take(check_translations) == ([problem] if problem else [])


async def test_a_flow_without_its_texts_is_found(
    hass: HomeAssistant,
    check_translations: TranslationCheck,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def show(
        flow: TelephonyConfigFlow, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        schema = vol.Schema({vol.Optional("made_up"): str})
        return flow.async_show_form(
            step_id="user", data_schema=schema, errors={"base": "wrong"}
        )

    monkeypatch.setattr(TelephonyConfigFlow, "async_step_user", show)

    await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})

    assert take(check_translations) == [
        "config.step.user.data.made_up has no text",
        "config.step.user.data_description.made_up has no text",
        "config.error.wrong has no text",
    ]


async def test_an_issue_without_its_texts_is_found(
    hass: HomeAssistant, check_translations: TranslationCheck
) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        "made_up",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="made_up",
    )

    assert take(check_translations) == [
        "issues.made_up.title has no text",
        "issues.made_up.description has no text",
    ]


async def test_an_action_without_its_texts_is_found(
    hass: HomeAssistant, check_translations: TranslationCheck
) -> None:
    async def act(call: ServiceCall) -> None:
        """Do nothing."""

    hass.services.async_register(DOMAIN, "made_up", act)

    assert take(check_translations) == ["made_up is not in services.yaml"]
