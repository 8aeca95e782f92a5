"""`make size` reports what exceeds a budget or a limit."""

from __future__ import annotations

from pathlib import Path

import pytest

import code_size


def write_package(folder: Path, name: str, lines: int) -> None:
    path = folder / name / "__init__.py"
    path.parent.mkdir(parents=True)
    path.write_text("\n" * lines, encoding="utf-8")


def test_a_package_within_its_budget_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_package(tmp_path, "diagnostics", 220)
    assert code_size.main(tmp_path) == 0
    assert "220 of   220  diagnostics\n" in capsys.readouterr().out


def test_a_package_above_its_budget_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_package(tmp_path, "diagnostics", 221)
    assert code_size.main(tmp_path) == 1
    assert "221 of   220  diagnostics  exceeded" in capsys.readouterr().out


def test_a_package_without_a_budget_fails(tmp_path: Path) -> None:
    write_package(tmp_path, "new_package", 1)
    assert code_size.main(tmp_path) == 1


def test_each_long_function_is_listed_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_package(tmp_path, "diagnostics", 1)
    for name, lines in (("short", 38), ("long", 39), ("longer", 40)):
        function = f"def {name}():\n" + "    pass\n" * (lines + 1)
        (tmp_path / f"diagnostics/{name}.py").write_text(function, encoding="utf-8")
    assert code_size.main(tmp_path) == 1
    report = capsys.readouterr().out.partition("Longest function\n")[2]
    assert [line.split()[-2] for line in report.splitlines()] == ["longer", "long"]
