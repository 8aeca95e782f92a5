"""Changes in words: a sentence for each kind, with the entries that stand in it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from string import Formatter

from partnerships_data.releases.comparison import Change, ChangeKind, EntryRef

Translate = Callable[[str], str]


def N_(text: str) -> str:
    """Mark a text for translators; it is translated where it is shown."""
    return text


# {0} and {1} are the entries that a change is about.
SENTENCES: Mapping[ChangeKind, str] = {
    ChangeKind.PARTNER_ADDED: N_("{0} is a new partner."),
    ChangeKind.PARTNER_REMOVED: N_("{0} is not in the directory any more."),
    ChangeKind.PARTNER_ENDED: N_("The partnership with {0} has ended."),
    ChangeKind.PARTNER_RESUMED: N_("The partnership with {0} goes on after all."),
    ChangeKind.PARTNER_RENAMED: N_("{0} was called “{before}” before."),
    ChangeKind.PARTNER_MOVED: N_("The page of {0} has another address; the old one leads there."),
    ChangeKind.PARTNER_UNIT: N_("{0} is coordinated by “{after}”; before, it was “{before}”."),
    ChangeKind.PARTNER_CHANGED: N_("The facts of {0} have changed ({after})."),
    ChangeKind.ALIGNMENT_ADDED: N_("{0} now serves {1}: {after}"),
    ChangeKind.ALIGNMENT_DROPPED: N_("{0} is not recorded as serving {1} any more."),
    ChangeKind.ALIGNMENT_REWORDED: N_("The reason why {0} serves {1} now reads: {after}"),
    ChangeKind.EVIDENCE_LOST: N_("That {0} serves {1} has lost its evidence."),
    ChangeKind.PERSON_JOINED: N_("{0} has a new colleague: {after}."),
    ChangeKind.PERSON_LEFT: N_("{0} has one colleague less: {before}."),
    ChangeKind.PERSON_MOVED: N_("{after} moved from {1} to {0}."),
    ChangeKind.PERSON_ROLE: N_("In {0}, {before} is now {after}."),
    ChangeKind.ANNOUNCEMENT_ADDED: N_("Announced: {0}"),
    ChangeKind.ANNOUNCEMENT_REMOVED: N_("The announcement “{0}” was taken back."),
    ChangeKind.ANNOUNCEMENT_RENAMED: N_("The announcement {0} had the title “{before}” before."),
    ChangeKind.ANNOUNCEMENT_MOVED: N_("The announcement {0} has another address; the old one leads there."),
    ChangeKind.ANNOUNCEMENT_CHANGED: N_("The facts of the announcement {0} have changed ({after})."),
    ChangeKind.PRIORITY_ADDED: N_("{0} is a new priority."),
    ChangeKind.PRIORITY_REMOVED: N_("{0} is not among the priorities any more."),
    ChangeKind.PRIORITY_RENAMED: N_("{0} was called “{before}” before."),
    ChangeKind.PRIORITY_MOVED: N_("The page of {0} has another address; the old one leads there."),
    ChangeKind.PRIORITY_CHANGED: N_(
        "What {0} aims at, or where it comes from, is stated otherwise ({after})."
    ),
    ChangeKind.PRIORITY_ABANDONED: N_("{0} is served by no active partnership any more."),
    ChangeKind.UNIT_ADDED: N_("{0} is a new team unit."),
    ChangeKind.UNIT_REMOVED: N_("{0} is not among the team units any more."),
    ChangeKind.UNIT_RENAMED: N_("{0} was called “{before}” before."),
    ChangeKind.UNIT_MOVED: N_("The page of {0} has another address; the old one leads there."),
    ChangeKind.UNIT_CHANGED: N_("The facts of {0} have changed ({after})."),
}
GROUPS: Mapping[str, str] = {  # by the beginning of the kind of change
    "partner": N_("Partners"),
    "alignment": N_("Alignment"),
    "evidence": N_("Alignment"),
    "person": N_("People"),
    "announcement": N_("Announcements"),
    "priority": N_("Priorities"),
    "unit": N_("Team units"),
}


def group_changes(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return changes by the heading under which they stand, in order."""
    groups: dict[str, list[Change]] = {title: [] for title in GROUPS.values()}
    for each in changes:
        groups[GROUPS[each.what.partition("-")[0]]].append(each)
    return {title: found for title, found in groups.items() if found}


def sentence_parts(change: Change, _: Translate) -> Iterator[str | EntryRef]:
    """Yield the sentence that tells a change: texts, and the entries that stand in it."""
    for text, field, _spec, _conversion in Formatter().parse(str(_(SENTENCES[change.what]))):
        yield text
        if field and field.isdigit():
            yield change.about[int(field)]
        elif field:
            yield str(getattr(change, field))


def plain_sentence(change: Change, _: Translate = str) -> str:
    """Return the sentence that describes a change, without markup."""
    return "".join(part if isinstance(part, str) else part.name for part in sentence_parts(change, _))
