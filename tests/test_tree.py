"""The tree stays easy to read: no file is long, and few functions exist only to be called once."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    file
    for folder in ("custom_components", "gateway", "simulator")
    for file in (ROOT / folder).rglob("*.py")
)
MAX_LINES = 350
SMALL = 8
MAX_SHARE = {"custom_components": 0.06, "gateway": 0.08, "simulator": 0.12}
"""How many of all functions are private, small and used once: on the way to 6 %."""
MAX_CALLED_SHARE = 0.05
"""The same without rows of tables and callbacks, which nobody has to jump to."""


def test_no_file_is_long() -> None:
    lengths = {
        file.relative_to(ROOT).as_posix(): len(file.read_text().splitlines())
        for file in SOURCES
    }
    assert not {file: length for file, length in lengths.items() if length > MAX_LINES}


@pytest.mark.parametrize("folder", MAX_SHARE)
def test_few_functions_are_private_small_and_used_once(folder: str) -> None:
    """Each costs a reader a jump; one that is a step of the field pays for it by its name."""
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
    uses, calls = Counter[str](), Counter[str]()
    for file in SOURCES:
        if not file.is_relative_to(ROOT / folder):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append(node)
            elif isinstance(node, ast.Name):
                uses[node.id] += 1
            elif isinstance(node, ast.Attribute):
                uses[node.attr] += 1
            elif isinstance(node, ast.Call):
                calls[ast.unparse(node.func).rpartition(".")[2]] += 1
    once = [
        node.name
        for node in functions
        if node.name.startswith("_")
        and not node.name.startswith("__")
        and uses[node.name] <= 1
        and (node.end_lineno or node.lineno) - node.lineno < SMALL
    ]
    assert len(once) / len(functions) <= MAX_SHARE[folder], once
    called = [name for name in once if calls[name]]
    assert len(called) / len(functions) <= MAX_CALLED_SHARE, called
