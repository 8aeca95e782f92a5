"""The facts of the wiki page that this site replaces, so that no later edit loses one of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from builders import ROOT
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.entry import expected_entry

# The page that states each fact, and patterns for its words, in the source of that page. A rewritten sentence may need
# another pattern; a fact may move to another page, but never leave the site.
FACTS = {
    "index.md": [
        r"\bleads\b.*\bestablish and maintain strategic partnerships",
        r"global institutions, leading technology companies, international organizations, governments and .*open source\s+community",
        r"This work supports the Foundation's priorities",
        r"growing participation worldwide",
        r"readers and editors, particularly in emerging markets",
        r"modernize its product experience",
        r"snapshot of 2019",
    ],
    "team/index.md": [
        r"diverse and global",
        r"Asia, sub-Saharan Africa, North America, South America and the Middle East",
        r"unique and valuable perspectives",
        r"single unit that coordinates two categories of work: strategic partnerships and regional partnerships",
        r'"partnerships as a service"',
        r"all departments of the Wikimedia Foundation",
        r"matrix of regional and technical specialists",
        r"support one another to give each partnership a broader and deeper impact",
        r"started in 2012, when Wikipedia Zero was an active partnership program led by the Foundation",
        r"announced on February 16, 2018.*wound down during that year",
        r"97 carriers in 72 countries and more than 800 million people",
        r"2012 to 2015 \| Wikipedia Zero team",
        r"From about 2015 \| Global Reach",
        r"2017–18, in the annual plan \| Partnerships & Global Reach",
        r"2019 \| Partnerships",
    ],
    "team/strategic-partnerships.md": [
        r"global or multinational organizations",
        r"United Nations, global technology companies and free knowledge projects",
        r"name: Maryana Pinchuk role: Senior Manager, Tech & Product Partnerships base: Kansas City, USA",
        r"name: Nicolas Perry role: Manager, Tech & Product Partnerships base: San Francisco, USA",
        r"name: Adelle Tanuri role: Strategic Partnerships Associate base: Jakarta, Indonesia",
    ],
    "team/regional-partnerships.md": [
        r"expand access to free knowledge in a particular part of the world",
        r"name: Edna Medina role: LATAM regional consultant .*base: Bogota, Colombia",
        r"name: Rudolph Ampofo role: Sub-Saharan Africa regional manager .*base: Accra, Ghana",
    ],
    "partners/index.md": [
        r"some of the partnerships of the last year",
        r"updated regularly",
        r"\(chapters, thematic organizations and user groups\) are not partners",
    ],
    "partners/google.md": [
        r"rely on a healthy and sustainable ecosystem of web content",
        r"fosters the creation of highly relevant content, its dissemination and its discoverability",
        r"differ in perspective and approach in many areas",
        r"making information more accessible to people around the world",
        r"web that reflects the diversity of its users",
        r"supporting the development of editors and the creation of content",
        r"increasing access to content and its accuracy",
        r"supporting the operational sustainability of the Foundation",
        r"more details and lists projects and initiatives",
        r"\bthriving-movement:",
        r"\bplatform-evolution:",
        r"wikidata: Q95",
        r"page:.*https://meta.wikimedia.org/wiki/Overview_of_Wikimedia_Foundation_and_Google_Partnership",
        r"February 17, 2010, .*US\$2 million",
        r"informal and decentralized.*Since 2018, a framework .*central team at each organization",
        r"US\$1\.1 million to the Foundation and US\$2 million to the Wikimedia Endowment",
        r"Google Translate .*Content Translation",
        r"Custom Search and Cloud Vision .*at no cost",
        r"Tiger became Project GLOW \(Growing Local Language Content on Wikipedia\)",
        r"4,466 articles in 12 Indic languages",
    ],
    "partners/mozilla.md": [
        r"keeping knowledge a global public resource",
        r"accessible to all people regardless of their background, status or demographics",
        r"a number of initiatives to champion knowledge equity",
        r"a healthier internet that is welcoming to all",
        r"most recent initiative",
        r"lightweight browser for Android",
        r"more than 4 million times worldwide",
        r"one of a handful of default sites",
        r"featured in the travel section",
        r"easier to access for more people",
        r"informed consumers and contributors, both on the internet and in the free knowledge ecosystem",
        r"discontinued on June 30, 2021",
        r"\bworldwide-readership:",
        r"\bbrand-awareness:",
        r"page: forthcoming",
    ],
    "partners/gsma.md": [
        r"works closely with the Wikimedia Foundation to increase access to free knowledge",
        r"grow digital inclusion in traditionally underserved societies",
        r"narrow the mobile usage gap",
        r"began in 2018",
        r"first-time users how to use the internet and common apps safely",
        r"Mobile network operators use it to train their sales agents",
        r"agents then teach first-time users the value and functions of the internet on a smartphone",
        r"created the toolkit in 2016\. In June 2018, Wikipedia became one of its modules",
        r"planned for Chad, Bangladesh, Nigeria and Burkina Faso",
        r"reports that more than 250,000 customers were trained in Rwanda and 117,000 in Bangladesh",
        r"\bworldwide-readership:",
        r"\bbrand-awareness:",
        r"page: forthcoming",
    ],
    "partners/kiwix.md": [
        r"Lausanne, Switzerland",
        r"free software for reading online content offline",
        r"July 2018, .*announced a partnership to grow offline access to Wikipedia",
    ],
    "partners/un-human-rights.md": [
        r"Office of the United Nations High Commissioner for Human Rights \(OHCHR\)",
        r"memorandum of understanding, which was announced on August 16, 2019, at Wikimania in Stockholm",
        r"Wikimedia Argentina and a pilot edit-a-thon in Buenos Aires in July 2019",
        r"December 10, 2019, to January 30, 2020",
        r"210 editors took part\. They edited at least 721 articles, 287 of which were new",
    ],
    "priorities/brand-awareness.md": [r"clearer and stronger, and build affinity"],
    "priorities/worldwide-readership.md": [r"Maintain readership where it is high"],
    "priorities/thriving-movement.md": [r"third outcome .*strategic partnerships"],
    "priorities/global-advocacy.md": [r"third outcome .*partnerships that advance policy"],
    "priorities/platform-evolution.md": [r"structured content, rich media and machine learning"],
    "announcements/2019-new-colleagues.md": [
        r"# Welcome our new additions to the team!",
        r"Edna Medina, LATAM regional consultant, is based in Bogota, Colombia",
        r"Rudolph Ampofo, Sub-Saharan Africa regional manager, is based in Accra, Ghana",
        r"Maryana Pinchuk, Senior Manager, Tech & Product Partnerships, is based in Kansas City, USA",
        r"Nicolas Perry, Manager, Tech & Product Partnerships, is based in San Francisco, USA",
        r"Adelle Tanuri, Strategic Partnerships Associate, is based in Jakarta, Indonesia",
    ],
    "announcements/2019-08-16-wikimedia-and-un-human-rights-expand-knowledge.md": [
        r"date: 2019-08-16 kind: blog-post",
        r"# Wikimedia and UN Human Rights partner to expand Wikipedia's knowledge",
    ],
    "announcements/2019-01-22-google-and-wikimedia-foundation-knowledge-equity.md": [
        r"date: 2019-01-22 kind: blog-post",
        r"# Google and Wikimedia Foundation partner to increase knowledge equity online",
        r"Google\.org to the Wikimedia Foundation, and US\$2 million to the Wikimedia Endowment",
    ],
    "announcements/2018-07-18-wikimedia-foundation-and-kiwix-offline-access.md": [
        r"date: 2018-07-18 kind: blog-post",
        r"# Wikimedia Foundation and Kiwix partner to grow offline access to Wikipedia",
    ],
    "announcements/2018-06-21-wikimedia-foundation-and-gsma-digital-literacy.md": [
        r"date: 2018-06-21 kind: blog-post",
        r"# Wikimedia Foundation partners with the GSMA to expand digital literacy in emerging countries",
    ],
    "announcements/index.md": [r"recent news", r"updates"],
    "about/index.md": [r"Partnership demo", r"CC BY-SA 4\.0", r"not an official statement of the Foundation"],
    "about/corrections.md": [
        r"Wikipedia Zero ended in 2017",
        r"developed the training toolkit together",
        r"page on Meta-Wiki is forthcoming",
    ],
}


CATALOG = SourceTree.from_folder(ROOT).catalog


def current_name(name: str) -> str:
    """Return the path of a page that may have been renamed; empty if it was deleted."""
    kind, id = expected_entry(name.removesuffix(".md")) or ("", "")
    renamed = [entry for entry in CATALOG.by_kind.get(kind, {}).values() if id in entry.facts.formerly]
    if renamed:
        return f"{renamed[0].docname}.md"
    return name if (ROOT / name).is_file() else ""


@cache
def words_of(name: str) -> str:
    """Return the text of a page on one line, with the text of each link in place of the link."""
    text = (ROOT / current_name(name)).read_text(encoding="utf-8")
    without_links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(without_links.split())


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name in FACTS for pattern in FACTS[name]])
def test_a_page_still_states_a_fact_of_the_original(name: str, pattern: str) -> None:
    priority = re.fullmatch(r"\\b([a-z-]+):", pattern)
    if not current_name(name) or (priority and not current_name(f"priorities/{priority[1]}.md")):
        pytest.skip("the page was deleted; the brief for reviewers lists what it stated")
    if priority:
        pattern = rf"\b{Path(current_name(f'priorities/{priority[1]}.md')).stem}:"
    assert re.search(pattern, words_of(name)), f"{name} no longer states: {pattern}"
