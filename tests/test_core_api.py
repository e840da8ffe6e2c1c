"""What we override and call of Home Assistant is there, in whichever version the tests run on.

The type checker sees this for the pinned version alone; young APIs change with every other.
"""

import ast
from collections.abc import Iterator
import importlib
import inspect
from pathlib import Path
import pkgutil
from types import ModuleType
from typing import Any

import pytest

from custom_components import telephony
from homeassistant import config_entries
from homeassistant.helpers import (
    condition as conditions,
    device_registry as dr,
    entity_platform,
    target as targets,
    trigger as triggers,
)

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(telephony.__path__, f"{telephony.__name__}.")
]
ANY = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def is_ours(thing: type) -> bool:
    """Whether a class is defined by the integration."""
    return thing.__module__.startswith(telephony.__name__)


def overrides() -> Iterator[tuple[type, str, Any]]:
    """Return every method that overrides one of Home Assistant's, with its class and name."""
    for module in MODULES:
        for owner in vars(module).values():
            if not (isinstance(owner, type) and owner.__module__ == module.__name__):
                continue
            for name, member in vars(owner).items():
                if isinstance(member, property):
                    method = member.fget
                else:
                    method = getattr(member, "__func__", member)
                if getattr(method, "__override__", False):
                    yield owner, name, method


OVERRIDES = list(overrides())


def overridden(owner: type, name: str) -> Any:
    """Return what a method overrides; None where nothing is there."""
    for base in owner.__mro__[1:]:
        if name in vars(base):
            return inspect.getattr_static(base, name)
    return None


def names_of(function: Any) -> set[str]:
    """Return the names of a function's parameters, but for those that take whatever comes."""
    parameters = inspect.signature(function).parameters.values()
    return {each.name for each in parameters if each.kind not in ANY}


def test_methods_that_override_are_found() -> None:
    assert len(OVERRIDES) > 60


@pytest.mark.parametrize(
    ("owner", "name", "method"),
    OVERRIDES,
    ids=[f"{owner.__name__}.{name}" for owner, name, _ in OVERRIDES],
)
def test_whatever_is_overridden_is_there_and_takes_the_same(
    owner: type, name: str, method: Any
) -> None:
    base = overridden(owner, name)
    assert base is not None, f"{name} overrides nothing any more"
    base = getattr(base, "__func__", base)
    if not inspect.isfunction(base) or not inspect.isfunction(method):
        return
    kinds = {each.kind for each in inspect.signature(method).parameters.values()}
    if not ANY & kinds:
        assert names_of(base) <= names_of(method)


# What is called

DEVICE_WORDS = """config_entry_id config_subentry_id configuration_url entry_type identifiers
manufacturer model name suggested_area sw_version translation_key translation_placeholders
via_device_id"""
STAND_INS = Path(__file__).parent.parent / "demo" / "stand_ins"


def of_home_assistant(tree: ast.Module) -> dict[str, Any]:
    """Return what a source imports of Home Assistant, by the name that it has there."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            if not node.module.startswith("homeassistant"):
                continue
            module = importlib.import_module(node.module)
            for alias in node.names:
                name = alias.asname or alias.name
                if not hasattr(module, alias.name):
                    importlib.import_module(f"{node.module}.{alias.name}")
                found[name] = getattr(module, alias.name)
    return found


def called(node: ast.expr, known: dict[str, Any]) -> Any:
    """Return the function that is called, where it is one of Home Assistant's modules."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = known.get(node.value.id)
        return getattr(module, node.attr) if isinstance(module, ModuleType) else None
    return None


def calls(source: Path) -> Iterator[tuple[Any, set[str]]]:
    """Return the functions of Home Assistant that a source calls, with the words it uses."""
    tree = ast.parse(source.read_text())
    known = of_home_assistant(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = called(node.func, known)
            if inspect.isroutine(function):
                yield function, {each.arg for each in node.keywords if each.arg}


def test_functions_take_the_words_with_which_they_are_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(STAND_INS)  # of what voice assistants need besides
    count = 0
    for source in Path(telephony.__path__[0]).rglob("*.py"):
        for function, words in calls(source):
            count += 1
            parameters = inspect.signature(function).parameters.values()
            if inspect.Parameter.VAR_KEYWORD in {each.kind for each in parameters}:
                continue
            assert words <= names_of(function), (source.name, function)
    assert count > 40


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (
            dr.DeviceRegistry.async_get_or_create,
            DEVICE_WORDS,
        ),
        (
            dr.DeviceRegistry.async_get_device_by_identifier,
            "identifier config_entry_id",
        ),
        (config_entries.ConfigEntry.async_create_background_task, "hass target name"),
        (config_entries.ConfigFlow.async_update_and_abort, "entry data title"),
        (conditions.Condition._async_check, ""),  # noqa: SLF001
        (conditions.Condition._async_track_changes, "action"),  # noqa: SLF001
        (triggers.Trigger.async_attach_runner, "run_action did_not_trigger"),
    ],
)
def test_methods_take_the_words_with_which_they_are_called(
    method: Any, words: str
) -> None:
    parameters = inspect.signature(method).parameters.values()
    kinds = {each.kind for each in parameters}
    missing = set(words.split()) - names_of(method)
    assert not missing or inspect.Parameter.VAR_KEYWORD in kinds


# What is so by convention


def test_conditions_say_whether_they_have_to_be_polled() -> None:
    assert isinstance(
        inspect.getattr_static(conditions.Condition, "needs_polling"), property
    )


def test_the_limit_of_entities_is_the_documented_one() -> None:
    assert entity_platform.MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY == 10_000


def test_changes_of_entries_are_signalled() -> None:
    changes = {each.value for each in config_entries.ConfigEntryChange}
    assert {"added", "removed", "updated"} <= changes
    assert str(config_entries.SIGNAL_CONFIG_ENTRY_CHANGED)


def test_there_is_no_kind_of_target_that_we_do_not_know() -> None:
    """A new one has to be taken into account in `lines/targets.py` and `lines/following.py`."""
    known = {"area_ids", "device_ids", "entity_ids", "floor_ids", "label_ids"}
    selection = targets.TargetSelection({})
    assert {each for each in selection.__slots__ if each != "exclude"} == known
    assert all(isinstance(getattr(selection, each), set) for each in known)
