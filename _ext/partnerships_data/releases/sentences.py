"""Changes as sentences for readers, in one place for pages, feeds and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from string import Formatter
from typing import TypeVar

from partnerships_data.pages.field_types import Region
from partnerships_data.releases.changes import Change, ChangeKind, EntryRef

Translate = Callable[[str], str]
T = TypeVar("T")


def N_(text: str) -> str:
    """Mark a text for translators; it is translated where it is shown."""
    return text


# {0} and {1} are the entries that a change is about.
SENTENCES: Mapping[ChangeKind, str] = {
    ChangeKind.PARTNER_ADDED: N_("{0} is a new partner."),
    ChangeKind.PARTNER_REMOVED: N_("{0} was removed from the directory."),
    ChangeKind.PARTNER_ENDED: N_("The partnership with {0} has ended."),
    ChangeKind.PARTNER_RESUMED: N_("The partnership with {0} is no longer recorded as ended."),
    ChangeKind.PARTNER_RENAMED: N_("{0} was previously named “{before}”."),
    ChangeKind.PARTNER_MOVED: N_("The page of {0} has a new URL."),
    ChangeKind.PARTNER_UNIT: N_("{0} is now coordinated by “{after}” instead of “{before}”."),
    ChangeKind.PARTNER_CHANGED: N_("These facts of {0} changed: {after}."),
    ChangeKind.ALIGNMENT_ADDED: N_("{0} now supports {1}: {after}"),
    ChangeKind.ALIGNMENT_DROPPED: N_("{0} is no longer recorded as supporting {1}."),
    ChangeKind.ALIGNMENT_REWORDED: N_("The reason why {0} supports {1} is now: {after}"),
    ChangeKind.ALIGNMENT_STATED: N_("A source now states that {0} supports {1}."),
    ChangeKind.ALIGNMENT_INFERRED: N_(
        "No source states any longer that {0} supports {1}. It is our reading."
    ),
    ChangeKind.EVIDENCE_LOST: N_("There is no longer any evidence that {0} supports {1}."),
    ChangeKind.PERSON_JOINED: N_("A colleague joined {0}: {after}."),
    ChangeKind.PERSON_LEFT: N_("A colleague left {0}: {before}."),
    ChangeKind.PERSON_REMOVED: N_("{before} is no longer listed in {0}."),
    ChangeKind.PERSON_MOVED: N_("{after} moved from {1} to {0}."),
    ChangeKind.PERSON_ROLE: N_("In {0}, {before} is now {after}."),
    ChangeKind.ANNOUNCEMENT_ADDED: N_("New announcement: {0}"),
    ChangeKind.ANNOUNCEMENT_REMOVED: N_("The announcement “{0}” was withdrawn."),
    ChangeKind.ANNOUNCEMENT_RENAMED: N_("The announcement {0} was previously titled “{before}”."),
    ChangeKind.ANNOUNCEMENT_MOVED: N_("The announcement {0} has a new URL."),
    ChangeKind.ANNOUNCEMENT_CHANGED: N_("These facts of the announcement {0} changed: {after}."),
    ChangeKind.PRIORITY_ADDED: N_("{0} is a new priority."),
    ChangeKind.PRIORITY_REMOVED: N_("{0} was removed from the priorities."),
    ChangeKind.PRIORITY_RENAMED: N_("{0} was previously named “{before}”."),
    ChangeKind.PRIORITY_MOVED: N_("The page of {0} has a new URL."),
    ChangeKind.PRIORITY_CHANGED: N_("These facts of {0} changed: {after}."),
    ChangeKind.PRIORITY_ABANDONED: N_("{0} no longer has a partnership without a recorded end."),
    ChangeKind.UNIT_ADDED: N_("{0} is a new team unit."),
    ChangeKind.UNIT_REMOVED: N_("{0} was removed from the team units."),
    ChangeKind.UNIT_RENAMED: N_("{0} was previously named “{before}”."),
    ChangeKind.UNIT_MOVED: N_("The page of {0} has a new URL."),
    ChangeKind.UNIT_CHANGED: N_("These facts of {0} changed: {after}."),
}
HEADINGS: Mapping[str, str] = {  # by the first word of the kind of change
    "partner": N_("Partners"),
    "alignment": N_("Alignment"),
    "evidence": N_("Alignment"),
    "person": N_("People"),
    "announcement": N_("Announcements"),
    "priority": N_("Priorities"),
    "unit": N_("Team units"),
}
REGIONS: Mapping[Region, str] = {
    Region.WORLDWIDE: N_("Worldwide"),
    Region.EAST_ASIA: N_("East & Southeast Asia and the Pacific"),
    Region.SOUTH_ASIA: N_("South Asia"),
    Region.MIDDLE_EAST: N_("Middle East & North Africa"),
    Region.SUB_SAHARAN_AFRICA: N_("Sub-Saharan Africa"),
    Region.EASTERN_EUROPE: N_("Central & Eastern Europe and Central Asia"),
    Region.WESTERN_EUROPE: N_("Northern & Western Europe"),
    Region.LATIN_AMERICA: N_("Latin America & Caribbean"),
    Region.NORTH_AMERICA: N_("North America"),
}


def group_changes(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return changes by the heading above them, in the order of the headings."""
    groups: dict[str, list[Change]] = {heading: [] for heading in HEADINGS.values()}
    for change in changes:
        groups[HEADINGS[change.kind.partition("-")[0]]].append(change)
    return {heading: group for heading, group in groups.items() if group}


def sentence_parts(
    change: Change, translate: Translate, show_entry: Callable[[EntryRef], T]
) -> Iterator[str | T]:
    """Yield the parts of the sentence about a change.

    :param show_entry: makes a part, such as a link, of an entry that the sentence names
    """
    for text, field, _spec, _conversion in Formatter().parse(str(translate(SENTENCES[change.kind]))):
        yield text
        if field and field.isdigit():
            yield show_entry(change.about[int(field)])
        elif field:
            yield str(getattr(change, field))


def plain_sentence(change: Change, translate: Translate = str) -> str:
    """Return the sentence about a change, without markup."""
    return "".join(sentence_parts(change, translate, lambda entry: entry.name))
