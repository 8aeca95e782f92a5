"""The `versions` command: builds all versions of the site side by side, for your own web server.

Each tag is built by its own `make html`, with its own extension and lock. So an old version looks as it did
when it was released. The output folder can be published as it is; what the next run needs is beside it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from partnerships_cli import UsageError
from partnerships_cli.forget import remove_former_people
from partnerships_cli.git import commit_of, is_shallow, open_archive, version_tags
from partnerships_cli.source_tree import SourceTree, require_site
from partnerships_data.releases.snapshot import RELEASES_FOLDER, VERSION_PATTERN
from partnerships_data.releases.versions import LATEST, VERSIONS
from partnerships_data.response_headers import HOST_FILES
from partnerships_data.settings import SITE_URL, VERSION_URL, read_settings
from stable_files.atomic_write import write_if_changed
from stable_files.stable_json import json_bytes

# The start page is this page of the newest state; on a site without it, the home page.
START_PAGES = (f"{LATEST}/about/changes.html", f"{LATEST}/index.html")
URL_ATTRIBUTE = re.compile(r'( (?:action|data-content_root|href|src)=)"([^"#][^"]*)"')
TOP_FILES = ("404.html", *HOST_FILES)  # hosts look for them at the top of the folder
VERSIONS_FILE = "versions.json"  # read by the version menu of each page
MAX_LOG_LINES = 12  # of a build that failed
# With these variables, the make of a version would take the variables of the make that runs this command.
MAKE_VARIABLES = ("MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL")


@dataclass(frozen=True)
class VersionBuilder:
    """Builds versions into a folder."""

    out: Path  # what is published
    base_url: str  # of that folder, with a final slash; empty if it is not known
    venv: Path | None  # one environment for all versions; without it, each lock gets its own

    @property
    def work(self) -> Path:
        """The folder of environments, unfinished builds, and stamps of finished ones."""
        return self.out.with_name(f"{self.out.name}-work")

    def build_tag(self, root: Path, version: str, others: Sequence[str]) -> None:
        """Build a tag without former people, unless it is built; report a failure and go on."""
        commit = commit_of(root, version)
        stamp_file = self.work / "built" / version
        with TemporaryDirectory() as folder:
            with open_archive(root, commit) as archive:
                archive.extractall(folder, filter="data")
            removed = remove_former_people(Path(folder), SourceTree.from_folder(root).texts.values())
            stamp = sha256("\n".join([commit, self.base_url, *removed]).encode()).hexdigest()
            if (self.out / version).is_dir() and stamp_file.is_file() and stamp_file.read_text() == stamp:
                sys.stdout.write(f"{version}: already built\n")
                return
            shutil.rmtree(self.out / version, ignore_errors=True)  # it may name people who are removed now
            record = f"{RELEASES_FOLDER}/{version}.json"
            if not Path(folder, record).is_file():
                sys.stderr.write(f"{version}: the tag has no {record}, so no page shows its changes\n")
            if self.build(Path(folder), version, others):
                write_if_changed(stamp_file, stamp.encode())

    def build(self, source: Path, name: str, others: Sequence[str] = ()) -> bool:
        """Build a folder as a version; return whether that succeeded.

        :param others: the releases to which the version menu and the list of versions link
        """
        work = self.work / "builds" / name
        shutil.rmtree(work, ignore_errors=True)
        venv = self.venv or self.work / "environments" / _digest_of_lock(source, name)
        command = ["make", "html", f"BUILD={work}", f"VENV={venv}"]
        environment = self._environment(name, others)
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
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.out / name, ignore_errors=True)
        (work / "html").replace(self.out / name)
        shutil.rmtree(work)
        sys.stdout.write(f"{name}: built\n")
        return True

    def _environment(self, name: str, others: Sequence[str]) -> dict[str, str]:
        variables = {key: value for key, value in os.environ.items() if key not in MAKE_VARIABLES}
        if self.base_url:
            variables[SITE_URL] = f"{self.base_url}{LATEST}/"
            variables[VERSION_URL] = f"{self.base_url}{name}/"
        return {
            **variables,
            "PARTNERSHIPS_VERSION": name,
            VERSIONS: " ".join(others),
            "PARTNERSHIPS_VERSIONS_FILE": f"../{VERSIONS_FILE}",
        }

    def remove_all_but(self, versions: Sequence[str]) -> None:
        """Remove versions whose tags were deleted."""
        for folder in sorted(self.out.iterdir()):
            if VERSION_PATTERN.fullmatch(folder.name) and folder.name not in versions:
                shutil.rmtree(folder)
                sys.stdout.write(f"{folder.name}: removed, because it has no tag\n")

    def write_top(self, versions: Sequence[str]) -> None:
        """Write the files above the versions: the start page, the list for the menu, files for hosts."""
        listed = [{"name": name, "path": f"{name}/"} for name in versions]
        write_if_changed(self.out / VERSIONS_FILE, json_bytes(listed, indent=1))
        write_if_changed(self.out / "index.html", _start_page(self.out))
        write_if_changed(self.out / ".nojekyll", b"")  # GitHub Pages would leave out `_static`
        for name in TOP_FILES:
            path = self.out / LATEST / name
            if path.is_file():
                write_if_changed(self.out / name, path.read_bytes())


def _digest_of_lock(source: Path, name: str) -> str:
    """Return a name for the environment of a version: versions with the same lock share it."""
    lock = source / "requirements/site.txt"
    return sha256(lock.read_bytes()).hexdigest()[:12] if lock.is_file() else name


def _start_page(out: Path) -> bytes:
    """Return a page of the newest state with URLs that are relative to the folder of all versions."""
    page = next(page for page in START_PAGES if (out / page).is_file())
    html = (out / page).read_text(encoding="utf-8")
    return URL_ATTRIBUTE.sub(
        lambda found: f'{found[1]}"{escape(urljoin(page, unescape(found[2])))}"', html
    ).encode()


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments. The URL of the output folder is in the variable SITE_URL."""
    parser.add_argument(
        "--out", type=Path, default=Path("_build/versions"), help="the output folder (default: %(default)s)"
    )
    parser.add_argument("--venv", type=Path, help="one environment for all versions, not one for each lock")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Build each tag that is not built yet, then the present state, and list the versions."""
    require_site(root)
    builder = VersionBuilder(arguments.out.resolve(), read_settings(root).base_url, arguments.venv)
    if not builder.base_url:
        sys.stderr.write(
            f"without {SITE_URL}, no version has canonical links, feeds, a sitemap or citations\n"
        )
    tags = version_tags(root)
    if not tags:
        hint = "git fetch --unshallow --tags" if is_shallow(root) else "make release"
        sys.stderr.write(f"no version has a tag, so only the present state is built; try: {hint}\n")
    for version in tags:
        builder.build_tag(root, version, tags)
    built = [tag for tag in reversed(tags) if (builder.out / tag).is_dir()]
    if not builder.build(root, LATEST, built):
        return 1
    builder.remove_all_but(tags)
    builder.write_top([*built, LATEST])
    sys.stdout.write(f"All versions are in {builder.out}: open {builder.out / 'index.html'}\n")
    return 0
