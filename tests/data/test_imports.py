"""Which packages work without Sphinx."""

from __future__ import annotations

import subprocess
import sys

from builders import ROOT


def test_diagnostics_data_commands_and_editor_do_not_import_sphinx() -> None:
    folder = ROOT / "_ext"
    modules = [
        path.relative_to(folder).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for package in (
            "diagnostics",
            "partnerships_data",
            "partnerships_cli",
            "language_server",
            "wiki_page",
        )
        for path in sorted((folder / package).rglob("*.py"))
    ]
    assert len(modules) > 20
    code = "import sys\n" + "".join(f"import {module}\n" for module in modules)
    code += "print({'sphinx', 'docutils', 'myst_parser'} & {name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "_ext", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
