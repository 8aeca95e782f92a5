"""`diff`: what a change means, in Markdown for the people who review it, or as JSON."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .addresses import Site
from .changes import LISTS, Change, Items, What, compare
from .exports import SCHEMA_VERSION, catalog_json
from .schemas import ids_of
from .sources import Sources, WrongCall

Translate = Callable[[str], str]
CLIPPED = 300  # characters of a fact that is quoted


def _(text: str) -> str:
    """Mark a text that is shown; it is translated where it is used."""
    return text


HEADINGS: Mapping[str, str] = {
    "partner": _("Partners"),
    "unit": _("Team"),
    "priority": _("Priorities"),
    "announcement": _("Announcements"),
}
SENTENCES: Mapping[What, str] = {
    What.ADDED: _("%(name)s is new."),
    What.REMOVED: _("%(name)s is gone, and so is the address of its page (%(id)s)."),
    What.MOVED: _("%(name)s has another id, and so another address: %(old)s is now %(new)s."),
    What.RENAMED: _("%(old)s is now called %(new)s."),
    What.ENDED: _("The partnership with %(name)s has ended: %(new)s."),
    What.RESUMED: _("The partnership with %(name)s is no longer marked as ended (it was: %(old)s)."),
    What.UNIT_CHANGED: _("%(name)s is now coordinated by %(new)s, no longer by %(old)s."),
    What.ALIGNMENT_ADDED: _("%(name)s now serves %(subject)s: %(new)s"),
    What.ALIGNMENT_DROPPED: _("%(name)s no longer serves %(subject)s. The reason was: %(old)s"),
    What.ALIGNMENT_REWORDED: _(
        "The reason why %(name)s serves %(subject)s is worded anew. Old: %(old)s New: %(new)s"
    ),
    What.EVIDENCE_LOST: _(
        "Neither a source nor an announcement shows any more that %(name)s serves %(subject)s."
    ),
    What.LEFT_WITHOUT_PARTNER: _("No active partnership serves %(name)s any more."),
    What.JOINED: _("%(subject)s joined %(name)s (%(new)s)."),
    What.LEFT: _("%(subject)s left %(name)s (%(old)s)."),
    What.UNIT_JOINED: _("%(subject)s went from %(old)s to %(new)s."),
    What.ROLE_CHANGED: _("%(subject)s (%(name)s) has another role: %(old)s is now %(new)s."),
    What.PERSON_CHANGED: _("What is stated of %(subject)s (%(name)s) changed: %(new)s."),
    What.FACT_CHANGED: _("%(name)s: “%(subject)s” was %(old)s and is now %(new)s."),
}
NOTHING = _("nothing")


def sentence(change: Change, _: Translate, shown: Callable[[str], str] = str) -> str:
    """Return a change as a sentence.

    :param shown: makes what contributors wrote safe for the place where the sentence stands
    """
    values = {name: str(value) for name, value in asdict(change).items()}
    safe = {name: shown(value) if value else _(NOTHING) for name, value in values.items()}
    return _(SENTENCES[change.what]) % safe


def markdown_text(text: str) -> str:
    """Return a text of which Markdown, on GitHub too, makes no link, no mention and no HTML."""
    text = " ".join(text.split())
    text = text if len(text) <= CLIPPED else f"{text[:CLIPPED]}…"
    text = re.sub(r"([\\`*_{}\[\]()#!|~$+>-])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    # A word joiner keeps addresses, mentions and numbers of other changes from becoming links.
    return re.sub(r"(@|://|www\.|GH\\-)", "\\1\N{WORD JOINER}", text)


def markdown(changes: Sequence[Change], broken: Sequence[str], _: Translate = _) -> str:
    """Return all changes as Markdown.

    :param broken: pages with problems, which were left out
    """
    lines = [f"# {_('What this change does')}", ""]
    for kind, heading in HEADINGS.items():
        of_kind = [each for each in changes if each.kind == kind]
        if of_kind:
            lines += [
                f"## {_(heading)}",
                "",
                *(f"- {sentence(each, _, markdown_text)}" for each in of_kind),
                "",
            ]
    if not changes:
        lines += [_("No fact of the directory changes."), ""]
    if broken:
        lines += [_("These pages have problems and were left out of the comparison:"), ""]
        lines += [f"- {markdown_text(each)}" for each in broken] + [""]
    return "\n".join(lines)


# -- The command ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One side of a comparison."""

    items: Items
    broken: frozenset[tuple[str, str]]  # the lists and the ids of pages that could not be read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    side = "a revision of git, a folder with conf.py, or a catalog.json"
    parser.add_argument("base", help=f"what was: {side}")
    parser.add_argument("head", help="what is: likewise")
    parser.add_argument("--json", action="store_true", help="for tools")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print what changed."""
    base, head = side(root, arguments.base), side(root, arguments.head)
    broken = base.broken | head.broken
    changes = compare(_without(base.items, broken), _without(head.items, broken))
    names = sorted(f"{kind} {id}" for kind, id in broken)
    if arguments.json:
        told = {"changes": [asdict(each) for each in changes], "left_out": names}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    else:
        sys.stdout.write(markdown(changes, names))
    return 0


def side(root: Path, typed: str) -> Side:
    """Return what somebody named: a folder, a catalog file or a revision."""
    path = root / typed
    if path.is_dir() and (path / "conf.py").is_file():
        return of_sources(Sources.of_folder(path))
    if path.is_file():
        return Side(_catalog_file(path, typed), frozenset())
    return of_sources(Sources.of_revision(root, typed))


def of_sources(sources: Sources) -> Side:
    """Return the pages of a site in the form of the exports; addresses are those of their sources."""
    site = Site("", "", "en", "", "", "", page_path=lambda docname: docname)
    items = json.loads(catalog_json(sources.catalog, site))
    lists = {kind: name for name, kind in LISTS.items()}
    known = {(lists[kind], id) for kind, ids in ids_of(sources).items() for id in ids}
    return Side(items, frozenset(known - {(name, each["id"]) for name in LISTS for each in items[name]}))


def _without(items: Items, broken: frozenset[tuple[str, str]]) -> dict[str, Any]:
    """Return a catalog without the pages that the other side, or this one, cannot read."""
    return {
        **items,
        **{name: [each for each in items[name] if (name, each["id"]) not in broken] for name in LISTS},
    }


def _catalog_file(path: Path, typed: str) -> Items:
    try:
        items: Items = json.loads(path.read_bytes())
        if items["schema_version"] != SCHEMA_VERSION:
            raise WrongCall(
                f"{typed} has schema_version {items['schema_version']}; known is {SCHEMA_VERSION}"
            )
        if not all(each["id"] and each["url"] for name in LISTS for each in items[name]):
            raise ValueError
    except (OSError, ValueError, TypeError, KeyError):
        raise WrongCall(f"{typed} is no catalog file of such a site") from None
    return items
