"""The views on the page of an entry, which `placeholders` adds below and above its prose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.empty_lists import empty_list
from partnerships.labels import ANNOUNCEMENT_KINDS, FROM_PARTNERS, PARTNER_KINDS
from partnerships.nodes.builders import bullets, ended, fields, fill, heading, labeled, paragraph, web_link
from partnerships.nodes.context import ViewContext
from partnerships.nodes.website import element
from partnerships.pages.entry_lists import announcements
from partnerships.pages.updates import subscribe
from partnerships_data.catalog.citation import bibtex, citation_of, plain_text, wikitext
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source

_ = get_translation("partnerships")

Rows = Iterable[tuple[str, Any]]  # name and value; rows with an empty value are left out


def fact_box(context: ViewContext, entry: Entry) -> list[nodes.Node]:
    """Show an entry's facts at a glance."""
    rows = ((name, value) for name, value in FACTS[entry.kind](context, entry) if value)
    return [nodes.container("", fields(rows), classes=["fact-box"])]


def _url_link(source: Source) -> nodes.reference:
    """Return a link to a website; without a title, its text is the host and the last part of the URL."""
    link = web_link(source)
    last = source.url.partition("://")[2].partition("/")[2].rstrip("/").rpartition("/")[2]
    name = unquote(last).replace("_", " ")
    if last and not source.title:  # it is in no language
        part = nodes.literal("", name if name.isprintable() else last, classes=["language-und"])
        link.clear()
        link += labeled(source.name, part).children
    return link


def _partner_facts(context: ViewContext, entry: Entry) -> Rows:
    facts = entry.facts
    yield _("Kind"), str(PARTNER_KINDS[facts.kind])
    yield _("Coordinated by"), context.links(context.catalog.related(entry, "unit"))
    priorities = context.chips(context.catalog.related(entry, "priority"))
    yield _("Priorities"), priorities or _("None recorded")
    since, note = facts.since and context.date(facts.since), facts.since_note
    yield _("Since"), fill(_("{date} ({note})"), date=since or "", note=note) if note else since
    yield _("Status"), _("Ended: %s") % context.date(facts.until) if facts.until else _("No end recorded")
    yield _("Regions"), context.region_links(facts.regions)
    yield _("Website"), facts.website and _url_link(Source(url=facts.website))
    if facts.wikidata:
        url = f"https://www.wikidata.org/wiki/{facts.wikidata}"
        yield "Wikidata", web_link(Source(url=url, title=facts.wikidata))
    if facts.page and facts.page.url == "forthcoming":
        yield _("Partnership page"), _("Forthcoming")
    elif facts.page:
        yield facts.page.title or _("Partnership page"), _url_link(Source(url=facts.page.url))
    yield _("Last reviewed"), facts.reviewed and context.date(facts.reviewed)


def _priority_facts(context: ViewContext, entry: Entry) -> Rows:
    yield _("Goal"), entry.facts.goal
    yield _("Framework"), entry.facts.framework
    units = context.catalog.related_via(entry, "unit", via="partner")
    yield _("Units that coordinate its partners"), context.links(units)
    yield _("Source"), _url_link(entry.facts.source)


def _announcement_facts(context: ViewContext, entry: Entry) -> Rows:
    facts = entry.facts
    if facts.draft:
        yield _("Draft"), _("Not published yet. Only a preview shows it.")
    yield _("Date"), context.date(facts.date)
    yield _("Kind"), str(ANNOUNCEMENT_KINDS[facts.kind])
    yield _("Summary"), facts.summary
    yield _("Partners"), context.links(context.catalog.related(entry, "partner"))
    yield _("Priorities"), context.chips(context.catalog.related(entry, "priority"))
    yield _("Team units"), context.links(context.catalog.related(entry, "unit"))
    yield _("Announced at"), facts.link and _url_link(Source(url=facts.link))
    yield _("Updated"), facts.updated and context.date(facts.updated)


FACTS: Mapping[str, Callable[[ViewContext, Entry], Rows]] = {
    "partner": _partner_facts,
    "unit": lambda _context, entry: [(_("Focus"), entry.facts.focus)],
    "priority": _priority_facts,
    "announcement": _announcement_facts,
}


def sources(context: ViewContext, partner: Entry) -> list[nodes.Node]:
    """Show, on a partner's page, the sources of the page."""
    if not partner.facts.sources:
        text = _("No sources are recorded for this page.")
        return [empty_list(context, text, f"{partner.docname}.md", "sources")]
    return [bullets(([context.source(source)] for source in partner.facts.sources), "evidence")]


def coordinated_partners(context: ViewContext, unit: Entry) -> list[nodes.Node]:
    """Show, on a unit's page, the partners that it coordinates."""
    partners = context.catalog.related(unit, "partner")
    if not partners:
        return [empty_list(context, _("No partners are recorded for this unit."), "partners/", "unit")]
    return [bullets([paragraph(context.link(partner), *ended(partner))] for partner in partners)]


def related_announcements(context: ViewContext, entry: Entry) -> list[nodes.Node]:
    """Show, on any entry's page, the announcements about it, newest first, and their feeds."""
    related = context.catalog.related(entry, "announcement")
    shown = [announcements(context, related)] if related else []
    shown = shown or [empty_list(context, _("No announcements are recorded."), "announcements")]
    of_partners = context.catalog.announcements_of_partners(entry) if entry.kind == "priority" else []
    if of_partners:
        shown += [heading(3, str(FROM_PARTNERS)), announcements(context, of_partners)]
    return [*shown, *subscribe(context, entry)]


# The sections below the prose of each kind: id, heading, and key of `VIEWS`.
SECTIONS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "partner": (
        ("alignment", _("Priorities it supports, and why"), "alignment"),
        ("results", _("Results"), "results"),
        ("announcements", _("Announcements"), "related-announcements"),
        ("sources", _("Sources"), "sources"),
        ("cite", _("How to cite"), "citation"),
    ),
    "unit": (
        ("people", _("People"), "unit-people"),
        ("partners", _("Partners"), "coordinated-partners"),
        ("announcements", _("Announcements"), "related-announcements"),
    ),
    "priority": (
        ("partners", _("Partners that support it, and why"), "aligned-partners"),
        ("announcements", _("Announcements"), "related-announcements"),
    ),
    "announcement": (("cite", _("How to cite"), "citation"),),
}


def citation(context: ViewContext, entry: Entry) -> list[nodes.Node]:
    """Show how to cite the page, in forms that readers can copy."""
    if not context.domain.site.base:
        return [paragraph(_("This build has no citation, because the URL of the site is not set."))]
    cited = citation_of(entry, context.domain.site)
    forms = (
        (_("Text"), plain_text(cited, _("Summary: %s"))),
        ("BibTeX", bibtex(cited)),
        (_("Wikipedia"), wikitext(cited)),
    )
    shown: list[nodes.Node] = []
    for title, text in forms:
        block: nodes.Node = nodes.literal_block(text, text, language="text")
        if context.on_website:  # without Pygments, which takes its time for each block
            pre = element("pre", content=text)
            block = element("div", {"class": "highlight highlight-text notranslate"}, pre)
        shown += [heading(3, title), block]
    summary = element("summary", content=_("Citation as text, for BibTeX and for Wikipedia"))
    return [element("details", {}, summary, *shown)] if context.on_website else shown
