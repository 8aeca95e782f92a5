"""Each rule by itself: without it, its attacks get through; and behind the first lock there is a second."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.parsers.rst import directives
from myst_parser.mdit_to_docutils import base
from sphinx import addnodes

import safe_markdown
from builders import (
    ATTACK_PAGES,
    ROOT,
    SECRET,
    TESTS,
    Site,
    attack_files,
    attack_path,
    hostile_site,
    published_files,
    warnings_as_messages,
)
from diagnostics.codes import Code
from diagnostics.positions import Position
from page_checks import directives as checked_directives
from page_checks.directives import SPECS
from page_checks.site_page import SitePage
from page_markup import PageMarkup
from safe_markdown import allowed, doctree_rules, page_reader, parser
from safe_markdown.page_reader import PageReader

EXPECTED = (ATTACK_PAGES / "messages.txt").read_text(encoding="utf-8").splitlines()
Removal = Callable[[pytest.MonkeyPatch], None]


def allow(noun: str, *names: str) -> Removal:
    """Return what allows some directives or roles; all if none is named."""

    def name_problem(name: str, kind: str, known: allowed.AllowedNames) -> str | None:
        is_allowed = kind == noun and (not names or name in names)
        return None if is_allowed else real_name_problem(name, kind, known)

    def remove(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(allowed, "name_problem", name_problem)
        without_reading(*names)(patch)

    real_name_problem = allowed.name_problem
    return remove


def without_reading(*names: str) -> Removal:
    """Return what keeps the rules for sources from looking into some directives, and into unknown ones."""

    def read_directive(page: SitePage, name: str, *arguments: Any) -> None:
        if name in SPECS and name not in names:
            real_read_directive(page, name, *arguments)

    real_read_directive = SitePage.read_directive
    return lambda patch: patch.setattr(SitePage, "read_directive", read_directive)


def without_rule(*kinds: type[nodes.Element]) -> Removal:
    left = {key: rule for key, rule in doctree_rules.RULES.items() if key[0] not in kinds}

    def remove(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(doctree_rules, "RULES", left)
        for check in ("check_link", "check_image"):
            patch.setattr(PageReader, check, lambda *arguments: None)
        patch.setattr(checked_directives, "is_web_url", lambda value: True)  # in arguments and options

    return remove


def without_html_rules(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(doctree_rules, "show_source", lambda env, raw: None)
    without_code(Code.FORBIDDEN_HTML)(patch)


def without_code(ignored: Code) -> Removal:
    """Return what keeps the rules for sources from refusing one kind of thing."""

    def refuse(page: PageReader, position: Position, code: Code, *arguments: Any) -> None:
        if code != ignored:
            real_refuse(page, position, code, *arguments)

    real_refuse = PageReader.refuse
    return lambda patch: patch.setattr(PageReader, "refuse", refuse)


def without_toctree_rules(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(doctree_rules, "check_toctree", lambda env, tree: None)
    without_reading("toctree")(patch)


def without_characters(patch: pytest.MonkeyPatch) -> None:
    for module in (doctree_rules, page_reader):
        patch.setattr(module, "FORBIDDEN", re.compile("(?!)"))


# What the attacks of each folder are stopped by.
REMOVALS: dict[str, Removal] = {
    "directives": allow("directive"),
    "roles": allow("role"),
    "restructuredtext": allow("directive", "eval-rst"),
    "html": without_html_rules,
    "nesting": lambda patch: patch.setattr(allowed, "MAX_NESTING", 1000),
    "mermaid": without_reading("mermaid"),
    "code-blocks": without_reading("code-block"),
    "toctree-patterns": without_reading("toctree"),
    "urls": without_rule(nodes.reference, nodes.target),
    "images": without_rule(nodes.image),
    "files": without_rule(addnodes.download_reference),
    "toctrees": without_toctree_rules,
    "characters": without_characters,
}
STOPS: dict[str, type[BaseException]] = {  # attacks that end a build without the rule
    "autoclasstree": SystemExit,  # by the code that it runs
    "navigation-in-a-circle": RecursionError,
    "pattern-that-is-none": re.error,
}


def expected_messages(attacks: list[Path]) -> list[str]:
    paths = set(map(attack_path, attacks))
    return [message for message in EXPECTED if message.split(":")[0] in paths]


def test_each_folder_of_attacks_has_a_rule_and_is_in_the_table() -> None:
    assert {attack.parent.name for attack in attack_files()} == REMOVALS.keys()
    assert [name for name in REMOVALS if f"`{name}`" not in (safe_markdown.__doc__ or "")] == []


@pytest.mark.long
@pytest.mark.parametrize("folder", REMOVALS)
def test_without_its_rule_an_attack_gets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """No rule is superfluous: none of the others reports the same."""
    through = [attack for attack in attack_files(folder) if attack.stem not in STOPS]
    site = hostile_site(tmp_path, through)
    REMOVALS[folder](monkeypatch)
    assert not set(expected_messages(through)) & set(warnings_as_messages(site.build()))


@pytest.mark.long
@pytest.mark.parametrize("stem", STOPS)
def test_without_its_rule_an_attack_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stem: str
) -> None:
    [attack] = [attack for attack in attack_files() if attack.stem == stem]
    site = hostile_site(tmp_path, [attack])
    monkeypatch.syspath_prepend(site.source)
    assert warnings_as_messages(site.build()) == expected_messages([attack])
    REMOVALS[attack.parent.name](monkeypatch)
    site.edit(attack_path(attack), "# ", "# Again: ")
    with pytest.raises(STOPS[stem]):
        site.build()


def test_a_directive_that_came_to_be_allowed_would_still_read_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the build is started: docutils looks for its own settings in the folder where one is."""
    through = [
        attack
        for attack in attack_files("directives")
        if re.match("include|literalinclude|csv|raw", attack.stem)
    ]
    site = hostile_site(tmp_path, through)
    monkeypatch.chdir(tmp_path)
    allow("directive")(monkeypatch)
    site.build()
    out = published_files(site.out / "html")
    assert not [name for name, content in out.items() if SECRET in content]
    assert not [name for name, content in out.items() if b"<script>alert(1)" in content]


def test_names_are_refused_without_the_rules_for_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacks = [*attack_files("directives"), *attack_files("roles")]
    site = hostile_site(tmp_path, attacks)
    monkeypatch.setattr(PageReader, "read_page", lambda self, body: None)
    messages = [message for message in warnings_as_messages(site.build()) if "unlisted" not in message]
    assert messages == expected_messages(attacks)


DEEP = "".join("*a " if n % 2 else "**b " for n in range(400)) + "".join(
    " b**" if n % 2 else " a*" for n in range(400)
)


@pytest.mark.parametrize(
    "directive",
    [
        f":::{{card}} <div> {DEEP}\n:::\n",
        f":::{{card}}\n```\n+++\n{DEEP}\n```\n:::\n",
        f"[x]({'b' * 300}.md)\n",
    ],
    ids=["nested title", "nested footer", "long name"],
)
def test_what_the_rules_for_sources_do_not_see_ends_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, directive: str
) -> None:
    site = hostile_site(tmp_path, [])
    monkeypatch.setattr(PageReader, "read_page", lambda self, body: None)
    site.write("about/deep.md", f"# Deep\n\n{directive}")
    messages = warnings_as_messages(site.build())
    assert any("deep.md:1:1: forbidden-block: this page cannot be parsed" in message for message in messages)
    assert "Beta" in site.read("html/priorities/index.html")


def test_restructuredtext_would_be_refused_at_what_it_tries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacks = attack_files("restructuredtext")
    site = hostile_site(tmp_path, attacks)
    REMOVALS["restructuredtext"](monkeypatch)
    messages = [message.split("; ")[0] for message in warnings_as_messages(site.build())]
    expected = {
        'about/other-language-in-a-note.md:5:12: forbidden-file: "https://evil.example/x.png" is not an image of this site',
        'about/other-language-include.md:4:4: forbidden-block: "{include}" is not an allowed directive',
        'about/other-language-link.md:4:5: bad-address: "javascript:alert(1)" is not a valid URL for a link',
        'about/other-language-raw.md:4:4: forbidden-block: "{raw}" is not an allowed directive',
    }
    assert expected <= set(messages)
    assert harmful_pages(site) == []


def harmful_pages(site: Site) -> list[str]:
    """Return the pages of a built site that run, load or publish more than they may."""
    frame = PageMarkup(site.read("html/priorities/reach.html"))
    harmful = [name for name, content in published_files(site.out / "html").items() if SECRET in content]
    for path in sorted(site.out.glob("html/[a-z]*/*.html")):
        found = PageMarkup(path.read_text(encoding="utf-8"))
        urls = " ".join(found.links | found.loaded)
        if (
            not found.handlers <= frame.handlers
            or not found.scripts <= frame.scripts
            or found.tags & {"iframe", "object", "embed", "base"}
            or re.search(r"evil|javascript:|data:text|mathjax", urls, re.IGNORECASE)
        ):
            harmful.append(path.name)
    return harmful


def test_a_renamed_method_of_myst_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MyST may come to look names up in another way: the rules for sources and for nodes still hold."""
    slow = ("code-blocks", "toctree-patterns")  # these take only time
    attacks = [
        attack for attack in attack_files() if attack.parent.name not in slow and attack.stem not in STOPS
    ]
    attacks += [attack for attack in attack_files("directives") if attack.stem == "autoclasstree"]
    site = hostile_site(tmp_path, attacks)
    monkeypatch.syspath_prepend(site.source)
    monkeypatch.setattr(parser.SafeDispatcher, "enable", lambda self: None)
    monkeypatch.setattr(parser.SafeDispatcher, "disable", lambda self: None)
    looked_up = []

    def find_in_another_way(name: str, *arguments: Any) -> Any:
        looked_up.append(name)
        return directives.directive(name, *arguments)

    monkeypatch.setattr(
        base, "directives", SimpleNamespace(**{**vars(directives), "directive": find_in_another_way})
    )
    site.build()
    assert looked_up
    assert harmful_pages(site) == []


def test_the_manual_says_what_is_allowed_and_gives_the_figures_of_the_tests() -> None:
    page = (ROOT / "about/reference.md").read_text(encoding="utf-8")
    page += (TESTS / "README.md").read_text(encoding="utf-8")
    in_words = {
        *re.findall(r"`([a-z-]+)`", page),
        "admonition",
        "attention",
        "caution",
        "danger",
        "error",
        "hint",
    }
    in_words |= {"important", "seealso", "tip", "tab-item", "tab-set", "dropdown", "grid", "grid-item"}
    in_words |= {"card", "card-carousel", "card-footer", "card-header", "grid-item-card"}
    assert in_words >= allowed.ALLOWED_DIRECTIVES | allowed.ALLOWED_ROLES
    broken = len(list((TESTS / "corpora/broken").rglob("*.md")))
    law, fuzz = (
        (TESTS / name).read_text(encoding="utf-8")
        for name in ("sphinx/test_build_sequences.py", "data/test_reader_fuzz.py")
    )
    modes = (TESTS / "sphinx/test_build_modes.py").read_text(encoding="utf-8")
    figures = {
        f"{len(attack_files())} pages": True,
        f"{len(REMOVALS)} rules": True,
        f"{broken} pages": True,
        "10,000 pages": "check_pages(10_000)" in fuzz,
        "200 sequences": "obey(law, 200)" in law,
        "12 moments": len(re.findall(r'^    "[^"]+",$', modes.split("MOMENTS = [")[1].split("]\n")[0], re.M))
        == 10,
        "6 limits": "[500, 2_000, 4_000, 8_000, 16_000, 24_000]" in modes,
        "10 builders": modes.split("BUILDERS = [")[1].split("]")[0].count(",") == 10,
    }
    assert [figure for figure, right in figures.items() if not right or figure not in page] == []
