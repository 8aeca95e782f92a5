"""What a preview of a pull request says that the change does; what a published version never says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builders import ROOT, Site, git, ten_kinds

PAGE = "html/this-change.html"


@pytest.fixture
def base(site: Site) -> Path:
    """The catalog of the small site before a change."""
    site.edit(
        "partners/beta.md", "  unit: global\n", "  unit: global\n  sources: [https://example.org/beta]\n"
    )
    site.write(
        "team/local.md",
        "---\nunit:\n  name: Local unit\n  focus: Works nearby.\n  members:\n"
        "    - {name: Bo Example, role: Manager}\n    - {name: Cy Example, role: Associate}\n---\n# Local unit\n",
    )
    assert site.build() == []
    path = site.source.parent / "base.json"
    shutil.copy(site.out / "html/api/catalog.json", path)
    return path


def test_the_page_tells_the_change_with_links_and_goes_again(site: Site, base: Path) -> None:
    ten_kinds(site)
    # The small site's theme has no page that leads on from a former name.
    site.edit("announcements/2018-the-team.md", "  formerly: [2018-team]\n", "")
    assert site.build(partnerships_base_catalog=str(base)) == []
    page = site.read(PAGE)
    items = [
        " ".join(re.sub("<[^>]*>", "", each).split())
        for each in re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    ]
    assert "Reach is served by no active partnership any more." in items
    assert "Acme &amp; &lt;Sons&gt; was called “Acme” before." in items
    assert page.count("<h1>") == 1
    assert re.search(
        r'<a class="reference internal" href="partners/delta\.html"[^>]*>Delta</a> is a new partner', page
    )
    shutil.rmtree(site.out / "html")
    assert site.build() == []
    assert not (site.out / PAGE).exists()


def test_pages_that_did_not_change_and_pages_with_problems(site: Site, base: Path) -> None:
    site.build(partnerships_base_catalog=str(base))
    assert "No fact of the directory changes." in site.read(PAGE)
    site.edit("partners/beta.md", "kind:", "knd:")
    assert len(site.build(partnerships_base_catalog=str(base))) >= 1
    assert "Beta" not in site.read(PAGE).split("<h1>")[1].split("footer")[0]


def test_a_file_that_is_no_catalog_is_said_and_one_that_is_missing_is_not(site: Site, tmp_path: Path) -> None:
    assert site.build(partnerships_base_catalog=str(tmp_path / "nothing.json")) == []
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    [warning] = site.build(partnerships_base_catalog=str(broken))
    assert "broken.json is no catalog file" in warning
    assert "[partnerships.base-catalog]" in warning
    assert not (site.out / PAGE).exists()


@pytest.mark.long
def test_a_preview_on_read_the_docs_from_clone_to_banner(tmp_path: Path) -> None:
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    ignored = shutil.ignore_patterns(".venv", "_build", ".git", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, origin, ignore=ignored)
    git(origin, "init", "-q")
    git(origin, "add", "-A")
    git(origin, "commit", "-q", "-m", "Base")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{origin}", str(clone))
    kiwix = clone / "partners/kiwix.md"
    kiwix.write_text(
        kiwix.read_text(encoding="utf-8").replace("name: Kiwix", "name: Kiwix Reader"), encoding="utf-8"
    )
    git(clone, "commit", "-q", "-a", "-m", "Change")
    gsma = origin / "partners/gsma.md"  # the branch goes on; that is none of the change's doing
    gsma.write_text(
        gsma.read_text(encoding="utf-8").replace("name: GSMA", "name: The GSMA"), encoding="utf-8"
    )
    git(origin, "commit", "-q", "-a", "-m", "Another change")

    config = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    [command] = config["build"]["jobs"]["pre_build"]
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    preview = {**env, "READTHEDOCS_VERSION_TYPE": "external", "READTHEDOCS_PROJECT": "project"}
    published = {**env, "READTHEDOCS_VERSION_TYPE": "branch", "PARTNERSHIPS_BASE_CATALOG": "_build/base.json"}
    subprocess.run(command, shell=True, cwd=clone, env=published, check=True)
    assert not (clone / "_build/base.json").exists()
    subprocess.run(command, shell=True, cwd=clone, env=preview, check=True)
    names = [each["name"] for each in json.loads((clone / "_build/base.json").read_bytes())["partners"]]
    assert "Kiwix" in names
    for kind, environment in (("preview", preview), ("published", published)):
        sphinx = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(clone), str(clone / kind)]
        done = subprocess.run(sphinx, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    page = (clone / "preview/this-change.html").read_text(encoding="utf-8")
    assert "was called “Kiwix” before" in page
    assert "The GSMA" not in page
    assert page.count("<h1>") == 1
    for name, up in (("index", ""), ("partners/google", "../")):
        text = (clone / f"preview/{name}.html").read_text(encoding="utf-8")
        assert f'<a href="{up}this-change.html">What this change does</a>' in text
    public = [path.read_text(encoding="utf-8") for path in (clone / "published").rglob("*.html")]
    assert len(public) > 20
    assert not any("this-change" in text for text in public)
