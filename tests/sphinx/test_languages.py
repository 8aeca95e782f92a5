"""Builds in other languages: what is translated, older or missing, and what a build writes again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import jsonschema
import lxml.html
import pytest
from lxml import etree
from lxml.html import HtmlElement

from builders import BASE_URL, PIXEL, ROOT, Site, published_files, run_command, visible_text
from feed_formats.atom import ATOM
from partnerships_data.catalog.sitemap import NAMESPACE, XHTML
from translation_catalogs.catalogs import catalog_text, parse_catalog

# Names of formats, of a folder and of a person, the host of a source, and the text of a role: they keep their letters.
ALLOWED = {"announcements", "Atom", "BibTeX", "Feed", "JSON", "Example", "example", "other"}
ACME = "locales/de/LC_MESSAGES/partners/acme.po"
MENU = 'html_theme = "partnerships_theme"\nhtml_theme_options = {"menu": ["team/index", "partners/index"]}'
HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\n'
REASON = "Brings *many* readers, as [its page](beta.md) shows."
GERMAN_REASON = "Bringt *viele* Leute, wie [die Seite](beta.md) zeigt."


def write_catalog(site: Site, path: str, translations: Mapping[str, str]) -> None:
    entries = (f'msgid "{text}"\nmsgstr "{translation}"\n' for text, translation in translations.items())
    site.write(path, HEADER + "\n".join(entries))


def german(site: Site) -> Site:
    """Translate the name, the reason and the prose of Acme."""
    write_catalog(site, ACME, {"Acme": "Akme", REASON: GERMAN_REASON, "Prose of Acme.": "Text über Akme."})
    entry = '#: alignment.reach.reason\nmsgid "Brings'
    site.edit(ACME, 'msgid "Brings', entry)
    return site


def test_a_text_that_changed_keeps_its_translation_and_says_so(site: Site) -> None:
    """The reason is shown on the pages of the partner and of the priority, with the original below it."""
    german(site)
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    assert site.build(language="de") == []
    for page in ("html/partners/acme.html", "html/priorities/reach.html"):
        shown = site.read(page)
        assert "Bringt viele Leute" in visible_text(shown)
        assert "This translation is older than the original." in visible_text(shown)
        details = shown.partition('<details class="original">')[2].partition("</details>")[0]
        assert "Brings new readers" in visible_text(f"<div>{details}</div>")
        assert '<span dir="ltr" lang="en">Brings <em>new</em>' in details
        assert "partners/beta.html" in details or 'href="beta.html"' in details


def test_a_text_without_a_translation_says_its_language(site: Site) -> None:
    german(site)
    assert site.build(language="de") == []
    assert '<span dir="ltr" lang="en">Prose of Beta.</span>' in site.read("html/partners/beta.html")
    assert '<span dir="ltr" lang="en">Beta</span>' in site.read("html/priorities/index.html")
    assert "lang=" not in site.read("html/partners/acme.html").partition("<main")[2].partition("Akme")[2][:40]


def test_english_needs_no_catalog_and_reads_none(site: Site) -> None:
    german(site)
    site.write(ACME, "broken")
    assert site.build() == []
    assert "Prose of Acme." in site.read("html/partners/acme.html")
    assert 'dir="ltr" lang="en"' not in site.read("html/partners/acme.html").partition("<main")[2]


@pytest.mark.parametrize("typed", ["pt-br", "pt-BR", "pt_BR"])
def test_all_spellings_of_a_code(site: Site, typed: str) -> None:
    write_catalog(site, "locales/pt_BR/LC_MESSAGES/partners/acme.po", {"Acme": "Acme do Brasil"})
    assert site.build(language=typed) == []
    page = site.read("html/partners/acme.html")
    assert '<html lang="pt-BR"' in page
    assert "Acme do Brasil" in page


@pytest.mark.parametrize(
    ("typed", "message"), [("xx", "is not the code of a language"), ("fr", "make new-language")]
)
def test_unknown_languages_stop_the_build(site: Site, typed: str, message: str) -> None:
    site.edit("conf.py", "smartquotes", 'partnerships_languages = ["en", "de"]\nsmartquotes')
    with pytest.raises(Exception, match=message):
        site.build(language=typed)


def test_a_site_without_catalogs_is_in_english(site: Site) -> None:
    """Builds and the checks report nothing: the site has languages in which nothing is translated yet."""
    site.edit("conf.py", "smartquotes", 'partnerships_languages = ["en", "de"]\nsmartquotes')
    assert not (site.source / "locales").exists()
    checked = run_command(site.source, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    for language in ("en", "de"):
        assert site.build(language=language) == []
        assert "Prose of Acme." in site.read("html/partners/acme.html")
    status = run_command(site.source, "translation-status").stdout
    assert "0 %" in status


def test_a_slip_costs_its_own_text_only(site: Site) -> None:
    german(site)
    site.edit(ACME, "Text über Akme.", "Text <b>über</b> Akme.")
    [message] = site.build(language="de")
    assert message.startswith(f"{ACME}:13:14: WARNING: HTML is not allowed")
    page = site.read("html/partners/acme.html")
    assert "Prose of Acme." in page
    assert "Bringt" in page
    assert '"acme"' in site.read("html/api/catalog.json")
    site.edit(ACME, 'msgstr "Akme"', "msgstr Akme")
    assert [line.partition(" ")[0] for line in site.build(language="de")] == [
        f"{ACME}:6:1:",
        f"{ACME}:13:14:",
    ]


def test_incremental_builds_equal_clean_ones(make_site: Callable[[str], Site]) -> None:
    """After a change of a catalog, of the interface and of the English text, one after the other."""
    site = german(make_site("site"))
    interface = "locales/de/LC_MESSAGES/partnerships.po"
    write_catalog(site, interface, {"Company": "Firma"})
    assert site.build(language="de") == []
    changes = [
        (ACME, "Text über Akme.", "Neuer Text."),
        (interface, "Firma", "Unternehmen"),
        ("partners/acme.md", "Brings *many*", "Brings *some*"),
        (ACME, "Akme", "Akmé"),
    ]
    for number, (path, old, new) in enumerate(changes):
        site.edit(path, old, new)
        assert site.build(language="de") == []
        clean = german(make_site(f"clean{number}"))
        write_catalog(clean, interface, {"Company": "Firma"})
        for path, old, new in changes[: number + 1]:
            clean.edit(path, old, new)
        assert clean.build(language="de") == []
        assert published_files(site.out / "html") == published_files(clean.out / "html"), changes[number]


LANGUAGES: dict[str, Any] = {
    "partnerships_languages": ["en", "de", "ar"],
    "partnerships_language_path": "../{code}/",
}


def build_in(site: Site, code: str) -> Site:
    base = f"https://example.org/{code}/"
    assert site.build(language=code, html_baseurl=base, **LANGUAGES) == []
    return site


def alternates(page: str) -> dict[str, str]:
    links = lxml.html.fromstring(page).xpath("//link[@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


def test_pages_link_to_themselves_in_other_languages(make_site: Callable[[str], Site]) -> None:
    """The links for search engines are the same in all languages; those for readers are relative."""
    english, translated = build_in(german(make_site("en")), "en"), build_in(german(make_site("de")), "de")
    page = translated.read("html/partners/acme.html")
    expected = {code: f"https://example.org/{code}/partners/acme.html" for code in ("en", "de", "ar")}
    expected["x-default"] = expected["en"]
    assert alternates(page) == alternates(english.read("html/partners/acme.html")) == expected
    [menu] = lxml.html.fromstring(page).find_class("language-menu")
    links = [(link.text, link.get("href"), link.get("lang")) for link in menu.iter("a")]
    assert links == [
        ("English", "../../en/partners/acme.html", "en"),
        ("العربية", "../../ar/partners/acme.html", "ar"),
    ]
    assert menu.find("summary").text == "Deutsch"
    [menu] = translated.tree("html/search.html").find_class("language-menu")
    assert [link.get("href") for link in menu.iter("a")] == ["../en/search.html", "../ar/search.html"]


def sitemap_alternates(site: Site) -> dict[str, dict[str, str]]:
    """Return the links of each page in the sitemap to itself in all languages, by the URL of the page."""
    root = etree.fromstring((site.out / "html/sitemap.xml").read_bytes())
    names = {"s": NAMESPACE, "x": XHTML}
    return {
        str(page.findtext("s:loc", namespaces=names)): {
            link.get("hreflang"): link.get("href")
            for link in page.iterfind("x:link[@rel='alternate']", namespaces=names)
        }
        for page in root
    }


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_sitemaps_of_all_languages_have_the_links_of_the_pages(
    make_site: Callable[[str], Site], builder: str
) -> None:
    """Each page of each language names all others, and is named by them."""
    found = {}
    for code in ("en", "de"):
        site = make_site(code)
        site.write("about/größe & maß.md", "# Größe\n\nText.\n")
        site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
        site.edit("index.md", "announcements/index\n", "announcements/index\nabout/größe & maß\n")
        base = f"https://example.org/{code}/"
        assert site.build(builder, language=code, html_baseurl=base, **LANGUAGES) == []
        (site.out / "html").exists() or (site.out / builder).rename(site.out / "html")
        found[code] = sitemap_alternates(site)
        for url, links in found[code].items():
            path = unquote(url.removeprefix(base))
            file = f"{path}index.html" if path.endswith("/") or not path else path
            assert links == alternates(site.read(f"html/{file}")), url
            assert links[code] == url
            assert links["x-default"] == links["en"]
    german = {links["de"]: links for links in found["en"].values()}
    assert german == found["de"]
    assert len(german) > 10


def test_a_translated_page_says_how_much_of_it_is_translated(make_site: Callable[[str], Site]) -> None:
    """A page of which nothing is translated names the original as canonical."""
    site = german(make_site("de"))
    site.edit("partners/acme.md", "Prose of Acme.", "Prose of Acme and others.\n\nNew prose.")
    build_in(site, "de")
    note = 'class="translation-note"'
    page = site.read("html/partners/acme.html")
    assert "Translated: 80 %. Paragraphs older than the original: 1." in visible_text(page)
    assert "Not yet reviewed by a native speaker." in visible_text(page)
    assert '<link rel="canonical" href="https://example.org/de/partners/acme.html"/>' in page
    assert '<link rel="canonical" href="https://example.org/en/partners/beta.html"/>' in site.read(
        "html/partners/beta.html"
    )
    site.edit(ACME, '"Language: de\\n"', '"Language: de\\n"\n"X-Reviewed-By: Ana\\n"')
    build_in(site, "de")
    assert "Not yet reviewed" not in site.read("html/partners/acme.html")
    assert note not in build_in(make_site("en"), "en").read("html/partners/acme.html")


def test_feeds_of_languages_share_no_id(make_site: Callable[[str], Site]) -> None:
    english, translated = build_in(make_site("en"), "en"), build_in(german(make_site("de")), "de")
    ids = [
        set(re.findall("<id>(.*)</id>", site.read("html/feeds/announcements.xml")))
        for site in (english, translated)
    ]
    assert len(ids[0]) == len(ids[1]) > 1
    assert not ids[0] & ids[1]
    assert all(id.startswith("tag:example.org,2026:announcements") for id in ids[0])
    assert {id.replace(":de/", ":") for id in ids[1]} == ids[0]


@pytest.mark.parametrize(("code", "language", "side"), [("ar", "ar", "rtl"), ("pt_BR", "pt-BR", "ltr")])
def test_an_e_book_has_the_language_and_the_direction(
    site: Site, code: str, language: str, side: str
) -> None:
    site.build("epub", language=code)  # warns of values that a book should have
    package = site.read("epub/content.opf")
    assert f"<dc:language>{language}</dc:language>" in package
    assert f'page-progression-direction="{side}"' in package
    assert "Table of Contents" not in site.read("epub/nav.xhtml")
    page = site.read("epub/partners/acme.xhtml")
    assert f'lang="{language}" dir="{side}">' in page


def test_diagrams_begin_at_the_right_in_arabic(site: Site) -> None:
    """The texts of diagrams that were written by hand are translated."""
    site.edit(
        "index.md",
        "# ",
        '```{mermaid}\n:alt: Two boxes\n\nflowchart LR\n  a["Left box"] --> b["Right"]\n```\n\n# ',
    )
    write_catalog(site, "locales/ar/LC_MESSAGES/index.po", {"Left box": "يسار", "Two boxes": "مربعان"})
    text = site.source.joinpath("index.md").read_text(encoding="utf-8")
    start = text.index("```{mermaid}")
    end = text.index("# ", start)
    site.write("index.md", text[:start] + text[end:] + "\n" + text[start:end])
    assert site.build(language="ar") == []
    page = lxml.html.fromstring(site.read("html/index.html"))
    [image] = page.xpath("//img[@alt='مربعان']")
    drawing = (site.out / "html" / image.get("src")).read_text(encoding="utf-8")
    assert "يسار" in drawing
    boxes = dict(re.findall(r'merman-flowchart-([ab])-\d+"[^>]*transform="translate\(([\d.]+)', drawing))
    assert float(boxes["a"]) > float(boxes["b"])


@pytest.mark.parametrize(
    ("code", "stemmer"), [("ar", "ArabicStemmer"), ("id", "IndonesianStemmer"), ("de", "GermanStemmer")]
)
def test_the_search_uses_the_stemmer_of_the_language(site: Site, code: str, stemmer: str) -> None:
    assert site.build(language=code) == []
    assert stemmer in site.read("html/_static/language_data.js")


KEPT = re.compile(r"\]\([^()]*\)|\{[a-z:-]+\}`[^`]*`|`[^`]*`|%\([a-z_]+\)s|%[s%]|\{[a-z0-9_]*\}")


def in_wide_letters(text: str) -> str:
    """Return a text in a made-up language: the same words in letters that English does not have."""
    wide = str.maketrans(
        {chr(code): chr(code + 0xFEE0) for code in range(ord("A"), ord("z") + 1) if chr(code).isalpha()}
    )
    words = [part.translate(wide) for part in KEPT.split(text)]
    kept = [*KEPT.findall(text), ""]
    return "".join(word + keep for word, keep in zip(words, kept, strict=True))


def translate_into_wide_letters(site: Site, pattern: str) -> None:
    """Translate the catalogs that match a pattern, and build the site."""
    settings = 'partnerships_languages = ["en", "sw"]\npage_translations_site_texts = {project: "title"}\n'
    site.edit("conf.py", "smartquotes", f"{settings}smartquotes")
    assert run_command(site.source, "translations", "sw").returncode == 0
    for path in sorted(site.source.glob(f"locales/sw/{pattern}")):
        catalog = parse_catalog(path.read_bytes())
        entries = (replace(entry, translation=in_wide_letters(entry.text)) for entry in catalog.entries)
        path.write_text(catalog_text(replace(catalog, entries=tuple(entries)), "sw"), encoding="utf-8")
    assert site.build(language="sw", html_baseurl=BASE_URL) == []


def unmarked_descriptions(page: HtmlElement) -> Iterator[str]:
    """Yield the title of a page, and what it says about itself, unless they are marked as English."""
    described = "//meta[@name='description' or @property='og:title' or @property='og:description']"
    for element in page.xpath(f"//title|{described}"):
        if element.get("lang") != "en":
            yield element.get("content") or str(element.text)


def unmarked_words(page: HtmlElement) -> set[str]:
    """Return the English words of a page that readers see and that are not marked as English."""
    hidden = "//head|//script|//code|//pre|//*[contains(@class, 'headerlink')]"
    for node in page.xpath(f"{hidden}|//*[@lang='en']"):
        node.drop_tree()
    return {word for text in page.itertext() for word in re.findall("[A-Za-z]{4,}", text)}


def test_english_is_marked_wherever_it_is_shown(site: Site) -> None:
    """Only the interface is translated: on pages, in menus, lists, filters and in the general index."""
    site.edit("conf.py", 'html_theme = "partnerships_theme"', MENU)
    site.edit("announcements/2019-05-01-acme-joins.md", "announcement:\n", "announcement:\n  banner: true\n")
    site.edit("conf.py", "smartquotes", "html_title = project\nsmartquotes")
    site.edit("partners/acme.md", "partner:\n", "partner:\n  formerly: [acme-inc]\n")
    site.edit("team/index.md", "```{team-list}\n```", "```{team-list}\n```\n\n```{team-diagram}\n```")
    translate_into_wide_letters(site, "**/partnerships.po")
    names = {"Atom", "BibTeX", "Example", "Feed", "JSON", "announcements", "example"}
    boxes = []
    for path in sorted((site.out / "html").rglob("*.html")):
        page = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        assert page.find_class("banner")[0].xpath(".//*[@lang='en']")
        boxes += page.xpath("//area[@alt!='Ada Example']")  # a person, whose name belongs to all languages
        assert words_of(unmarked_descriptions(page)) == set(), path
        assert unmarked_words(page) <= names, path
    assert {(box.get("lang"), box.get("dir")) for box in boxes} == {("en", "ltr")}


def test_descriptions_of_images_say_that_they_are_in_english(site: Site) -> None:
    """Those of diagrams, of images in prose and of photos."""
    member = "    - name: Ada Example\n"
    site.edit(
        "team/global.md",
        member,
        f"{member}      photo: ada.png\n      photo_alt: Ada at a desk.\n      photo_credit: By Eve\n",
    )
    site.edit(
        "team/global.md",
        "Prose of the unit.",
        "![A map](../_static/map.png)\n\n![A plan](../_static/map.png)",
    )
    for name in ("photos/ada.png", "map.png"):
        (site.source / "_static" / name).parent.mkdir(parents=True, exist_ok=True)
        (site.source / "_static" / name).write_bytes(PIXEL)
    chart = "```{mermaid}\n:alt: Two boxes\n:caption: *Boxes* in a row\n\nflowchart LR\n  a --> b\n```\n"
    site.edit("index.md", "# Small site", f"# Small site\n\n{chart}")
    write_catalog(site, "locales/de/LC_MESSAGES/team/global.po", {"A map": "Eine Karte"})
    assert site.build(language="de") == []
    images = [*site.tree("html/index.html").iter("img"), *site.tree("html/team/global.html").iter("img")]
    languages = {image.get("alt"): image.get("lang") for image in images}
    assert (
        languages.items()
        >= {"Two boxes": "en", "A plan": "en", "Ada at a desk.": "en", "Eine Karte": None}.items()
    )
    [caption] = site.tree("html/index.html").xpath("//figcaption/*")
    assert (caption.text, caption.get("lang"), caption.get("dir")) == ("*Boxes* in a row", "en", "ltr")


def words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall("[A-Za-z]{4,}", text)}


def texts_of(value: Any) -> Iterator[str]:
    """Yield the texts for readers in JSON, which are the values of these keys."""
    if isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("name", "title", "summary", "description", "headline", "text", "abstract"):
                yield str(item)
            yield from texts_of(item)


def test_metadata_feeds_search_and_e_book_of_a_complete_translation_have_no_english(site: Site) -> None:
    site.edit("conf.py", "smartquotes", "html_title = epub_title = project\nsmartquotes")
    translate_into_wide_letters(site, "**/*.po")
    left = set()
    for path in sorted((site.out / "html").rglob("*.html")):
        page = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        described = "//meta[@name='description' or @property='og:title' or @property='og:description']"
        left |= words_of([*page.xpath("//title/text()"), *page.xpath(f"{described}/@content")])
        for script in page.xpath("//script[@type='application/ld+json']/text()"):
            left |= words_of(texts_of(json.loads(script)))
    for path in [site.out / "html/search.json", *(site.out / "html/feeds").rglob("*.json")]:
        left |= words_of(texts_of(json.loads(path.read_text(encoding="utf-8"))))
    site.build("epub", language="sw")
    contents = lxml.html.fromstring((site.out / "epub/nav.xhtml").read_bytes())
    left |= words_of(contents.xpath("//a//text()"))
    assert left - ALLOWED == {"beta"}  # the target of a link in a reason in Markdown


def test_what_is_translated_completely_leaves_no_english(site: Site) -> None:
    """On all pages, only dates, names of people and URLs keep their letters."""
    translate_into_wide_letters(site, "**/*.po")
    left = set()
    for path in sorted((site.out / "html").rglob("*.html")):
        page = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        other_names = "|//a[@lang='en']" if path.name == "genindex.html" else ""  # so that readers find them
        for node in page.xpath(f"//head|//script|//code|//pre{other_names}"):
            node.drop_tree()
        texts = [*page.itertext(), *page.xpath("//@alt|//@aria-label|//@placeholder|//@data-copy|//@title")]
        left |= {word for text in texts for word in re.findall("[A-Za-z]{4,}", text)}
    assert left - ALLOWED == set()


# -- The list of languages -------------------------------------------------------------------------------------


def with_language_list(site: Site) -> Site:
    """Add a page with the list of languages to a site with two translations."""
    site.write("about/languages.md", "# Languages\n\n```{language-list}\n```\n")
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    site.edit("conf.py", "smartquotes", 'partnerships_languages = ["en", "de", "ar"]\nsmartquotes')
    site.edit("index.md", "announcements/index\n", "announcements/index\nabout/languages\n")
    return german(site)


def shown_numbers(site: Site, page: str = "html/about/languages.html") -> list[list[str]]:
    """Return the rows of all tables on the page, without their headings."""
    rows = lxml.html.fromstring(site.read(page)).xpath("//main//table/tbody/tr")
    return [[visible_text(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_list_of_languages_has_the_numbers_of_the_command(site: Site, language: str) -> None:
    """An older translation and a text with a slip count the same, whatever the language of the page is."""
    with_language_list(site)
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    write_catalog(site, "locales/ar/LC_MESSAGES/partners/beta.po", {"Beta": "<b>بيتا</b>"})
    assert site.build(language=language) == []
    printed = run_command(site.source, "translation-status").stdout
    rows = [re.split(" {2,}", line.strip()) for line in printed.splitlines()[1:]]
    assert [row[2:] for row in rows] == [row[1:] for row in shown_numbers(site)]
    [states] = [row[2:5] for row in rows if row[:2] == ["de", "readers' pages"]]
    assert [state.partition(" ")[0] for state in states][:2] == ["2", "1"]
    assert rows[4][2].partition(" ")[0] == "0"
    page = site.read("html/about/languages.html")
    [heading] = lxml.html.fromstring(page).xpath("//h2[@id='language-ar']")
    assert (heading.text, heading.get("lang")) == ("العربية", "ar")


@pytest.mark.parametrize("pattern", ["", "https://example.org/{code}/{page}?{path}"])
def test_the_list_of_languages_links_to_what_needs_work(site: Site, pattern: str) -> None:
    with_language_list(site)
    assert site.build(partnerships_translate_url=pattern) == []
    [heading] = lxml.html.fromstring(site.read("html/about/languages.html")).xpath("//h2[@id='language-de']")
    links = {link.text_content(): link.get("href") for link in heading.xpath("following::p/a")}
    if pattern:
        assert links["Beta"] == (
            "https://example.org/ar/partners/beta?locales/ar/LC_MESSAGES/partners/beta.po"
        )
        assert "Interface" in links
    else:
        assert links["Beta"] == "../partners/beta.html"
    assert "Languages" in links


def test_the_list_of_languages_is_up_to_date(make_site: Callable[[str], Site]) -> None:
    """Also if only the catalog of another language or the text of another page changes."""
    site = with_language_list(make_site("site"))
    assert site.build() == []
    beta = "locales/de/LC_MESSAGES/partners/beta.po"
    changes: list[Callable[[Site], None]] = [
        lambda site: write_catalog(site, beta, {"Beta": "Betha"}),
        lambda site: site.edit("partners/beta.md", "Prose of Beta.", "Prose of Beta and others."),
        lambda site: (site.source / ACME).unlink(),
        lambda site: site.rename("partners/gamma.md", "Gamma", "Delta"),
    ]
    shown = {site.read("html/about/languages.html")}
    for number in range(1, len(changes) + 1):
        changes[number - 1](site)
        assert site.build() == []
        clean = with_language_list(make_site(f"clean{number}"))
        for change in changes[:number]:
            change(clean)
        assert clean.build() == []
        assert published_files(site.out / "html") == published_files(clean.out / "html"), number
        shown.add(site.read("html/about/languages.html"))
    assert len(shown) == len(changes) + 1


@pytest.mark.parametrize(
    ("builder", "file"),
    [("text", "about/languages.txt"), ("latex", "smallsite.tex"), ("singlehtml", "index.html")],
)
def test_the_list_of_languages_in_other_formats(site: Site, builder: str, file: str) -> None:
    with_language_list(site)
    assert site.build(builder) == []
    text = " ".join(site.read(f"{builder}/{file}").split())
    assert "Needs work" in text
    assert "Readers" in text


# -- Files for machines ----------------------------------------------------------------------------------------


def catalog_json(site: Site) -> dict[str, Any]:
    content = json.loads(site.read("html/api/catalog.json"))
    jsonschema.validate(content, json.loads(site.read("html/api/catalog.schema.json")))
    return dict(content)


def test_the_catalog_names_the_texts_that_are_not_translated(make_site: Callable[[str], Site]) -> None:
    """Ids, order and dates are the same in all languages."""
    english = catalog_json(build_in(make_site("en"), "en"))
    site = german(make_site("de"))
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    title = "A long title that is the same in both languages"
    site.edit("announcements/2019-05-01-acme-joins.md", "# Acme joins us", f"# {title}")
    summary = {"Acme joins.": "Akme ist dabei.", title: title}
    write_catalog(site, "locales/de/LC_MESSAGES/announcements/2019-05-01-acme-joins.po", summary)
    translated = catalog_json(build_in(site, "de"))
    assert english["site"]["languages"] == translated["site"]["languages"]
    assert english["site"]["languages"]["ar"] == "https://example.org/ar/"
    for kind in ("partners", "priorities", "units", "announcements"):
        assert [item["id"] for item in english[kind]] == [item["id"] for item in translated[kind]]
        assert [item.get("date") for item in english[kind]] == [item.get("date") for item in translated[kind]]
        assert not any(item.keys() & {"untranslated", "older"} for item in english[kind])
    items = {item["id"]: item for kind in ("partners", "announcements") for item in translated[kind]}
    assert (items["acme"]["untranslated"], items["acme"]["older"]) == ([], ["alignment.reach.reason"])
    assert "name" in items["beta"]["untranslated"]
    assert "title" not in items["beta"]["untranslated"]
    assert items["2019-05-01-acme-joins"]["untranslated"] == ["title"]
    [partner] = [json.loads(site.read("html/api/partners/acme.json"))]
    assert partner["older"] == ["alignment.reach.reason"]


def test_files_have_the_same_order_in_all_languages(make_site: Callable[[str], Site]) -> None:
    """Only pages sort by translated names."""
    english, translated = make_site("en"), german(make_site("de"))
    translated.edit(ACME, "Akme", "Zakme")
    for site in (english, translated):
        site.write(
            "team/regional.md", "---\nunit:\n  name: Regional\n  focus: Regions.\n---\n# Regional\n\nProse.\n"
        )
        write_catalog(site, "locales/de/LC_MESSAGES/team/regional.po", {"Regional": "Abteilung"})
    build_in(english, "en")
    build_in(translated, "de")
    for name in ("partners", "alignment", "announcements", "results"):
        tables = [site.read(f"html/api/{name}.csv").splitlines() for site in (english, translated)]
        ids = [[line.partition(",")[0] for line in table] for table in tables]
        assert ids[0] == ids[1], name
    for kind in ("partners", "priorities", "units", "announcements"):
        items = [catalog_json(site)[kind] for site in (english, translated)]
        assert [item["id"] for item in items[0]] == [item["id"] for item in items[1]], kind
        assert [item.get("partners") for item in items[0]] == [item.get("partners") for item in items[1]]
    names = translated.tree("html/partners/index.html").xpath("//main//*[contains(@class, 'entry-name')]")
    assert [visible_text(name) for name in names][-1] == "Zakme"


def test_feeds_link_to_other_languages_and_mark_english(make_site: Callable[[str], Site]) -> None:
    site = german(make_site("de"))
    catalog = "locales/de/LC_MESSAGES/announcements/2019-05-01-acme-joins.po"
    write_catalog(site, catalog, {"Acme joins.": "Akme ist dabei."})
    build_in(site, "de")
    feed = etree.fromstring((site.out / "html/feeds/announcements.xml").read_bytes())
    etree.RelaxNG(etree.parse(ROOT / "tests/schemas/atom.rng")).assertValid(feed)
    names = {"a": ATOM}
    others = {
        link.get("hreflang"): link.get("href")
        for link in feed.findall("a:link[@type='application/atom+xml'][@rel='alternate']", names)
    }
    assert others == {code: f"https://example.org/{code}/feeds/announcements.xml" for code in ("en", "ar")}
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    entries = {
        entry.findtext("a:id", namespaces=names): [
            entry.find(f"a:{name}", names).get(language) for name in ("title", "summary")
        ]
        for entry in feed.findall("a:entry", names)
    }
    [joins] = [id for id in entries if id and "acme-joins" in id]
    assert entries.pop(joins) == ["en", None]
    assert list(entries.values()) == [["en", "en"]] * len(entries)
    items = {item["id"]: item for item in json.loads(site.read("html/feeds/announcements.json"))["items"]}
    assert "language" not in items[joins]
    assert {item.get("language") for id, item in items.items() if id != joins} == {"en"}
    english = build_in(make_site("en"), "en")
    assert "xml:lang" not in english.read("html/feeds/announcements.xml").partition("<entry>")[2]
    items_in_english = json.loads(english.read("html/feeds/announcements.json"))["items"]
    assert not [item for item in items_in_english if "language" in item]


def test_linked_data_names_the_original_of_a_translated_page(make_site: Callable[[str], Site]) -> None:
    """A page of which nothing is translated is not a translation."""
    site = build_in(german(make_site("de")), "de")

    def things(site: Site, page: str) -> list[dict[str, Any]]:
        [script] = lxml.html.fromstring(site.read(page)).xpath("//script[@type='application/ld+json']")
        return list(json.loads(script.text)["@graph"])

    [page] = [thing for thing in things(site, "html/partners/acme.html") if thing["@type"] == "WebPage"]
    assert page == {
        "@type": "WebPage",
        "url": "https://example.org/de/partners/acme.html",
        "inLanguage": "de",
        "translationOfWork": {
            "@type": "WebPage",
            "url": "https://example.org/en/partners/acme.html",
            "inLanguage": "en",
        },
    }
    assert not [thing for thing in things(site, "html/partners/beta.html") if thing["@type"] == "WebPage"]
    english = build_in(make_site("en"), "en")
    assert "translationOfWork" not in english.read("html/partners/acme.html")


# -- Other ways to build ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", ["build_lock", "parallel_html"])
def test_workers_write_the_same_translated_site(make_site: Callable[[str], Site], extension: str) -> None:
    """Byte for byte, with the list of languages, older translations and texts without a translation."""
    built = []
    for workers in ("1", "3"):
        site = with_language_list(make_site(workers))
        site.edit("conf.py", '"build_lock"', f'"{extension}"')
        site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
        options = ("-q", "-W", "-b", "html", "-D", "language=de", "-j", workers)
        done = site.sphinx(*options)
        assert (done.returncode, done.stderr) == (0, "")
        built.append(published_files(site.out / "html"))
    assert "This translation is older" in built[0]["priorities/reach.html"].decode()
    assert built[0] == built[1]


@pytest.mark.parametrize(
    ("builder", "files"),
    [
        ("text", ("partners/acme.txt", "priorities/reach.txt")),
        ("latex", ("smallsite.tex",)),
        ("epub", ("partners/acme.xhtml", "priorities/reach.xhtml")),
        ("singlehtml", ("index.html",)),
    ],
)
def test_other_formats_say_in_words_that_a_translation_is_older(
    site: Site, builder: str, files: tuple[str, ...]
) -> None:
    german(site)
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    warnings = site.build(builder, language="de")
    assert [line for line in warnings if "should not be empty for EPUB3" not in line] == []
    for file in files:
        written = site.read(f"{builder}/{file}")
        text = " ".join(
            (
                written
                if builder in ("text", "latex")
                else visible_text(written.partition("?>")[2] or written)
            ).split()
        )
        translation, _mark, rest = text.partition("(This translation is older than the original.)")
        assert "Bringt" in translation
        before, _label, original = rest.partition("Original in English:")
        if builder == "latex":  # the label is a paragraph
            assert before.endswith(r"\sphinxAtStartPar ")
        assert re.match(r" ?(Brings|.{0,60}Brings)", original), (file, rest[:200])
