"""Build a small site with Sphinx."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from sphinx.util.inventory import InventoryFile

from builders import PIXEL, ROOT, SMALL_SITE, HtmlTable, Site, image_names, published_files, visible_text
from mermaid_svg.renderer import draw

MakeSite = Callable[[str], Site]


# -- Contents of pages --------------------------------------------------------------------------------------


def test_the_small_site_builds_without_a_warning(built: Site) -> None:
    assert built.warnings == []


def test_the_matrix_is_a_table_with_headers_and_links_to_the_reasons(built: Site) -> None:
    table = HtmlTable(built.read("html/priorities/index.html"))
    assert table.caption.startswith("Partners and the priorities that they support")
    bare = "Our reading, no evidence"
    assert table.rows == [
        [
            ("th", "Partner", ""),
            ("th", "Reach", "reach.html"),
            ("th", "Tools", "tools.html"),
            ("th", "Policy", "policy.html"),
            ("th", "Priorities supported", ""),
        ],
        [
            ("th", "Acme", "../partners/acme.html"),
            ("td", "Our reading", "../partners/acme.html#alignment-reach"),
            ("td", "–", ""),
            ("td", "–", ""),
            ("td", "1", ""),
        ],
        [
            ("th", "Beta", "../partners/beta.html"),
            ("td", bare, "../partners/beta.html#alignment-reach"),
            ("td", bare, "../partners/beta.html#alignment-tools"),
            ("td", "–", ""),
            ("td", "2", ""),
        ],
        [
            ("th", "Gamma", "../partners/gamma.html"),
            ("td", "–", ""),
            ("td", "–", ""),
            ("td", "–", ""),
            ("td", "0", ""),
        ],
        [("th", "Stated by a source", ""), *(("td", number, "") for number in ("0", "0", "0", "0"))],
        [("th", "Our reading", ""), *(("td", number, "") for number in ("2", "1", "0", "3"))],
        [("th", "Alignments: 3. Partners: 2.", ""), *(("td", number, "") for number in ("2", "1", "0", "3"))],
    ]
    assert 'id="alignment-reach"' in built.read("html/partners/acme.html")


def test_missing_facts_are_listed_below_the_matrix(built: Site) -> None:
    page = visible_text(built.read("html/priorities/index.html"))
    assert "Priorities without a partnership (not counting ended ones) (1) Policy" in page
    assert "Partners without a recorded priority (1) Gamma" in page


def test_the_diagram_is_an_image_drawn_by_the_build(built: Site) -> None:
    page = built.tree("html/priorities/index.html")
    [name] = image_names(page, "directory-")
    [alt] = page.xpath("//img/@alt")
    assert alt.startswith("Partners and the priorities that they support. Arrows lead")
    drawn = (built.out / "html/_images" / name).read_text(encoding="utf-8")
    assert "<title" in drawn
    assert "<desc" in drawn
    assert "foreignObject" not in drawn
    assert all(name in drawn for name in ("Acme", "Beta", "Gamma", "Reach", "Tools", "Policy"))
    assert drawn.count("flowchart-link") == 1 + 3  # one in the style, and one for each edge
    assert "mermaid.esm" not in built.read("html/priorities/index.html")


def test_the_image_of_a_diagram_that_looks_different_has_another_name(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for look in (b"<!-- one -->", b"<!-- another -->"):
        monkeypatch.setattr("mermaid_svg.renderer.draw", lambda code, look=look: draw(code) + look)
        site.edit("priorities/index.md", "# ", "# Our ")
        assert site.build() == []
        names += image_names(site.tree("html/priorities/index.html"), "directory-")
    assert len(set(names)) == 2
    images = {path.name: path.read_bytes() for path in site.out.glob("html/_images/directory-*.svg")}
    assert [images[name][-16:] for name in names if name in images] == [b"<!-- another -->"]


def test_a_diagram_has_its_size_on_the_page(built: Site) -> None:
    [image] = built.tree("html/priorities/index.html").xpath("//img")
    assert int(image.get("height")) > 0
    assert int(image.get("width")) > 0


def test_a_partners_page_shows_its_facts_without_a_directive(built: Site) -> None:
    page = visible_text(built.read("html/partners/acme.html"))
    for expected in (
        "Kind : Company",
        "Coordinated by : Global unit",
        "Since : 2018",
        "Reach Brings many readers, as its page shows. Our reading May 1, 2019: Acme joins us",
        "Acme joins us May 1, 2019 · Blog post Acme joins. Reach",
    ):
        assert expected in page


def test_each_page_links_back_to_the_pages_that_name_it(built: Site) -> None:
    reach = built.read("html/priorities/reach.html")
    assert "Acme Brings many readers" in visible_text(reach)
    assert 'href="../announcements/2019-05-01-acme-joins.html"' in reach
    unit = built.read("html/team/global.html")
    assert all(f'href="../partners/{id}.html"' in unit for id in ("acme", "beta", "gamma"))
    assert 'href="../announcements/2018-team.html"' in unit
    assert "Ada Example Manager Based in Accra, Ghana" in visible_text(unit)
    news = built.read("html/announcements/2019-05-01-acme-joins.html")
    assert 'href="../partners/acme.html"' in news
    assert 'href="../priorities/reach.html"' in news


def test_a_link_in_a_reason_is_right_on_each_page_that_shows_it(built: Site) -> None:
    link = '//a[normalize-space()="its page"]/@href'
    assert built.tree("html/partners/acme.html").xpath(link) == ["beta.html"]
    assert built.tree("html/priorities/reach.html").xpath(link) == ["../partners/beta.html"]


def test_announcements_are_grouped_by_year_with_pinned_ones_first(site: Site) -> None:
    site.write(
        "announcements/2020-01-02-new.md",
        "---\nannouncement:\n  date: 2020-01-02\n  kind: event\n  summary: New.\n---\n# Newest\n",
    )
    site.build()
    [section] = site.tree("html/announcements/index.html").xpath("//h1/..")
    page = visible_text(section)
    order = ["Pinned", "The team grows", "2020 Newest", "2019 Acme joins us"]
    positions = [page.index(text) for text in order]
    assert positions == sorted(positions)
    assert "Newest" in visible_text(site.read("html/index.html"))
    assert "Acme joins us" not in visible_text(site.read("html/index.html"))


def test_roles_show_names_and_explicit_titles(built: Site) -> None:
    links = built.tree("html/index.html").xpath("//main//a")
    expected = {
        ("partners/acme.html", "Acme"),
        ("partners/beta.html", "the other one"),
        ("priorities/reach.html", "Reach"),
    }
    assert expected <= {(link.get("href"), visible_text(link)) for link in links}


def test_other_sites_can_refer_to_entries(built: Site) -> None:
    with (built.out / "html/objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "https://example.org/", lambda base, path: base + path)
    assert set(inventory["partnerships:partner"]) == {"acme", "beta", "gamma"}
    assert set(inventory["partnerships:unit"]) == {"global"}
    assert set(inventory["partnerships:announcement"]) == {"2018-team", "2019-05-01-acme-joins"}
    reach = inventory["partnerships:priority"]["reach"]
    assert (reach.uri, reach.display_name) == ("https://example.org/priorities/reach.html", "Reach")


def initials(page: HtmlElement) -> list[str]:
    """Return the initials that stand in for photos."""
    return page.xpath('//span[@class="portrait" and @aria-hidden="true"]/text()')  # type: ignore[no-any-return]


def test_a_photo_replaces_the_initials(site: Site) -> None:
    site.build()
    assert initials(site.tree("html/team/global.html")) == ["AE"]
    (site.source / "_static/photos").mkdir(parents=True)
    (site.source / "_static/photos/ada.png").write_bytes(PIXEL)
    site.edit(
        "team/global.md",
        "role: Manager",
        "role: Manager\n      photo: ada.png\n      photo_alt: Ada, smiling\n      photo_credit: By Eve, CC0",
    )
    assert site.build() == []
    for page in ("html/team/global.html", "html/team/index.html"):
        assert site.tree(page).xpath('//img[@alt="Ada, smiling"]/@src')[0] == "../_images/ada.png"
        assert initials(site.tree(page)) == []
    assert "Photo: By Eve, CC0" in visible_text(site.read("html/team/global.html"))
    (site.source / "_static/photos/ada.png").rename(site.source / "_static/photos/adah.png")
    assert site.build() == [
        'team/global.md:8:14: WARNING: there is no file "ada.png" in _static/photos/; did you mean "adah.png"? '
        "[partnerships.missing-photo]"
    ]
    assert not (site.out / "html/_images/ada.png").exists()


def test_a_photo_of_the_team_replaces_the_photos_of_its_members(site: Site) -> None:
    site.write("_static/photos/team.jpg", "not really a photo")
    options = "```{team-list}\n:photo: team.jpg\n:photo-alt: Everybody\n:photo-credit: By Eve, CC0\n"
    site.edit("team/index.md", "```{team-list}\n", options)
    assert site.build() == []
    page = site.tree("html/team/index.html")
    assert page.xpath('//img[@alt="Everybody"]/@src') == ["../_images/team.jpg"]
    assert "Photo: By Eve, CC0" in visible_text(page)
    assert page.find_class("team-strip") == []
    site.edit("team/index.md", "team.jpg", "../../conf.py")
    [message] = site.build()
    line = (site.source / "team/index.md").read_text(encoding="utf-8").split("\n").index(
        ":photo: ../../conf.py"
    ) + 1
    assert message.startswith(f"team/index.md:{line}:9: WARNING: ")
    assert 'there is no file "../../conf.py" in _static/photos/' in message


# -- All ways to build give the same files -----------------------------------------------------------------------------------


def add_partner(site: Site) -> None:
    text = (site.source / "partners/beta.md").read_text(encoding="utf-8")
    site.write("partners/delta.md", text.replace("Beta", "Delta"))


def delete_partner(site: Site) -> None:
    (site.source / "partners/gamma.md").unlink()


def rename_partner(site: Site) -> None:
    (site.source / "partners/gamma.md").rename(site.source / "partners/gimel.md")


def delete_announcement(site: Site) -> None:
    (site.source / "announcements/2019-05-01-acme-joins.md").unlink()
    site.edit("index.md", ":limit: 1", ":limit: 2")


EDITS: dict[str, Callable[[Site], None]] = {
    "a reason": lambda site: site.edit("partners/acme.md", "*many*", "*very* many"),
    "a name": lambda site: site.rename("partners/acme.md", "Acme", "Apex"),
    "an alignment": lambda site: site.edit(
        "partners/acme.md", "    reach:", "    policy: Speaks.\n    reach:"
    ),
    "prose": lambda site: site.edit("partners/acme.md", "Prose of", "Other prose of"),
    "the goal of a priority": lambda site: site.edit("priorities/reach.md", "More readers", "All readers"),
    "the order of priorities": lambda site: site.edit("priorities/reach.md", "order: 1", "order: 4"),
    "a title": lambda site: site.edit("announcements/2019-05-01-acme-joins.md", "# Acme", "# Now Acme"),
    "a person": lambda site: site.edit("team/global.md", "Ada Example", "Eve Example"),
    "an added page": add_partner,
    "a deleted page": delete_partner,
    "a renamed page": rename_partner,
    "a deleted announcement": delete_announcement,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_incremental_build_gives_the_same_files_as_a_clean_one(
    make_site: MakeSite, edit: Callable[[Site], None]
) -> None:
    old, new = make_site("old"), make_site("new")
    old.build()
    edit(old)
    edit(new)
    before = published_files(old.out / "html")
    old.build()
    new.build()
    incremental, clean = published_files(old.out / "html"), published_files(new.out / "html")
    assert incremental != before
    # Sphinx keeps deleted pages, and we keep their diagrams; nothing links to them.
    assert {name: incremental.get(name) for name in clean} == clean


# Content that the main process needs to know to finish a build: images, index entries, code with its own styles.
PROSE = """
## Words of {name}

![A square]({name}.png)

```{{code-block}} python
{option}
{name} = 1
```
"""
# A gray square.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoBwAAgQCBPjVnbQAAAABJRU5ErkJggg=="
)


def test_parallel_builds_give_the_same_files(make_site: MakeSite) -> None:
    one, two = make_site("one"), make_site("two")
    for number in range(12):  # enough pages for Sphinx to start workers
        for site in (one, two):
            name, text = f"partner-{number}", (site.source / "partners/beta.md").read_text(encoding="utf-8")
            prose = PROSE.format(name=name.replace("-", "_"), option=":linenos:\n" if number % 2 else "")
            site.write(f"partners/{name}.md", text.replace("Beta", f"Partner {number}") + prose)
            (site.source / f"partners/{name.replace('-', '_')}.png").write_bytes(PNG)
    serial = one.sphinx("-b", "html", "-W", "-j", "1")
    parallel = two.sphinx("-b", "html", "-W", "-j", "2")
    assert (serial.returncode, parallel.returncode) == (0, 0), serial.stderr + parallel.stderr
    assert "doing serial" not in parallel.stdout + parallel.stderr
    pages, same = (
        {
            path.relative_to(site.out / "html").as_posix(): path.read_bytes()
            for path in (site.out / "html").rglob("*")
            if path.is_file() and path.name != ".buildinfo"
        }
        for site in (one, two)
    )
    assert {name for name in pages if pages[name] != same.get(name)} == set()
    assert pages.keys() == same.keys()
    assert {"_images/partner_0.png", "_images/partner_11.png"} <= pages.keys()
    assert b"partner_11" in pages["searchindex.js"]
    numbered = [name for name in sorted(pages) if b'class="linenos"' in pages[name]]
    assert numbered == sorted(f"partners/partner-{number}.html" for number in range(1, 12, 2))


def test_hash_seed_time_zone_and_folder_do_not_change_the_files(make_site: MakeSite) -> None:
    one, two = make_site("one"), make_site("another-folder")
    one.sphinx("-b", "html", env={"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"})
    two.sphinx("-b", "html", env={"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C"})
    built = published_files(one.out / "html")
    assert built
    assert built == published_files(two.out / "html")
    assert (one.out / "html/.buildinfo").read_bytes() == (two.out / "html/.buildinfo").read_bytes()


def modification_times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_build_without_a_change_writes_none_of_our_files(site: Site) -> None:
    site.sphinx("-b", "html")
    before = modification_times(site.out)
    done = site.sphinx("-b", "html")
    assert "0 added, 0 changed, 0 removed" in done.stdout
    assert "no targets are out of date" in done.stdout
    after = modification_times(site.out)
    assert before.keys() == after.keys()
    touched = {Path(name).name for name in after if before[name] != after[name]}
    # Sphinx writes these in each build.
    styles = {"basic.css", "documentation_options.js", "language_data.js", "pygments.css"}
    pages = {"genindex.html", "search.html", "searchindex.js", "objects.inv", ".buildinfo"}
    assert touched <= styles | pages


DELETED = (
    "partners/acme.html",
    "search.html",
    "genindex.html",
    "objects.inv",
    "searchindex.js",
    "api/catalog.json",
    "feeds/partners/acme.xml",
)


@pytest.mark.parametrize("name", DELETED)
def test_a_file_that_was_deleted_from_the_output_is_written_again(site: Site, name: str) -> None:
    site.build()
    before = (site.out / "html" / name).read_bytes()
    (site.out / "html" / name).unlink()
    site.build()
    assert (site.out / "html" / name).read_bytes() == before


@pytest.mark.parametrize("record", ["{", "[]", '{"name": "of another version"}'])
def test_a_build_record_of_another_version_is_ignored(site: Site, record: str) -> None:
    site.build()
    before = modification_times(site.out / "html/partners")
    (site.out / "doctrees/partnerships-html.json").write_text(record, encoding="utf-8")
    assert site.build() == []
    assert all(time > before[name] for name, time in modification_times(site.out / "html/partners").items())


def test_a_changed_label_changes_all_pages_that_refer_to_it(make_site: MakeSite) -> None:
    old, new = make_site("old"), make_site("new")
    for site in (old, new):
        site.edit("team/global.md", "Prose of", "See [](../partners/acme.md).\n\nProse of")
    old.build()
    for site in (old, new):
        site.rename("partners/acme.md", "Acme", "Another Acme")
        site.build()
    assert "Another Acme" in old.read("html/team/global.html")
    assert published_files(old.out / "html") == published_files(new.out / "html")


def test_pages_that_a_build_left_out_are_written_by_the_next(make_site: MakeSite) -> None:
    old, new = make_site("old"), make_site("new")
    old.build()
    for site in (old, new):
        site.rename("partners/acme.md", "Acme", "Apex")
    path = str(old.source / "partners/acme.md")
    command = [sys.executable, "-m", "sphinx", "-d", str(old.out / "doctrees"), str(old.source)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "_ext")}
    subprocess.run([*command, str(old.out / "html"), path], check=True, capture_output=True, env=env)
    assert "Apex" in old.read("html/partners/acme.html")
    assert "Apex" not in old.read("html/priorities/reach.html")
    old.build()
    new.build()
    assert published_files(old.out / "html") == published_files(new.out / "html")


def test_a_page_restored_with_its_old_time_is_written_by_each_builder(site: Site) -> None:
    page = site.source / "announcements/2018-team.md"
    old, time = page.read_bytes(), page.stat().st_mtime_ns
    page.write_bytes(old + b"\nMore of it.\n")
    for builder in ("html", "dirhtml"):
        site.build(builder)
    page.write_bytes(old)
    os.utime(page, ns=(time, time))
    site.build("dirhtml")
    assert "More of it." not in site.read("dirhtml/announcements/2018-team/index.html")
    site.build("html")
    assert "More of it." not in site.read("html/announcements/2018-team.html")
    assert "More of it." not in site.read("html/feeds/announcements.xml")


def test_a_change_of_the_extension_reads_all_pages_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    before = modification_times(site.out / "doctrees")
    monkeypatch.setattr("partnerships.build.record.code_version", lambda: 1)
    site.build()
    again = modification_times(site.out / "doctrees")
    assert {name for name in again if before[name] == again[name]} <= {
        str(site.out / "doctrees/partnerships-html.json"),
        str(site.out / "doctrees/build.lock"),
    }


def test_a_broken_reference_is_reported_by_each_build(site: Site) -> None:
    assert site.build() == []
    (site.source / "partners/acme.md").unlink()
    messages = site.build()
    assert any(message.startswith("index.md:3:11: ") for message in messages)
    assert site.build() == messages
    shutil.rmtree(site.out)
    assert site.build() == messages


def test_a_stored_reason_does_not_keep_its_page_in_memory(site: Site) -> None:
    site.build()
    environment = pickle.loads((site.out / "doctrees/environment.pickle").read_bytes())
    kept = pickle.dumps(environment.domaindata["partnerships"]["reasons"])
    assert b"shows." in kept
    assert b"Prose of Acme" not in kept


def test_an_edit_of_prose_writes_only_that_page_and_pages_that_list_its_headings(site: Site) -> None:
    site.sphinx("-b", "html")
    before = modification_times(site.out / "html")
    site.edit("partners/acme.md", "Prose of", "Other prose of")
    done = site.sphinx("-b", "html")
    after = modification_times(site.out / "html")
    assert "0 added, 1 changed, 0 removed" in done.stdout
    written = {
        Path(name).relative_to(site.out / "html").as_posix()
        for name in after
        if before.get(name) != after[name] and name.endswith(".html")
    }
    always = {"genindex.html", "search.html"}  # Sphinx writes these in each build
    assert written - always == {"partners/acme.html", "partners/index.html"}


@pytest.mark.parametrize("way", [pytest.param("killed", marks=pytest.mark.long), "failed"])
def test_a_build_repairs_what_a_stopped_build_left(make_site: MakeSite, way: str) -> None:
    stopped, clean = make_site("stopped"), make_site("clean")
    for site in (stopped, clean):
        site.write("stop.py", STOP)
        site.edit("conf.py", 'extensions = ["', 'extensions = ["stop", "')
    path = os.pathsep.join([str(ROOT / "_ext"), str(stopped.source)])
    assert stopped.sphinx("-b", "html", env={"PYTHONPATH": path}).returncode == 0
    for site in (stopped, clean):
        site.rename("partners/acme.md", "Acme", "Apex")
    assert stopped.sphinx("-b", "html", env={"STOP": way, "PYTHONPATH": path}).returncode != 0
    assert '"Acme"' in stopped.read("html/api/catalog.json")  # complete, and unchanged
    for site in (stopped, clean):
        done = site.sphinx("-b", "html", env={"PYTHONPATH": path})
        assert done.returncode == 0, done.stderr
    repaired, right = published_files(stopped.out / "html"), published_files(clean.out / "html")
    assert {name: repaired.get(name) for name in right} == right


STOP = """
import os

def stop(app, *rest):
    if os.environ.get("STOP") == "killed":
        os._exit(9)
    if os.environ.get("STOP") == "failed":
        raise OSError("no space left")

def setup(app):
    app.connect("html-page-context", stop)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def test_a_change_reaches_all_builders_that_share_doctrees(site: Site) -> None:
    folders = {"html": site.out / "html", "dirhtml": site.out / "dirhtml"}
    for builder in ("html", "dirhtml"):
        assert site.build(builder) == []
    site.rename("partners/acme.md", "Acme", "Apex")
    for builder in ("html", "dirhtml"):
        assert site.build(builder) == []
    assert "Apex" in (folders["html"] / "priorities/reach.html").read_text(encoding="utf-8")
    assert "Apex" in (folders["dirhtml"] / "priorities/reach/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"]
)
def test_other_builders_show_the_same_content_without_a_warning(site: Site, builder: str) -> None:
    warnings = site.build(builder)
    assert [line for line in warnings if "epub_copyright" not in line and "conf value" not in line] == []
    found = b"".join(published_files(site.out / builder).values())
    if builder != "epub":  # it is compressed
        assert b"Brings" in found
        assert b"Partners without a recorded priority" in found


# -- Languages ------------------------------------------------------------------------------------------------

GERMAN = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Acme"
msgstr "Akme"

msgid "Brings *many* readers, as [its page](beta.md) shows."
msgstr "Bringt *viele* Leute, wie [die Seite](beta.md) zeigt."
"""


def test_message_catalogs_contain_front_matter_texts_with_their_lines(site: Site) -> None:
    assert site.build("gettext") == []
    text = site.read("translations/gettext/partners/acme.pot")
    assert re.search(r'acme.md:8\nmsgid "Brings \*many\* readers', text)
    assert 'msgid "Works everywhere."' in site.read("translations/gettext/team/global.pot")
    assert 'msgid "Based in' not in text


def test_translated_facts_are_shown_on_all_pages_and_in_all_files(site: Site) -> None:
    site.write("locales/de/LC_MESSAGES/partners/acme.po", GERMAN)
    assert site.build("gettext") == []
    assert site.build(language="de") == []
    assert "Bringt viele Leute" in visible_text(site.read("html/priorities/reach.html"))
    assert 'href="../partners/beta.html"' in site.read("html/priorities/reach.html")
    assert "Akme" in visible_text(site.read("html/priorities/index.html"))
    assert '"Akme"' in site.read("html/api/catalog.json")
    assert "1. Mai 2019" in visible_text(site.read("html/announcements/index.html"))


# -- Bad input ------------------------------------------------------------------------------------------------

BAD: dict[str, tuple[str, str, str, str]] = {
    # name: (page, old text, new text, message)
    "missing key": (
        "partners/acme.md",
        "  name: Acme\n",
        "",
        'partners/acme.md:2:1: WARNING: missing key "name"; add a line "name: …" below this one [partnerships.missing-key]',
    ),
    "unknown key": (
        "partners/acme.md",
        "since:",
        "sinse:",
        'partners/acme.md:6:3: WARNING: unknown key "sinse"; did you mean "since"? [partnerships.unknown-key]',
    ),
    "unknown priority": (
        "partners/acme.md",
        "    reach:",
        "    raech:",
        'partners/acme.md:8:5: WARNING: "raech" is not the id of a priority; did you mean "reach"? [partnerships.unknown-priority]',
    ),
    "no date": (
        "partners/acme.md",
        "since: 2018",
        "since: 2018-13",
        'partners/acme.md:6:10: WARNING: "2018-13" is not a date; type it as 2026-11-23, 2026-11 or 2026 [partnerships.bad-date]',
    ),
    "never closed": (
        "partners/acme.md",
        "---\n# Acme",
        "# Acme",
        'partners/acme.md:1:1: WARNING: this front matter does not end; type a line of exactly "---" below it '
        "[partnerships.unclosed-front-matter]",
    ),
    "code": (
        "partners/acme.md",
        "---\n# Acme",
        "myst:\n  enable_extensions: [substitution]\n  substitutions: {x: y}\n---\n# Acme",
        'partners/acme.md:9:1: WARNING: unknown key "myst"; indent it, delete it, or use one of: '
        "announcement, nosearch, orphan, partner, "
        "priority, tocdepth, unit [partnerships.unknown-key]",
    ),
    "no title": (
        "partners/acme.md",
        "# Acme\n",
        "",
        'partners/acme.md:1:1: WARNING: missing title; type a line "# Title" below the front matter '
        "[partnerships.missing-title]",
    ),
    "picture": (
        "partners/acme.md",
        "Prose of Acme.",
        "Look: ![A tree](tree.png)",
        'partners/acme.md:12:17: WARNING: there is no image "tree.png"; put the file next to the page '
        "[partnerships.forbidden-file]",
    ),
    "role": (
        "index.md",
        "{partner}`acme`",
        "{partner}`akme`",
        'index.md:3:11: WARNING: "akme" is not the id of a partner; did you mean "acme"? [partnerships.unknown-partner]',
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), BAD.values(), ids=BAD.keys())
def test_a_mistake_gives_one_message_and_the_rest_of_the_site_is_built(
    site: Site, name: str, old: str, new: str, message: str
) -> None:
    site.edit(name, old, new)
    source = published_files(site.source)
    assert site.build() == [message]
    assert published_files(site.source) == source
    assert "Beta" in site.read("html/priorities/index.html")
    if name == "partners/acme.md" and "tree.png" not in new:  # the page of a missing image stays
        assert "Acme" not in visible_text(site.read("html/priorities/index.html"))
        assert '"acme"' not in site.read("html/api/catalog.json")
        assert site.build() == [message]  # the next build repeats the message
        site.edit(name, new, old) if new else site.write(name, ACME)
        assert site.build() == []
        assert "Acme" in visible_text(site.read("html/priorities/index.html"))


ACME = (SMALL_SITE / "partners/acme.md").read_text(encoding="utf-8")


def test_two_pages_with_the_same_id(site: Site) -> None:
    site.write(
        "partners/old/acme.md",
        "---\norphan: true\n" + ACME.removeprefix("---\n").replace("beta.md", "../beta.md"),
    )
    assert site.build() == [
        'partners/old/acme.md:3:1: WARNING: "acme" is already the id of partners/acme.md; rename one of the two '
        "[partnerships.duplicate-id]"
    ]
    assert "Acme" in visible_text(site.read("html/priorities/index.html"))
    assert "fact-box" in site.read("html/partners/acme.html")
    assert "fact-box" not in site.read("html/partners/old/acme.html")


def test_each_build_with_mistakes_fails(site: Site) -> None:
    site.edit("partners/acme.md", "since:", "sinse:")
    for _ in range(2):
        done = site.sphinx("-b", "html", "-W", "--keep-going")
        assert done.returncode == 1
        assert "partners/acme.md:6:3: " in done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    assert (site.out / "html/partners/beta.html").is_file()


def test_without_a_renderer_there_is_only_the_table(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mermaid_svg.renderer.CAN_DRAW", False)
    assert site.build() == []
    page = site.read("html/priorities/index.html")
    assert "<table" in page
    assert "<img" not in page


def test_feeds_need_a_tag_authority(site: Site) -> None:
    site.edit("conf.py", '"example.org,2026"', '"example.org"')
    assert site.build() == [
        'WARNING: partnerships_tag_authority in conf.py is "example.org"; write name and date: "example.org,2026" '
        "[partnerships.tag-authority]"
    ]


def test_no_placeholder_is_left_in_the_output(site: Site) -> None:
    assert site.build("pseudoxml") == []
    text = b"".join(published_files(site.out / "pseudoxml").values()).decode()
    assert [
        name for name in ("view", "fact_texts", "pending_xref") if f"<{name}>" in text or f"<{name} " in text
    ] == []
