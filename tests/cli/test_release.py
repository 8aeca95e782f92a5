"""`python -m partnerships_cli release` and `versions`, in git repositories, and the builds of Read the Docs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from builders import BASE_URL, ROOT, SMALL_SITE, Site, run_command
from partnerships_cli.source_tree import SourceTree

GIT = {
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2020-01-01T00:00:00Z"))
    },
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, env={**os.environ, **GIT}, check=True
    )
    return done.stdout


def partnerships(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_command(folder, *words, **GIT, **env)


def release(
    folder: Path, version: str, *options: str, day: str = "2026-11-15"
) -> subprocess.CompletedProcess[str]:
    """Run the command as on a day."""
    seconds = datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()
    return partnerships(folder, "release", version, *options, SOURCE_DATE_EPOCH=str(int(seconds)))


@pytest.fixture
def repository(tmp_path: Path) -> Site:
    """The small site under version control, with the project's own Makefile, lock and extension."""
    site = Site(tmp_path / "site", tmp_path / "out")
    shutil.copytree(SMALL_SITE, site.source)
    shutil.copytree(ROOT / "_ext", site.source / "_ext", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", site.source / "requirements")
    shutil.copy(ROOT / "Makefile", site.source)
    site.write("CHANGELOG.md", "# Changelog\n\n## 2026.11, not yet released\n\nThe first one.\n")
    site.write(".gitignore", "_build/\n__pycache__/\n")
    git(site.source, "init", "--quiet", "--initial-branch", "main")
    commit(site, "Begin")
    return site


def commit(site: Site, message: str) -> None:
    git(site.source, "add", "--all")
    git(site.source, "commit", "--quiet", "--message", message)


def test_release_writes_record_changelog_and_tag(repository: Site) -> None:
    first = release(repository.source, "2026.11", "--yes")
    assert (first.returncode, first.stderr) == (0, "")
    repository.rename("partners/acme.md", "Acme", "Apex")
    commit(repository, "Rename")
    second = release(repository.source, "2026.12", "--yes")
    assert second.returncode == 0
    assert second.stdout.startswith("Version 2026.12, 2026-11-15: changes since 2026.11: 1.\n")
    assert "Apex was previously named “Acme”." in second.stdout
    assert git(repository.source, "tag", "--list").split() == ["2026.11", "2026.12"]
    assert git(repository.source, "status", "--porcelain") == ""
    record = json.loads((repository.source / "releases/2026.12.json").read_text(encoding="utf-8"))
    assert (record["version"], record["schema_version"]) == ("2026.12", 2)
    assert record["partners"][0]["url"] == "partners/acme.html"
    assert record["units"][0]["members"] == [{"base": "Accra, Ghana", "regions": [], "role": "Manager"}]
    log = (repository.source / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.startswith(
        f"# Changelog\n\n## 2026.12 ({record['released']})\n\n### In the directory\n\nPartners:\n\n- Apex was"
    )
    assert "## 2026.11 (" in log
    assert "The first one." in log


def test_the_changelog_has_names_as_text(repository: Site) -> None:
    assert release(repository.source, "2026.11", "--yes").returncode == 0
    repository.rename("partners/acme.md", "Acme", "C*H*ARM_x_ & @octocat [x](https://example.org)")
    repository.rename("partners/beta.md", "Beta", "1. FC Kiwi")
    repository.write(
        "announcements/2020-03-03-markup.md",
        "---\nannouncement:\n  date: 2020-03-03\n  kind: event\n  summary: S.\n---\n# The *Signpost* on AT&amp;T\n",
    )
    commit(repository, "Change")
    assert release(repository.source, "2026.12", "--yes").returncode == 0
    log = (repository.source / "CHANGELOG.md").read_text(encoding="utf-8")
    shown = MarkdownIt("commonmark").render(log).replace("\N{WORD JOINER}", "")
    assert "<li>C*H*ARM_x_ &amp; @octocat [x](https://example.org) was previously named “Acme”.</li>" in shown
    assert "<li>1. FC Kiwi was previously named “Beta”.</li>" in shown
    assert "<li>New announcement: The Signpost on AT&amp;T</li>" in shown
    assert "@octocat" not in log


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("26.12", '"26.12" is not a version'),
        ("2026.13", '"2026.13" is not a version'),
        ("2026.11", "version 2026.11 exists; for another one in its month, type 2026.11.1"),
        ("2026.10", "version 2026.10 is older than 2026.11, which exists"),
        ("2026.12", "a release needs a confirmation; add --yes"),
        ("", '"" is not a version; type year and month, such as 2026.12'),
    ],
)
def test_release_rejects_invalid_versions(repository: Site, version: str, message: str) -> None:
    assert release(repository.source, "2026.11", "--yes").returncode == 0
    before = git(repository.source, "rev-parse", "HEAD")
    done = release(repository.source, version)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert (git(repository.source, "rev-parse", "HEAD"), git(repository.source, "status", "--porcelain")) == (
        before,
        "",
    )


@pytest.mark.parametrize(
    ("day", "months"), [("2026-10-31", "2026.10 or 2026.11"), ("2025-12-01", "2025.12 or 2026.01")]
)
def test_a_version_is_of_this_month_or_the_next(repository: Site, day: str, months: str) -> None:
    for version in ("2026.09", "2026.12", "2025.11.1"):
        done = release(repository.source, version, "--dry-run", day=day)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"version {version} is not of this month or the next; type {months}\n" in done.stderr
    for version in months.split(" or "):
        assert release(repository.source, f"{version}.1", "--dry-run", day=day).returncode == 0


def state_of(folder: Path) -> str:
    """Return everything about a repository that a release may change."""
    words = ("rev-parse HEAD", "branch --show-current", "status --porcelain", "tag --list")
    return "".join(git(folder, *command.split()) for command in words)


def test_a_dry_run_says_what_a_release_does_and_does_nothing(repository: Site) -> None:
    before = state_of(repository.source)
    done = release(repository.source, "2026.11", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Version 2026.11, 2026-11-15: the first version.",
        "This writes the record and its section of CHANGELOG.md, commits both and creates the tag. It pushes nothing.",
    ]
    assert state_of(repository.source) == before


def test_a_release_can_be_undone_with_the_printed_command(repository: Site) -> None:
    before = state_of(repository.source)
    for options in ([], ["--pull-request"]):
        done = release(repository.source, "2026.11", "--yes", *options)
        assert state_of(repository.source) != before
        [undo] = [line.partition(": ")[2] for line in done.stdout.splitlines() if line.startswith("To undo")]
        subprocess.run(undo, shell=True, cwd=repository.source, check=True, capture_output=True)
        assert state_of(repository.source) == before


def test_if_git_refuses_the_commit_nothing_is_left(repository: Site) -> None:
    hook = repository.source / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    before = state_of(repository.source)
    for options in ([], ["--pull-request"]):
        done = release(repository.source, "2026.11", "--yes", *options)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "git commit failed: not today" in done.stderr
        assert state_of(repository.source) == before


def test_a_release_by_pull_request_is_tagged_after_the_merge(repository: Site) -> None:
    done = release(repository.source, "2026.11", "--yes", "--pull-request")
    assert done.returncode == 0, done.stderr
    assert "git push --set-upstream origin release-2026.11" in done.stdout
    assert git(repository.source, "tag") == ""
    assert git(repository.source, "branch", "--show-current") == "release-2026.11\n"
    git(repository.source, "switch", "--quiet", "main")
    assert not (repository.source / "releases").exists()
    git(repository.source, "merge", "--quiet", "--squash", "release-2026.11")
    commit(repository, "Release 2026.11 (#7)")
    recorded = git(repository.source, "rev-parse", "HEAD")
    repository.edit("index.md", "# ", "# The ")
    commit(repository, "Another change")
    # Also in a later month, because a merge can take its time.
    done = release(repository.source, "2026.11", "--yes", day="2027-02-01")
    assert done.returncode == 0, done.stderr
    assert "Version 2026.11 has a record. This only creates its tag" in done.stdout
    assert git(repository.source, "rev-parse", "2026.11^{commit}") == recorded


def test_versions_are_released_from_the_default_branch_as_it_is_at_its_origin(
    repository: Site, tmp_path: Path
) -> None:
    git(repository.source, "branch", "--move", "trunk")
    git(tmp_path, "clone", "--quiet", str(repository.source), "clone")
    clone = Site(tmp_path / "clone", tmp_path / "out")

    def refusal() -> str:
        done = release(clone.source, "2026.11", "--yes")
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr.splitlines()[-1].partition(": ")[2]

    git(clone.source, "switch", "--quiet", "--create", "topic")
    assert refusal() == 'versions are released from the branch "trunk"; run: git switch trunk'
    git(clone.source, "switch", "--quiet", "--detach")
    assert "versions are released from the branch" in refusal()
    git(clone.source, "switch", "--quiet", "trunk")
    repository.edit("index.md", "# ", "# The ")
    commit(repository, "A change that the clone lacks")
    assert refusal() == '"trunk" lacks commits of origin: 1; run: git pull --rebase'
    git(clone.source, "pull", "--quiet", "--rebase")
    clone.edit("index.md", "# The ", "# This ")
    commit(clone, "A change that the origin lacks")
    assert refusal() == '"trunk" has commits that origin lacks: 1; run: git push'
    git(clone.source, "reset", "--quiet", "--hard", "HEAD~1")
    repository.source.rename(tmp_path / "gone")  # as without a network
    done = release(clone.source, "2026.11", "--yes")
    assert (done.returncode, done.stderr) == (
        0,
        "origin cannot be reached; its state at the last fetch counts\n",
    )
    assert git(clone.source, "tag") == "2026.11\n"


def test_make_release_refuses_a_missing_version_before_the_checks(tmp_path: Path) -> None:
    command = ["make", "release", f"VENV={sys.prefix}", f"BUILD={tmp_path}", "DEV="]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "release: " in done.stderr
    assert done.stdout == ""


def test_release_needs_a_clean_tree_without_problems(repository: Site) -> None:
    repository.edit("partners/acme.md", "since:", "sinse:")
    dirty = release(repository.source, "2026.11", "--yes")
    assert (dirty.returncode, dirty.stderr.count("\n")) == (2, 1)
    assert "there are uncommitted changes" in dirty.stderr
    commit(repository, "Break")
    broken = release(repository.source, "2026.11", "--yes")
    assert broken.returncode == 1
    assert "partners/acme.md:6:3: unknown-key" in broken.stderr
    assert not (repository.source / "releases").exists()
    assert git(repository.source, "tag", "--list") == ""


def test_release_rejects_a_shallow_clone(repository: Site, tmp_path: Path) -> None:
    commit_twice = repository.source / "index.md"
    commit_twice.write_text(commit_twice.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    commit(repository, "More")
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.source.as_uri(), "shallow")
    done = release(tmp_path / "shallow", "2026.11", "--yes")
    assert done.returncode == 2
    assert "git fetch --unshallow --tags" in done.stderr


@pytest.mark.long
def test_versions_are_built_once_and_broken_ones_left_out(repository: Site, tmp_path: Path) -> None:
    assert release(repository.source, "2026.10", "--yes", day="2026-10-15").returncode == 0
    repository.rename("partners/acme.md", "Acme", "Apex")
    commit(repository, "Rename")
    assert release(repository.source, "2026.11", "--yes").returncode == 0
    repository.edit("conf.py", "project =", "raise SystemError('broken') #")
    commit(repository, "Break")
    git(repository.source, "tag", "2026.11.1")  # without a record
    repository.edit("conf.py", "raise SystemError('broken') #", "project =")
    commit(repository, "Mend")
    out = tmp_path / "versions"
    words = ("versions", "--out", str(out), "--venv", sys.prefix)
    # As if `make versions SITE_URL=…` ran the command: its variables must not get into the builds of the versions.
    make = {"MAKEFLAGS": "w -- SITE_URL=https://example.net/", "SITE_URL": "https://example.org/partnerships"}
    first = partnerships(repository.source, *words, **make)
    assert first.returncode == 0, first.stderr
    assert [line.partition(":")[0] for line in first.stdout.splitlines()] == [
        "2026.10",
        "2026.11",
        "latest",
        "All versions are in " + str(out),
    ]
    assert "2026.11.1: the tag has no releases/2026.11.1.json" in first.stderr
    assert "2026.11.1: the build failed; this version is left out" in first.stderr
    assert "SystemError" in first.stderr or "broken" in first.stderr
    assert "Acme" in (out / "2026.10/partners/acme.html").read_text(encoding="utf-8")
    assert "Apex" in (out / "latest/partners/acme.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in out.iterdir()) == [
        ".nojekyll",
        "2026.10",
        "2026.11",
        "_headers",
        "index.html",
        "latest",
        "nginx-headers.conf",
        "versions.json",
    ]
    assert [version["name"] for version in json.loads((out / "versions.json").read_text())] == [
        "2026.11",
        "2026.10",
        "latest",
    ]
    # The small site has no page of changes.
    assert 'href="latest/partners/acme.html"' in (out / "index.html").read_text(encoding="utf-8")
    before = (out / "2026.10/index.html").stat().st_mtime_ns
    git(repository.source, "tag", "--delete", "2026.11")
    second = partnerships(repository.source, *words, **make)
    assert second.stdout.splitlines()[0] == "2026.10: already built"
    assert "2026.11: removed, because it has no tag" in second.stdout
    assert (out / "2026.10/index.html").stat().st_mtime_ns == before
    assert not (out / "2026.11").exists()


def test_each_version_is_built_with_its_own_url_and_that_of_the_newest(tmp_path: Path) -> None:
    """A Makefile that only writes down its variables stands in for the build."""
    site = Site(tmp_path / "site", tmp_path)
    shutil.copytree(SMALL_SITE, site.source)
    site.write(
        "Makefile",
        "html:\n\tmkdir -p $(BUILD)/html\n\tenv > $(BUILD)/html/index.html\n\techo $(VENV) > $(BUILD)/html/venv\n",
    )
    git(site.source, "init", "--quiet", "--initial-branch", "main")
    commit(site, "Begin")
    git(site.source, "tag", "2026.10")
    out = tmp_path / "out"
    done = partnerships(
        site.source,
        "versions",
        "--out",
        str(out),
        SITE_URL="https://example.org/p",
        MAKEFLAGS=" -- SITE_URL=x",
    )
    assert done.returncode == 0, done.stderr
    for name in ("2026.10", "latest"):
        variables = dict(
            line.split("=", 1) for line in (out / name / "index.html").read_text().splitlines() if "=" in line
        )
        assert variables["SITE_URL"] == "https://example.org/p/latest/"
        assert variables["READTHEDOCS_CANONICAL_URL"] == f"https://example.org/p/{name}/"
        assert variables["PARTNERSHIPS_VERSION"] == name
        assert variables["PARTNERSHIPS_VERSIONS"] == "2026.10"  # for the version menu
        venv = Path((out / name / "venv").read_text().strip())
        assert venv.parent == tmp_path / "out-work/environments"


def test_without_tags_only_the_present_state_is_built(repository: Site, tmp_path: Path) -> None:
    repository.write("Makefile", "html:\n\tmkdir -p $(BUILD)/html && touch $(BUILD)/html/index.html\n")
    done = partnerships(repository.source, "versions", "--out", str(tmp_path / "out"), SITE_URL="")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "without SITE_URL, no version has canonical links, feeds, a sitemap or citations",
        "no version has a tag, so only the present state is built; try: make release",
    ]
    assert (tmp_path / "out/latest/index.html").is_file()


# -- Read the Docs, rehearsed --------------------------------------------------------------------------------

HOST = "https://wikimedia-partnerships.readthedocs.io/en"
PREVIEW = "https://wikimedia-partnerships--7.org.readthedocs.build/en/7/"
READ_THE_DOCS = {
    "branch": {
        "VERSION": "latest",
        "VERSION_NAME": "latest",
        "VERSION_TYPE": "branch",
        "CANONICAL_URL": f"{HOST}/latest/",
    },
    "tag": {
        "VERSION": "2026.12",
        "VERSION_NAME": "2026.12",
        "VERSION_TYPE": "tag",
        "CANONICAL_URL": f"{HOST}/2026.12/",
    },
    "pull request": {
        "VERSION": "7",
        "VERSION_NAME": "7",
        "VERSION_TYPE": "external",
        "CANONICAL_URL": PREVIEW,
    },
    "local": {},
}


@pytest.mark.long
@pytest.mark.parametrize("situation", READ_THE_DOCS)
def test_read_the_docs_build(tmp_path: Path, situation: str) -> None:
    variables = {f"READTHEDOCS_{name}": value for name, value in READ_THE_DOCS[situation].items()}
    output = tmp_path / "out"
    if variables:
        variables |= {
            "READTHEDOCS": "True",
            "READTHEDOCS_PROJECT": "wikimedia-partnerships",
            "READTHEDOCS_OUTPUT": str(output),
            "READTHEDOCS_LANGUAGE": "en",
        }
    command = [
        "-T",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "-d",
        str(tmp_path / "doctrees"),
        "-D",
        "language=en",
        ".",
        str(output / "html"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "SITE_URL": "" if variables else BASE_URL, **variables},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    base = READ_THE_DOCS[situation].get("CANONICAL_URL", BASE_URL)
    canonical = BASE_URL if situation == "local" else f"{HOST}/latest/"
    partner = SourceTree.from_folder(ROOT).catalog.partners[0]
    page = (output / f"html/{partner.docname}.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{canonical}{partner.docname}.html"/>' in page
    version = READ_THE_DOCS[situation].get("VERSION_NAME", "development")
    assert f'data-current="{version}"' in page
    feeds = base if situation in ("branch", "local") else f"{HOST}/latest/"
    own = situation in ("branch", "local")
    assert (output / "html/feeds/announcements.xml").is_file() == own
    assert (f"../feeds/{partner.docname}.xml" if own else f"{feeds}feeds/{partner.docname}.xml") in page
    assert '<meta name="readthedocs-addons-api-version" content="1"/>' in page
    lost = (output / "html/404.html").read_text(encoding="utf-8")
    path = "/" + base.split("/", 3)[3]
    assert f'href="{path}partners/index.html"' in lost
    assert f'href="{path}_static/' in lost
    assert "Page not found" in lost
