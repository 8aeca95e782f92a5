"""An example of each message and its cure, for the manual. Pure.

Every example is a page that the parser is given: the message that the manual shows is the one it returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.problem import Problem
from partnerships_cli.check import problems_of
from partnerships_data.releases.snapshot import RELEASES_FOLDER
from partnerships_data.source_tree import SourceTree


@dataclass(frozen=True)
class Example:
    """A page that causes one message, and what helps."""

    text: str
    cure: str  # one or two sentences of inline Markdown
    path: str = "partners/acme.md"
    others: Mapping[str, str] = field(default_factory=dict)  # pages that it takes to cause the message
    encoding: str = "utf-8"
    built: bool = False  # whether only a build can find it, not the checker

    def problems(self) -> list[Problem]:
        """Return what the checker says of the page, among the pages around it."""
        content = {path: text.encode() for path, text in {**AROUND, **self.others}.items()}
        content[self.path] = self.text.encode(self.encoding)
        records = {
            name: content.pop(f"{RELEASES_FOLDER}/{name}")
            for name in (Path(self.path).name,)
            if self.path.startswith(RELEASES_FOLDER)
        }
        return problems_of(SourceTree(content, frozenset(), records), [self.path], {"recieves": "receives"})


def _partner(facts: str = "", prose: str = "Prose.", title: str = "# Acme") -> str:
    """Return a partner's page in order, with more facts or another prose."""
    lines = ["---", "partner:", "  name: Acme", "  kind: company", "  unit: global"]
    return "\n".join([*lines, *([facts] if facts else []), "---", title, "", prose, ""])


def _news(prose: str, facts: str = "") -> str:
    """Return an announcement in order, with more facts."""
    lines = ["---", "announcement:", "  date: 2019-05-01", "  kind: event", "  summary: We meet."]
    return "\n".join([*lines, *([facts] if facts else []), "---", "# We meet", "", prose, ""])


NEWS = "announcements/2019-05-01-we-meet.md"
AROUND: Mapping[str, str] = {
    "team/global.md": "---\nunit:\n  name: Global unit\n  focus: The world.\n---\n# Global unit\n",
    "partners/beta.md": _partner().replace("Acme", "Beta"),
    "priorities/thriving-movement.md": (
        "---\npriority:\n  name: Thriving Movement\n  order: 1\n  goal: A movement that grows.\n"
        "  framework: A plan, 2019 to 2023\n  source: https://example.org/plan\n---\n# Thriving Movement\n"
    ),
}

EXAMPLES: Mapping[Code, Example] = {
    Code.BAD_ADDRESS: Example(
        _partner("  website: www.example.org"),
        "Copy the whole address from the browser's address line; it begins with `https://`.",
    ),
    Code.BAD_CHARACTER: Example(
        _partner().replace("name: Acme", 'name: "Ac\\u202eme"'),
        "Delete the word and type it again by hand: the character came with a copied text and cannot "
        "be seen.",
    ),
    Code.BAD_DATE: Example(
        _partner("  since: 31.12.2018"),
        "Type year, month and day with hyphens, as far as they are known: `2018-12-31`, `2018-12` or `2018`.",
    ),
    Code.BAD_LINK_TEXT: Example(
        _partner(prose="The plan can be found [here](https://example.org/plan)."),
        "Let the words say what is there: `[the plan of 2019](https://example.org/plan)`. Many people "
        "go from link to link and hear nothing else.",
    ),
    Code.BAD_SNAPSHOT: Example(
        '{"schema_version": 1, "version": "2026.12"',
        "Records of versions are written by `make release` and never changed by hand. Take the file from "
        "the version's tag again.",
        path="releases/2026.12.json",
    ),
    Code.BAD_YAML: Example(
        _partner("  page: Acme: a page"),
        'Put a text that has a colon or a quote in it between double quotes: `"Acme: a page"`. Begin '
        "every line with spaces, not with tabs.",
    ),
    Code.DUPLICATE_ID: Example(
        _news("We met.", "  id: 2019-05-01-the-team-meets"),
        "Give one of the two pages another id, or another file name. The key `id` holds the old file "
        "name of this very page, and nothing else.",
        path=NEWS,
        others={"announcements/2019-05-01-the-team-meets.md": _news("We met again.")},
    ),
    Code.DUPLICATE_KEY: Example(
        _partner("  kind: nonprofit"),
        "Keep the line that is right and delete the other.",
    ),
    Code.EMPTY_VALUE: Example(
        _partner("  website:"),
        "Write the value behind the colon, or delete the line: what nobody knows is left out.",
    ),
    Code.FILL_IN: Example(
        _partner().replace("company", "FILL IN"),
        "Write the value in place of `FILL IN`. The comment above the line says what belongs there.",
    ),
    Code.FORBIDDEN_BLOCK: Example(
        _partner(prose="```{include} ../README.md\n```"),
        "Write what readers shall read into the page itself. [Safe with any page](safety.md) says what "
        "a page may use.",
        built=True,
    ),
    Code.FORBIDDEN_FILE: Example(
        _partner(prose="![A chart](https://example.org/chart.png)"),
        "Put the picture, if its licence allows that, into the folder of the page, and name it here.",
        built=True,
    ),
    Code.FORBIDDEN_HTML: Example(
        _partner(prose="Acme is <b>very</b> large."),
        "Write Markdown: `**very**`. What is no HTML but looks like it stands between backticks.",
        built=True,
    ),
    Code.FORBIDDEN_YAML: Example(
        _partner("  since: &begin 2018"),
        "Write the value itself, also where it stands a second time. A text that begins with `&`, `*` "
        "or `!` stands between double quotes.",
    ),
    Code.MISPLACED_FRONT_MATTER: Example(
        "\n" + _partner(),
        "Delete what stands above the first `---`, empty lines too.",
    ),
    Code.MISSING_ALT_TEXT: Example(
        _partner(prose="![](/_static/photos/meeting.jpg)"),
        "Say between `[` and `]` what the picture shows: `![Eight people at a table](…)`.",
    ),
    Code.MISSING_FACTS: Example(
        "# Acme\n\nProse.\n",
        "Begin the page with its facts, as [Edit a page](editing.md) shows. A page that is about no "
        "partner, unit, priority or announcement belongs in `about/`.",
    ),
    Code.MISSING_KEY: Example(
        _partner().replace("  kind: company\n", ""),
        "Add the line. [Edit a page](editing.md) lists what each key takes.",
    ),
    Code.MISSING_PHOTO: Example(
        "---\nunit:\n  name: Global unit\n  focus: The world.\n  members:\n    - name: Ada Example\n"
        "      role: Manager\n      photo: ada-example.jpg\n      photo_alt: Ada Example, smiling\n"
        "      photo_credit: A. Photographer, CC BY-SA 4.0\n---\n# Global unit\n",
        "Put the file into `_static/photos/`, under the name that is written here, and state "
        "`photo_alt` and `photo_credit` beside it. Without a photo, delete the three lines.",
        path="team/global.md",
    ),
    Code.MISSING_TITLE: Example(
        _partner(title=""),
        "Add a line such as `# Acme` below the second `---`.",
    ),
    Code.MISSPELLING: Example(
        _partner(prose="Acme recieves no money."),
        "Correct the word. If it is right as it is, a name for example, add it to the file "
        "`.codespell-words`.",
    ),
    Code.NOT_TEXT: Example(
        _partner().replace("Acme", "Café"),
        "Save the file as UTF-8: most editors offer it where the file is saved under another name.",
        encoding="latin-1",
    ),
    Code.SKIPPED_HEADING: Example(
        _partner(prose="#### History"),
        "Use one `#` more than the heading above has, not several. Headings show what belongs to "
        "what, not sizes.",
    ),
    Code.TOO_LONG: Example(
        _partner(f"  alignment:\n    thriving-movement: {'Very ' * 101}useful."),
        "Say it in one sentence, and the rest in the prose below the facts.",
    ),
    Code.UNCLOSED_FRONT_MATTER: Example(
        _partner().replace("\n---\n#", "\n----\n#"),
        "Close the facts with a line of exactly three hyphens.",
    ),
    Code.UNDECLARED_PARTNER: Example(
        _news("We met Beta in Accra.", "  partners: [acme]"),
        "Add the partner's id to `partners`, so that the announcement is found on the partner's page. "
        "If it is not about the partner, leave the name out.",
        path=NEWS,
        others={"partners/acme.md": _partner()},
    ),
    Code.UNKNOWN_ANNOUNCEMENT: Example(
        _partner(prose="It began with {announcement}`2019-05-01-we-met`."),
        "An announcement's id is the name of its file without `.md`.",
        others={NEWS: _news("We met.")},
        built=True,
    ),
    Code.UNKNOWN_FILE: Example(
        _partner(prose="Subscribe to {published}`the news <feeds/announcement.xml>`."),
        "[Feeds and data](data.md) names the files that this site publishes.",
        built=True,
    ),
    Code.UNKNOWN_KEY: Example(
        _partner("  websit: https://example.org"),
        "Type the key as [Edit a page](editing.md) lists it. What has no key of its own belongs in "
        "the prose.",
    ),
    Code.UNKNOWN_PARTNER: Example(
        _news("We met.", "  partners: [acmee]"),
        "A partner's id is the name of its file in `partners/`, without `.md`. A new partner needs "
        "its page first.",
        path=NEWS,
        others={"partners/acme.md": _partner()},
    ),
    Code.UNKNOWN_PRIORITY: Example(
        _partner("  alignment:\n    thriving-movment: Supports new editors."),
        "A priority's id is the name of its file in `priorities/`, without `.md`. The pages there are "
        "the only list.",
    ),
    Code.UNKNOWN_UNIT: Example(
        _partner().replace("unit: global", "unit: globe"),
        "A unit's id is the name of its file in `team/`, without `.md`.",
    ),
    Code.UNKNOWN_VALUE: Example(
        _partner().replace("company", "corporation"),
        "Choose one of the words that the message names, or that [Edit a page](editing.md) lists.",
    ),
    Code.WRONG_PLACE: Example(
        _partner(),
        "Rename or move the file as the message says. Its name is the page's id and part of its "
        "address: small letters, digits and hyphens.",
        path="partners/Acme.md",
    ),
    Code.WRONG_TYPE: Example(
        _partner("  sources: https://example.org/acme"),
        "A list stands between `[` and `]`, or on lines of their own that begin with a hyphen; a text "
        "stands alone.",
    ),
}
