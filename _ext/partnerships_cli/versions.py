"""The `versions` command: builds all versions of the site side by side, for your own web server.

Each tag is built by its own `make html`, with its own extension and lock. So an old version looks as it did
when it was released.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from partnerships_cli import UsageError
from partnerships_cli.git import commit_of, is_shallow, open_archive, version_tags
from partnerships_cli.source_tree import require_site
from partnerships_data.atomic_write import write_if_changed
from partnerships_data.releases.snapshot import RELEASES_FOLDER, version_key
from partnerships_data.settings import SITE_URL, VERSION_URL, Settings, read_settings
from partnerships_data.stable_json import json_bytes

LATEST = "latest"
VERSIONS_FILE = "versions.json"  # read by the version menu of each page
MAX_LOG_LINES = 12  # of a build that failed


@dataclass(frozen=True)
class VersionBuilder:
    """Builds versions into a folder."""

    out: Path
    base_url: str  # of that folder, with a final slash; empty if it is not known
    venv: Path | None  # one environment for all versions; without it, each lock gets its own

    def build_tag(self, root: Path, version: str) -> None:
        """Build a tag, unless it was built from the same commit before; report a failure and go on."""
        commit = commit_of(root, version)
        stamp, stamp_file = f"{commit}\n{self.base_url}\n", self.out / ".built" / version
        if (self.out / version).is_dir() and stamp_file.is_file() and stamp_file.read_text() == stamp:
            sys.stdout.write(f"{version}: already built\n")
            return
        with TemporaryDirectory() as folder:
            with open_archive(root, commit) as archive:
                archive.extractall(folder, filter="data")
            record = f"{RELEASES_FOLDER}/{version}.json"
            if not Path(folder, record).is_file():
                sys.stderr.write(f"{version}: the tag has no {record}, so no page shows its changes\n")
            if self.build(Path(folder), version):
                write_if_changed(stamp_file, stamp.encode())

    def build(self, source: Path, name: str) -> bool:
        """Build a folder as a version; return whether that succeeded."""
        work = self.out / ".work" / name
        shutil.rmtree(work, ignore_errors=True)
        command = ["make", "html", f"BUILD={work}", f"VENV={self.venv or self._own_venv(source, name)}"]
        environment = {**os.environ, **self._variables(name)}
        try:
            done = subprocess.run(
                command, cwd=source, env=environment, capture_output=True, text=True, check=False
            )
        except OSError:
            raise UsageError("make is not installed") from None
        if done.returncode or not (work / "html/index.html").is_file():
            log = (done.stderr or done.stdout).strip().splitlines()[-MAX_LOG_LINES:]
            sys.stderr.write(f"{name}: the build failed; this version is left out:\n")
            sys.stderr.writelines(f"  {line}\n" for line in log)
            return False
        shutil.rmtree(self.out / name, ignore_errors=True)
        (work / "html").replace(self.out / name)
        shutil.rmtree(work)
        sys.stdout.write(f"{name}: built\n")
        return True

    def _own_venv(self, source: Path, name: str) -> Path:
        """Return the folder of the environment that belongs to the lock of a version."""
        lock = source / "requirements/site.txt"
        digest = sha256(lock.read_bytes()).hexdigest()[:12] if lock.is_file() else name
        return self.out / ".venvs" / digest

    def _variables(self, name: str) -> dict[str, str]:
        urls = {}
        if self.base_url:
            urls = {SITE_URL: f"{self.base_url}{LATEST}/", VERSION_URL: f"{self.base_url}{name}/"}
        return {
            "PARTNERSHIPS_VERSION": name,
            "PARTNERSHIPS_VERSIONS_FILE": f"../{VERSIONS_FILE}",
            **urls,
        }


def _write_index(out: Path, names: Iterable[str], settings: Settings) -> None:
    """Write the list of the versions, for the version menu and for people."""
    versions = [{"name": name, "path": f"{name}/"} for name in names]
    write_if_changed(out / VERSIONS_FILE, json_bytes(versions, indent=1))
    page = ET.Element("html", lang=settings.language)
    head, body = ET.SubElement(page, "head"), ET.SubElement(page, "body")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "title").text = settings.title
    main = ET.SubElement(body, "main")
    ET.SubElement(main, "h1").text = settings.title
    items = ET.SubElement(main, "ul")
    for version in versions:
        item = ET.SubElement(items, "li")
        ET.SubElement(item, "a", href=version["path"]).text = version["name"]
    document = "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html") + "\n"
    write_if_changed(out / "index.html", document.encode())


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments. The URL of the output folder is in the variable SITE_URL."""
    parser.add_argument(
        "--out", type=Path, default=Path("_build/versions"), help="the output folder (default: %(default)s)"
    )
    parser.add_argument(
        "--venv", type=Path, help="use this environment for all versions instead of one for each lock"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Build each tag that is not built yet, then the present state, and list the versions."""
    require_site(root)
    settings = read_settings(root)
    out = arguments.out.resolve()
    builder = VersionBuilder(out, settings.base_url, arguments.venv)
    tags = version_tags(root)
    if not tags:
        hint = "git fetch --unshallow --tags" if is_shallow(root) else "make release"
        sys.stderr.write(f"no version has a tag, so only the present state is built; try: {hint}\n")
    for version in tags:
        builder.build_tag(root, version)
    if not builder.build(root, LATEST):
        return 1
    built = [tag for tag in tags if (out / tag).is_dir()]
    _write_index(out, [*sorted(built, key=version_key, reverse=True), LATEST], settings)
    sys.stdout.write(f"All versions are in {out}: open {out / 'index.html'}\n")
    return 0
