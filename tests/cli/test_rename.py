"""`python -m partnerships_cli rename`: a page gets another name, and its references follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import Site, run_command
from partnerships_cli import UsageError
from partnerships_cli.rename import _write

OLD, NEW = "partners/acme.md", "partners/acme-group.md"
NEWS = "announcements/2019-05-01-acme-joins.md"


def contents(site: Site) -> dict[str, bytes]:
    return {
        path.relative_to(site.source).as_posix(): path.read_bytes()
        for path in sorted(site.source.rglob("*"))
        if path.is_file()
    }


def test_rename_changes_all_references(site: Site) -> None:
    site.edit(
        NEWS,
        "Prose of the news",
        "[Acme](../partners/acme.md#alignment) and {partner}`acme <acme>`, acme-x, `acme`.",
    )
    site.edit("partners/beta.md", "Prose of Beta.", "Prose of Beta and of [acme][].\n\n[acme]: acme.md")
    site.edit("partners/beta.md", "Builds tools.", "Builds [tools](acme.md) with {partner}`acme`.")
    site.edit("index.md", "# Small site\n", "# Small site\n\n{published}`api/partners/acme.json`\n")
    done = run_command(site.source, "rename", OLD, NEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Renamed {OLD} to {NEW}. Other pages that changed: {NEWS}, ")
    assert not (site.source / OLD).exists()
    page = (site.source / NEW).read_text(encoding="utf-8")
    assert page.startswith("---\npartner:\n  formerly: [acme]\n  name: Acme\n")
    news = (site.source / NEWS).read_text(encoding="utf-8")
    assert "  partners: [acme-group]\n" in news
    assert (
        "[Acme](../partners/acme-group.md#alignment) and {partner}`acme <acme-group>`, acme-x, `acme`."
        in news
    )
    beta = (site.source / "partners/beta.md").read_text(encoding="utf-8")
    assert "Builds [tools](acme-group.md) with {partner}`acme-group`." in beta
    assert "[acme]: acme-group.md" in beta
    assert "{published}`api/partners/acme-group.json`" in (site.source / "index.md").read_text(
        encoding="utf-8"
    )
    assert run_command(site.source, "check").returncode == 0
    assert site.build() == []
    done = run_command(site.source, "rename", NEW, "partners/acme-world.md")
    assert done.returncode == 0
    assert "  formerly: [acme, acme-group]\n" in (site.source / "partners/acme-world.md").read_text()
    assert run_command(site.source, "rename", "partners/acme-world.md", OLD).returncode == 0
    assert "  formerly: [acme-group, acme-world]\n" in (site.source / OLD).read_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("partners/acme", NEW, "partners/acme is not a page of facts without problems"),
        ("index.md", "partners/x.md", "index.md is not a page of facts without problems"),
        ("partners/index.md", NEW, "partners/index.md is not a page of facts"),
        (OLD, "partners/beta.md", "partners/beta.md must be a new path in the same folder"),
        (OLD, "team/acme.md", "team/acme.md must be a new path in the same folder"),
        (OLD, "../acme.md", "../acme.md must be a new path in the same folder"),
        (OLD, "partners/Acme Group.md", '"Acme Group.md" is not a valid name'),
        (NEWS, "announcements/acme-joins.md", "the file name must begin with the date"),
    ],
)
def test_rename_explains_what_it_cannot_do_and_writes_nothing(
    site: Site, old: str, new: str, message: str
) -> None:
    before = contents(site)
    done = run_command(site.source, "rename", old, new)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(site) == before


@pytest.mark.parametrize(
    ("facts", "renamed"),
    [
        ("  formerly:\n    - one\n    - two\n", "  formerly: [one, two, acme]\n"),
        ("  formerly: [one,\n    two]\n", "  formerly: [one, two, acme]\n"),
    ],
)
def test_former_names_are_added_in_each_form_of_a_list(site: Site, facts: str, renamed: str) -> None:
    site.edit(OLD, "  name: Acme\n", f"  name: Acme\n{facts}")
    assert run_command(site.source, "rename", OLD, NEW).returncode == 0
    assert f"  name: Acme\n{renamed}  kind:" in (site.source / NEW).read_text(encoding="utf-8")


def test_facts_on_one_line_are_not_changed(site: Site) -> None:
    text = "---\npartner: {name: Acme, kind: company, unit: global}\n---\n# Acme\n"
    site.write(OLD, text)
    done = run_command(site.source, "rename", OLD, NEW)
    assert '"formerly" cannot be added to partners/acme.md; write each key below "partner:"' in done.stderr
    assert (site.source / OLD).read_text(encoding="utf-8") == text


def test_problems_that_are_there_before_do_not_prevent_a_rename(site: Site) -> None:
    site.edit("partners/gamma.md", "kind:", "knd:")
    assert run_command(site.source, "rename", OLD, NEW).returncode == 0
    assert (site.source / NEW).is_file()


def test_a_rename_that_fails_is_undone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(site)

    def fail(*_arguments: object) -> None:
        raise PermissionError("not allowed")

    unlink = Path.unlink
    monkeypatch.setattr(
        Path, "unlink", lambda path, **options: fail() if path.name == "acme.md" else unlink(path, **options)
    )
    with pytest.raises(UsageError, match="nothing was renamed: not allowed"):
        _write(site.source, {OLD: (NEW, "x"), "partners/beta.md": ("partners/beta.md", "y")})
    assert contents(site) == before


CATALOG = """msgid ""
msgstr ""
"Language: es\\n"

#: alignment.tools.reason
msgid "Builds [tools](acme.md)."
msgstr "Crea [herramientas](acme.md)."

msgid "Prose of Beta and of {partnerships:partner}`acme`, with \\"acme\\"."
msgstr ""
"Texto sobre Beta y {partnerships:partner}`acme`, con "
"\\"acme\\"."
"""


def test_translations_follow_a_rename(site: Site) -> None:
    page, folder = "partners/beta.md", "locales/es/LC_MESSAGES/partners"
    site.edit(page, "Builds tools.", "Builds [tools](acme.md).")
    site.edit(page, "Prose of Beta.", 'Prose of Beta and of {partnerships:partner}`acme`, with "acme".')
    site.write(f"{folder}/beta.po", CATALOG)
    site.write(f"{folder}/acme.po", CATALOG.replace("acme.md", "../index.md"))
    done = run_command(site.source, "rename", OLD, NEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nCatalogs of translations that changed: 2.\n")
    assert "{partnerships:partner}`acme-group`" in (site.source / page).read_text(encoding="utf-8")
    beta = (site.source / folder / "beta.po").read_text(encoding="utf-8")
    assert 'msgstr "Crea [herramientas](acme-group.md)."' in beta
    assert '"Texto sobre Beta y {partnerships:partner}`acme-group`, con \\"acme\\"."' in beta
    assert not (site.source / folder / "acme.po").exists()
    assert (site.source / folder / "acme-group.po").is_file()
    assert run_command(site.source, "check").returncode == 0
    assert run_command(site.source, "rename", "priorities/tools.md", "priorities/software.md").returncode == 0
    beta = (site.source / folder / "beta.po").read_text(encoding="utf-8")
    assert "#: alignment.software.reason" in beta
    assert run_command(site.source, "check").returncode == 0


def test_a_leftover_catalog_of_the_new_name_is_kept(site: Site) -> None:
    folder = "locales/es/LC_MESSAGES/partners"
    site.write(f"{folder}/acme.po", CATALOG)
    site.write(f"{folder}/acme-group.po", CATALOG)
    before = contents(site)
    done = run_command(site.source, "rename", OLD, NEW)
    assert done.returncode == 2
    message = f"nothing was renamed, because {folder}/acme-group.po exists; delete it, or choose another name"
    assert message in done.stderr
    assert contents(site) == before
