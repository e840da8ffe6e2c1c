"""A check that everything shown to people in a test has its English text."""

from collections.abc import Callable, Iterable, Mapping
import functools
import json
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from custom_components import telephony
from custom_components.telephony.const import DOMAIN
from homeassistant.components.repairs.issue_handler import RepairsFlowManager
from homeassistant.config_entries import (
    ConfigEntriesFlowManager,
    ConfigSubentryFlowManager,
    OptionsFlowManager,
)
from homeassistant.core import ServiceRegistry
from homeassistant.data_entry_flow import (
    FLOW_NOT_COMPLETE_STEPS,
    FlowResultType,
    section,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.issue_registry import IssueRegistry

_FOLDER = Path(telephony.__file__).parent
_ENGLISH: Mapping[str, Any] = json.loads(
    (_FOLDER / "translations" / "en.json").read_text(encoding="utf-8")
)
_ACTIONS: Mapping[str, Any] = yaml.safe_load(
    (_FOLDER / "services.yaml").read_text(encoding="utf-8")
)


class TranslationCheck:
    """Collects what has no text, or a text whose placeholders nobody fills."""

    def __init__(self) -> None:
        """Begin with nothing missing."""
        self.problems: list[str] = []

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Look at all flows, exceptions, issues and actions from now on."""
        for manager in (
            ConfigEntriesFlowManager,
            ConfigSubentryFlowManager,
            OptionsFlowManager,
            RepairsFlowManager,
        ):
            for method in ("async_init", "async_configure"):
                self._wrap_flow(monkeypatch, manager, method)
        self._wrap(monkeypatch, HomeAssistantError, "__init__", self._look_at_exception)
        self._wrap(
            monkeypatch, IssueRegistry, "async_get_or_create", self._look_at_issue
        )
        self._wrap(monkeypatch, ServiceRegistry, "async_register", self._look_at_action)

    def _wrap_flow(
        self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str
    ) -> None:
        original = getattr(owner, name)

        @functools.wraps(original)
        async def call(manager: Any, *args: Any, **kwargs: Any) -> Any:
            result = await original(manager, *args, **kwargs)
            if prefix := _flow_prefix(manager, result):
                self._look_at_flow(prefix, result)
            return result

        monkeypatch.setattr(owner, name, call)

    def _wrap(
        self,
        monkeypatch: pytest.MonkeyPatch,
        owner: type,
        name: str,
        look: Callable[..., None],
    ) -> None:
        original = getattr(owner, name)

        @functools.wraps(original)
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            look(*args, **kwargs)
            return original(self, *args, **kwargs)

        monkeypatch.setattr(owner, name, call)

    # What there is to look at

    def _look_at_flow(self, prefix: str, result: Mapping[str, Any]) -> None:
        given = result.get("description_placeholders") or {}
        step = f"{prefix}.step.{result.get('step_id')}"
        match result["type"]:
            case FlowResultType.FORM:
                self._need(f"{step}.title", given)
                self._allow(f"{step}.description", given)
                if schema := result["data_schema"]:
                    self._look_at_fields(step, schema.schema, given)
                for error in (result["errors"] or {}).values():
                    self._need(f"{prefix}.error.{error}", given)
            case FlowResultType.MENU:
                self._need(f"{step}.title", given)
                for option in result["menu_options"]:
                    self._need(f"{step}.menu_options.{option}", given)
            case FlowResultType.ABORT if "translation_domain" not in result or (
                result["translation_domain"] in (None, DOMAIN)
            ):
                self._need(f"{prefix}.abort.{result['reason']}", given)

    def _look_at_fields(
        self, step: str, schema: Mapping[Any, Any], given: Iterable[str]
    ) -> None:
        for field, value in schema.items():
            if isinstance(value, section):
                self._need(f"{step}.sections.{field}.name", given)
                self._look_at_fields(
                    f"{step}.sections.{field}", value.schema.schema, given
                )
                continue
            self._need(f"{step}.data.{field}", given)
            self._need(f"{step}.data_description.{field}", given)

    def _look_at_exception(
        self,
        *args: object,
        translation_domain: str | None = None,
        translation_key: str | None = None,
        translation_placeholders: Mapping[str, str] | None = None,
        **others: object,
    ) -> None:
        if translation_domain == DOMAIN:
            given = translation_placeholders or {}
            self._need(f"exceptions.{translation_key}.message", given, exactly=True)

    def _look_at_issue(self, domain: str, issue_id: str, **issue: Any) -> None:
        if domain != DOMAIN:
            return
        key = f"issues.{issue['translation_key']}"
        given = issue.get("translation_placeholders") or {}
        self._need(f"{key}.title", given)
        if issue.get("is_fixable"):
            self._need(f"{key}.fix_flow", given)
        else:
            self._need(f"{key}.description", given)

    def _look_at_action(
        self, domain: str, name: str, *args: Any, **kwargs: Any
    ) -> None:
        if domain != DOMAIN:
            return
        if name not in _ACTIONS:
            self.problems.append(f"{name} is not in services.yaml")
            return
        texts = [f"services.{name}"]
        texts += [
            f"services.{name}.fields.{field}" for field in _ACTIONS[name]["fields"]
        ]
        for text in texts:
            self._need(f"{text}.name", ())
            self._need(f"{text}.description", ())

    # Whether it has its text

    def _allow(self, key: str, given: Iterable[str]) -> None:
        if _text(key) is not None:
            self._need(key, given)

    def _need(self, key: str, given: Iterable[str], *, exactly: bool = False) -> None:
        text = _text(key)
        if text is None or text == "":
            self.problems.append(f"{key} has no text")
            return
        wanted = _placeholders(text) if isinstance(text, str) else set()
        if missing := wanted - set(given):
            self.problems.append(f"{key}: nobody fills {sorted(missing)}")
        if exactly and (unused := set(given) - wanted):
            self.problems.append(f"{key} does not use {sorted(unused)}")


def _flow_prefix(manager: Any, result: Mapping[str, Any]) -> str | None:
    """Return where a flow's texts stand; None for a flow of somebody else's."""
    handler = result["handler"]
    if isinstance(manager, RepairsFlowManager):
        if handler != DOMAIN or result["type"] not in FLOW_NOT_COMPLETE_STEPS:
            return None
        issue_id: str = manager.async_get(result["flow_id"])["context"]["issue_id"]
        return f"issues.{issue_id.rsplit('_', 1)[0]}.fix_flow"
    if isinstance(manager, ConfigEntriesFlowManager):
        return "config" if handler == DOMAIN else None
    is_subentry = isinstance(manager, ConfigSubentryFlowManager)
    entry_id = handler[0] if is_subentry else handler
    if manager.hass.config_entries.async_get_known_entry(entry_id).domain != DOMAIN:
        return None
    return f"config_subentries.{handler[1]}" if is_subentry else "options"


def _text(key: str) -> Any:
    found: Any = _ENGLISH
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
