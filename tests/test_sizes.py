"""Nothing grows without a reason: bounds on modules, classes, functions and the App (style.md §8).

Raising a bound is allowed, with the reason in the commit; an exception for one name is not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.require import REPOSITORY

MODULE_LINES = 400
CLASS_LINES = 250
FUNCTION_LINES = 40
APP_LINES = 200

PROGRAM = sorted((REPOSITORY / "aovconsole").rglob("*.py"))
OTHERS = sorted(path for folder in ("tests", "bench", "data", "docs") for path in (REPOSITORY / folder).rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def too_long(tree: ast.Module) -> Iterator[str]:
    """Name each class and function that is over its bound."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        bound = bound_of(node)
        if lines > bound:
            yield f"line {node.lineno}: {node.name} has {lines} lines, {bound} is the bound"


def bound_of(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if not isinstance(node, ast.ClassDef):
        return FUNCTION_LINES
    bases = [ast.unparse(base).partition("[")[0] for base in node.bases]
    return APP_LINES if any(base.rpartition(".")[2] == "App" for base in bases) else CLASS_LINES


def test_modules_stay_small() -> None:
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in (*PROGRAM, *OTHERS)}
    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == {}


def test_classes_and_functions_stay_small() -> None:
    found = {named(path): list(too_long(ast.parse(path.read_text(encoding="utf-8")))) for path in PROGRAM}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_is_too_long_is_named() -> None:
    body = "\n".join(f"        x = {number}" for number in range(FUNCTION_LINES))
    source = f"class Console(App[None]):\n    def paint(self):\n{body}\n" + "    pass\n" * APP_LINES
    assert list(too_long(ast.parse(source))) == [
        f"line 1: Console has {APP_LINES + FUNCTION_LINES + 2} lines, 200 is the bound",
        "line 2: paint has 41 lines, 40 is the bound",
    ]
