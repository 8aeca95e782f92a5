"""`python -m partnerships_cli versions`: all versions of the site side by side, for a host of one's own.

Each tag builds itself, by the `make html` of its own time with its own lock; so a version
comes out as it was, whatever the project looks like now.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from partnerships_cli import UsageError
from partnerships_cli.git import commit_of, is_shallow, open_archive, version_tags
from partnerships_data.atomic_write import write_if_changed
from partnerships_data.releases.snapshot import RELEASES_FOLDER, order
from partnerships_data.settings import Settings, read_settings
from partnerships_data.source_tree import require_site
from partnerships_data.stable_json import json_bytes

LATEST = "latest"
LIST = "versions.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--out", type=Path, default=Path("_build/versions"), help="where the versions go")
    parser.add_argument("--base", default="", help="the address under which the folder is published")
    parser.add_argument(
        "--venv", type=Path, help="one environment for all versions, instead of one for each lock"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Build each release that is not built yet, then the present state, and list them."""
    out = arguments.out.resolve()
    require_site(root)
    settings = read_settings(root)
    base = f"{(arguments.base or settings.base_url).rstrip('/')}/"
    released = version_tags(root)
    if not released:
        hint = "git fetch --unshallow --tags" if is_shallow(root) else "make release"
        sys.stderr.write(f"no version has a tag, so only the present state is built; try: {hint}\n")
    for version in released:
        _build_tag(root, out, version, base, arguments.venv)
    if not _build(root, out, LATEST, base, arguments.venv):
        return 1
    _list(root, out, settings)
    sys.stdout.write(f"All versions are in {out}: open {out / 'index.html'}\n")
    return 0


def _build_tag(root: Path, out: Path, version: str, base: str, venv: Path | None) -> None:
    """Build the version of a tag, unless it was built from the same commit; say so if it cannot be built."""
    commit = commit_of(root, version)
    done = out / ".built" / version
    if (out / version).is_dir() and done.is_file() and done.read_text() == f"{commit}\n{base}\n":
        sys.stdout.write(f"{version}: already built\n")
        return
    with TemporaryDirectory() as folder:
        with open_archive(root, commit) as archive:
            archive.extractall(folder, filter="data")
        if not Path(folder, RELEASES_FOLDER, f"{version}.json").is_file():
            sys.stderr.write(
                f"{version}: this tag has no {RELEASES_FOLDER}/{version}.json;"
                " no page tells what changed in it\n"
            )
        if _build(Path(folder), out, version, base, venv):
            write_if_changed(done, f"{commit}\n{base}\n".encode())


def _build(source: Path, out: Path, name: str, base: str, venv: Path | None) -> bool:
    """Build one version with its own commands; return whether it came out."""
    built = out / ".work" / name
    shutil.rmtree(built, ignore_errors=True)
    lock = source / "requirements/site.txt"
    key = sha256(lock.read_bytes()).hexdigest()[:12] if lock.is_file() else name
    environment: Mapping[str, str] = {
        **os.environ,
        "PARTNERSHIPS_VERSION": name,
        "PARTNERSHIPS_VERSIONS_FILE": f"../{LIST}",
        "READTHEDOCS_VERSION": name,
        "READTHEDOCS_CANONICAL_URL": f"{base}{name}/",
    }
    command = ["make", "html", f"BUILD={built}", f"VENV={venv or out / '.venvs' / key}"]
    try:
        done = subprocess.run(
            command, cwd=source, env=environment, capture_output=True, text=True, check=False
        )
    except OSError:
        raise UsageError("make is not installed") from None
    if done.returncode or not (built / "html/index.html").is_file():
        said = "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        sys.stderr.write(f"{name}: cannot be built, and is left out:\n  {said}\n")
        return False
    shutil.rmtree(out / name, ignore_errors=True)
    (built / "html").replace(out / name)
    shutil.rmtree(built)
    sys.stdout.write(f"{name}: built\n")
    return True


def _list(root: Path, out: Path, settings: Settings) -> None:
    """Write the list of the versions that are there, for scripts and for people."""
    names = sorted((tag for tag in version_tags(root) if (out / tag).is_dir()), key=order, reverse=True)
    versions = [{"name": name, "path": f"{name}/"} for name in (*names, LATEST)]
    write_if_changed(out / LIST, json_bytes(versions, indent=1))
    page = ET.Element("html", lang=settings.language)
    head, body = ET.SubElement(page, "head"), ET.SubElement(page, "body")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "title").text = settings.title
    main = ET.SubElement(body, "main")
    ET.SubElement(main, "h1").text = settings.title
    items = ET.SubElement(main, "ul")
    for each in versions:
        ET.SubElement(ET.SubElement(items, "li"), "a", href=each["path"]).text = each["name"]
    document = "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html") + "\n"
    write_if_changed(out / "index.html", document.encode())
