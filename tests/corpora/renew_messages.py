"""Write `broken/messages.txt` and `attacks/messages.txt` anew: `PYTHONPATH=_ext:tests python tests/renew_messages.py`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from builders import ATTACK_PAGES, BROKEN_PAGES, SMALL_SITE, attack_files, hostile_site, warnings_as_messages
from partnerships_data.source_tree import SourceTree


def main() -> None:
    """Write both."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SMALL_SITE, Path(folder, "broken"))
        shutil.copytree(BROKEN_PAGES, Path(folder, "broken"), dirs_exist_ok=True)
        problems = SourceTree.of_folder(Path(folder, "broken")).problems
        write(BROKEN_PAGES, warnings_as_messages([str(problem) for problem in problems]))
        write(
            ATTACK_PAGES, warnings_as_messages(hostile_site(Path(folder, "hostile"), attack_files()).build())
        )


def write(folder: Path, lines: list[str]) -> None:
    (folder / "messages.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
