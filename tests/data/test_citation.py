"""Citations as bibliographies and wikis read them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog_builders import (
    MORE_ODD_TEXTS,
    ODD_TEXTS,
    SITE_FACTS,
    announcement_page,
    build_catalog,
    partner_page,
    unit_page,
)
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.citation import Citation, bibtex, citation_of, plain_text, wikitext
from partnerships_data.page_template import escape_markdown


def first_citation(catalog: Catalog, kind: str) -> Citation:
    return citation_of(next(iter(catalog.by_kind[kind].values())), SITE_FACTS)


def test_a_partner_is_cited_by_the_title_of_the_site_with_the_date_of_its_review() -> None:
    catalog, _ = build_catalog(unit_page(), partner_page("acme", more="\n  reviewed: 2026-11-23"))
    citation = first_citation(catalog, "partner")
    assert plain_text(citation, "Summary: %s") == (
        "Acme. Partnerships. 2026-11-23. https://example.org/en/latest/partners/acme.html"
    )
    assert bibtex(citation).splitlines() == [
        "@misc{partner-acme,",
        "  title = {{Acme}},",
        "  howpublished = {Partnerships},",
        "  year = {2026},",
        "  month = nov,",
        "  url = {https://example.org/en/latest/partners/acme.html},",
        "}",
    ]
    assert wikitext(citation) == (
        "{{cite web |url=https://example.org/en/latest/partners/acme.html |title=Acme "
        "|website=Partnerships |date=2026-11-23 |language=en |access-date=}}"
    )


def test_an_announcement_is_cited_by_its_original_post_with_the_page_here_as_a_summary() -> None:
    catalog, _ = build_catalog(
        announcement_page("it", "2019-08-16", "\n  link: https://www.example.net/post\n  updated: 2020")
    )
    citation = first_citation(catalog, "announcement")
    assert plain_text(citation, "Summary: %s") == (
        "it. example.net. 2019-08-16. https://www.example.net/post "
        "Summary: https://example.org/en/latest/announcements/2019-08-16-it.html"
    )
    assert wikitext(citation) == (
        "{{cite web |url=https://www.example.net/post |title=it |website=example.net |date=2019-08-16 "
        "|access-date=}}"
    )


@pytest.mark.parametrize(
    ("date", "year", "wiki"),
    [("2019", "2019", "2019"), ("2019-08", "2019", "August 2019"), (None, None, None)],
)
def test_dates_are_as_precise_as_they_are_known(date: str | None, year: str | None, wiki: str | None) -> None:
    catalog, _ = build_catalog(
        unit_page(), partner_page("acme", more=f"\n  reviewed: {date}" if date else "")
    )
    citation = first_citation(catalog, "partner")
    assert (date or "Acme") in plain_text(citation, "Summary: %s")
    assert read_bibtex(bibtex(citation)).get("year") == year
    assert ("month = aug" in bibtex(citation)) == (date == "2019-08")
    assert read_wikitext(wikitext(citation)).get("date") == wiki


def announcement_citation(title: str) -> Citation:
    docname, page = announcement_page("it")
    catalog, problems = build_catalog((docname, page.replace("# it", f"# {escape_markdown(title)}")))
    assert problems == []
    return first_citation(catalog, "announcement")


@pytest.mark.parametrize("text", [*ODD_TEXTS, *MORE_ODD_TEXTS])
def test_special_characters_are_escaped(text: str) -> None:
    citation = announcement_citation(text)
    fields = read_wikitext(wikitext(citation))
    assert list(fields) == ["url", "title", "website", "date", "language", "access-date"]
    assert unescape(fields["title"]) == text
    assert not re.search(r"[{}\[\]<>|]|''|~~~|__", fields["title"])
    assert from_tex(read_bibtex(bibtex(citation))["title"][1:-1]) == text
    assert text.rstrip(".") in plain_text(citation, "Summary: %s")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1))
@example("}{\\")
@example("|url=x}}<ref>[[ &lt;")
def test_any_title_can_be_cited(text: str) -> None:
    citation = Citation("key", text, text, "en", "2019-08-16", "https://example.org/")
    fields = read_bibtex(bibtex(citation))
    assert from_tex(fields["title"][1:-1]) == text
    assert from_tex(fields["howpublished"]) == text
    parameters = read_wikitext(wikitext(citation))
    assert len(parameters) == 6
    assert unescape(parameters["title"]).strip() == text.strip()


def test_a_title_of_10000_characters_is_not_cut() -> None:
    title = "Long " * 2000 + "title"
    assert read_bibtex(bibtex(announcement_citation(title)))["title"] == f"{{{title}}}"
    assert read_wikitext(wikitext(announcement_citation(title)))["title"] == title


# -- Readers -----------------------------------------------------------------------------------------------


def read_bibtex(text: str) -> dict[str, str]:
    """Read an entry as BibTeX does: a field ends where its braces are closed."""
    fields, position = {}, text.index(",")
    while field := re.compile(r"\s*(\w+) = \{").match(text, position + 1):
        position, depth = field.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[position], 0)
            position += 1
        fields[field[1]] = text[field.end() : position - 1]
        assert text[position] == ","
        if month := re.compile(r"\n  month = \w+,").match(text, position + 1):
            position = month.end() - 1
    assert text[position + 1 :].strip() == "}"
    return fields


def from_tex(text: str) -> str:
    """Return what TeX shows."""
    shown = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
    shown |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}
    return re.sub(r"\\text\w+\{\}|\\[$&#_%]", lambda match: shown.get(match[0], match[0][1:]), text)


def read_wikitext(text: str) -> dict[str, str]:
    """Read a template as MediaWiki does: parts between bars, names before equals signs."""
    assert text.startswith("{{cite web |")
    assert text.endswith("}}")
    parts = (part.strip().partition("=") for part in text[2:-2].split("|")[1:])
    return {name: value for name, _, value in parts}
