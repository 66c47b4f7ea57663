"""The arrows of the house and its limits, read from the sources themselves."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("allocation", "exports", "imports", "sample_data", "webapp")
EVERYTHING = (*OURS, "tests")

MAY_USE = {
    "allocation": {"numpy", "numba"},
    "imports": {"allocation", "openpyxl", "pandas", "xlrd", "odf"},
    "exports": {"allocation", "openpyxl", "pandas", "typst"},
}
"""Beside the standard library and the package itself."""

WORLD = frozenset(
    {
        "asyncio", "concurrent", "ctypes", "glob", "http", "io", "multiprocessing", "os", "pathlib", "pickle", "random",
        "secrets", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
        "urllib", "uuid", "zipfile",
    }
)  # fmt: skip
"""Modules of the standard library through which files, clocks, chance and the network come in."""

READS_ITS_DATA = frozenset({"curriculum", "des", "overrides", "rulebook", "rulesets"})
"""The modules of `allocation` that read a file of the package's own."""

COMPILED = frozenset({"serving"})
"""The one module that may be compiled."""

LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 50


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def files(*packages: str) -> list[Path]:
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    assert len(found) >= len(packages)
    return found


def imported(path: Path) -> Iterator[str]:
    """The full name of each module that the file imports, wherever in the file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert node.level == 0, f"{path}: relative import of {module}"
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)} - {"__future__"}


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_an_import_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "sly.py"
    path.write_text("def f():\n    import os.path\n    from random import choice\n", encoding="utf-8")
    assert roots(path) & WORLD == {"os", "random"}


def test_a_blind_exception_is_seen_however_written() -> None:
    tree = ast.parse("try: f()\nexcept (ValueError, Exception): g()\ntry: f()\nexcept: g()\n")
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    assert [caught(handler) for handler in handlers] == [{"ValueError", "Exception"}, {""}]


@pytest.mark.parametrize("package", MAY_USE)
def test_a_package_imports_only_what_its_arrows_allow(package: str) -> None:
    allowed = MAY_USE[package] | {package} | sys.stdlib_module_names
    assert {shown(path): strange for path in files(package) if (strange := roots(path) - allowed)} == {}


def test_only_the_tests_import_the_tests_and_only_the_web_imports_the_web() -> None:
    for package, forbidden in {"sample_data": {"webapp", "tests"}, "webapp": {"tests"}}.items():
        assert {shown(path): found for path in files(package) if (found := roots(path) & forbidden)} == {}


def test_there_is_no_other_package() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found == set(OURS)


def test_the_core_knows_neither_files_nor_clocks_nor_chance_nor_the_network() -> None:
    assert {shown(path): found for path in files("allocation") if (found := roots(path) & WORLD)} == {}


def test_only_the_modules_that_carry_data_read_the_packages_own_files() -> None:
    readers = {path.stem for path in files("allocation") if any(n.startswith("importlib") for n in imported(path))}
    assert readers <= READS_ITS_DATA
    assert readers


def test_one_module_at_most_is_compiled() -> None:
    assert {path.stem for path in files("allocation") if "numba" in roots(path)} <= COMPILED


def test_the_core_calls_no_clock_and_prints_nothing() -> None:
    calls = {
        (shown(path), name)
        for path in files("allocation")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and (name := called(node)) in {"now", "today", "utcnow", "open", "print", "input"}
    }
    assert calls == set()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_the_checks_use_nothing_of_the_engine() -> None:
    """What they prove must not be what they are made of."""
    known = {"witness": set(), "retold": {"witness"}, "scrutiny": {"retold", "witness"}}
    for name, allowed in (known | {"checks": {"scrutiny", "witness"}}).items():
        path = ROOT / "allocation" / f"{name}.py"
        used = {module.split(".")[1] for module in imported(path) if module.startswith("allocation.")}
        assert used <= allowed, f"{name} imports {used - allowed}"
        assert roots(path) - {"allocation"} <= sys.stdlib_module_names


def test_the_oracle_uses_nothing_of_the_engine() -> None:
    assert roots(ROOT / "tests" / "allocation" / "oracle.py") <= sys.stdlib_module_names


def test_no_file_is_too_long() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(*EVERYTHING)}
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{shown(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in files(*EVERYTHING)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FUNCTION} == {}


def test_no_exception_is_caught_blindly_outside_the_web() -> None:
    blind = [
        f"{shown(path)}:{node.lineno}"
        for path in files("allocation", "exports", "imports", "sample_data", "tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and caught(node) & {"", "Exception", "BaseException"}
    ]
    assert blind == []


def caught(node: ast.ExceptHandler) -> set[str]:
    """The names of what is caught; "" for a bare `except`."""
    if node.type is None:
        return {""}
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return {kind.id if isinstance(kind, ast.Name) else getattr(kind, "attr", "?") for kind in kinds}
