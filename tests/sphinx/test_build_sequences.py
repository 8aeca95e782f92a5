"""One law for every build: after any sequence of edits and builds, the site is what a clean build makes of it.

Hypothesis makes up the sequences: edits of facts and prose, pages added, renamed, deleted, broken, mended and
put back with an old time, with builds in between.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sphinx.testing.util import SphinxTestApp

from builders import SMALL_SITE, published_files

PARTNERS = ("acme", "beta", "gamma", "delta", "eps")
NEWS = ("2019-05-01-acme-joins", "2018-team", "2020-more")
PRIORITIES = ("reach", "tools", "policy")
WORDS = ("Prose of Acme", "Other prose", "Verse with {partner}`beta`", "See {priority}`tools`")

partner_ids = st.sampled_from(PARTNERS)
reasons = st.dictionaries(
    st.sampled_from(PRIORITIES), st.sampled_from(["Why.", "*How*.", "See [it](beta.md)."])
)
FAULTS = [
    b"kind: firm",
    b"unit: nowhere",
    b"since: soon",
    b"name: Caf\xe9",
    b"[x](javascript:alert(1))",
    b"---",
]


class Law(RuleBasedStateMachine):
    """A site that is edited and built, and in the end compared with a clean build."""

    folder: Path  # where both sites are
    built: Path  # a copy of the small site and its build, to begin with

    def __init__(self) -> None:
        super().__init__()
        self.site, self.clean = self.folder / "site", self.folder / "clean"
        for each in (self.site, self.clean):
            shutil.rmtree(each, ignore_errors=True)
        shutil.copytree(self.built, self.site)
        self.past: dict[str, tuple[bytes, int]] = {}  # what a page was, and of when
        self.workers = 1

    def page(self, name: str) -> Path:
        return self.site / "source" / f"{name}.md"

    def write(self, name: str, content: bytes) -> None:
        path = self.page(name)
        if path.is_file():
            self.past[name] = path.read_bytes(), path.stat().st_mtime_ns
        path.write_bytes(content)

    def delete(self, name: str) -> None:
        path = self.page(name)
        self.past[name] = path.read_bytes(), path.stat().st_mtime_ns
        path.unlink()

    @initialize(workers=st.sampled_from([1, 2]))
    def choose(self, workers: int) -> None:
        self.workers = workers

    @rule(
        id=partner_ids,
        name=st.sampled_from(["Acme", "Beta", "Zeta"]),
        reasons=reasons,
        words=st.sampled_from(WORDS),
    )
    def write_partner(self, id: str, name: str, reasons: dict[str, str], words: str) -> None:
        alignment = "".join(f"    {key}: '{reason}'\n" for key, reason in reasons.items())
        alignment = f"  alignment:\n{alignment}" if alignment else ""
        facts = f"partner:\n  name: {name} {id}\n  kind: company\n  unit: global\n{alignment}"
        self.write(f"partners/{id}", f"---\n{facts}---\n# {name}\n\n{words}\n".encode())

    @rule(id=partner_ids, words=st.sampled_from(WORDS))
    def edit_prose(self, id: str, words: str) -> None:
        if self.page(f"partners/{id}").is_file():
            old = self.page(f"partners/{id}").read_bytes()
            self.write(f"partners/{id}", old + f"\n{words}\n".encode())

    @rule(id=st.sampled_from(NEWS), partners=st.sets(partner_ids), pinned=st.booleans())
    def write_news(self, id: str, partners: set[str], pinned: bool) -> None:
        date = re.match(r"[0-9]{4}(-[0-9]{2})*", id)
        assert date
        facts = f"announcement:\n  date: {date[0]}\n  kind: event\n  summary: S {len(partners)}.\n"
        facts += f"  partners: [{', '.join(sorted(partners))}]\n" + ("  pinned: true\n" if pinned else "")
        self.write(f"announcements/{id}", f"---\n{facts}---\n# Title of {id}\n".encode())

    @rule(id=st.sampled_from(PRIORITIES), order=st.integers(1, 4))
    def change_priority(self, id: str, order: int) -> None:
        if self.page(f"priorities/{id}").is_file():
            old = self.page(f"priorities/{id}").read_bytes()
            self.write(f"priorities/{id}", re.sub(rb"order: .*", b"order: %d" % order, old))

    @rule(
        name=st.sampled_from(
            [
                *(f"partners/{id}" for id in PARTNERS),
                *(f"announcements/{id}" for id in NEWS),
                "priorities/policy",
            ]
        )
    )
    def delete_page(self, name: str) -> None:
        if self.page(name).is_file():
            self.delete(name)

    @rule(old=partner_ids, new=partner_ids)
    def rename_partner(self, old: str, new: str) -> None:
        if self.page(f"partners/{old}").is_file() and not self.page(f"partners/{new}").is_file():
            self.page(f"partners/{old}").rename(self.page(f"partners/{new}"))

    @rule(id=partner_ids, fault=st.sampled_from(FAULTS))
    def break_partner(self, id: str, fault: bytes) -> None:
        if self.page(f"partners/{id}").is_file():
            old = self.page(f"partners/{id}").read_bytes()
            key = fault.partition(b":")[0]
            broken = (
                re.sub(rb"(?m)^  " + key + rb":.*", b"  " + fault, old)
                if b": " in fault
                else old + b"\n" + fault
            )
            self.write(f"partners/{id}", broken)

    @rule(data=st.data())
    def put_back_with_its_old_time(self, data: st.DataObject) -> None:
        if self.past:
            name = data.draw(st.sampled_from(sorted(self.past)))
            content, time = self.past[name]
            self.write(name, content)
            os.utime(self.page(name), ns=(time, time))

    @rule()
    def build(self) -> None:
        build(self.site, self.workers)

    def teardown(self) -> None:
        shutil.copytree(self.site / "source", self.clean / "source")
        messages, right = build(self.site, self.workers), build(self.clean, 3 - self.workers)
        found, expected = published_files(self.site / "out/html"), published_files(self.clean / "out/html")
        assert {name for name in expected if found.get(name) != expected[name]} == set()
        # Sphinx leaves the pages of what is gone, or no text any more.
        left = {name for name in found.keys() - expected if not name.startswith("_images/mermaid-")}
        assert all(re.fullmatch(r".*\.html|_sources/.*\.md\.txt", name) for name in left), left
        assert messages == right


def build(site: Path, workers: int) -> list[str]:
    """Build, and return what is said about facts."""
    app = SphinxTestApp(
        "html", srcdir=site / "source", builddir=site / "out", freshenv=False, parallel=workers
    )
    try:
        app.build()
        said = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
    finally:
        app.cleanup()
    return re.findall(r"^\S+?source/(\S+:[0-9]+:[0-9]+: .*)$", said, re.MULTILINE)


@pytest.fixture
def law() -> Iterator[type[Law]]:
    with tempfile.TemporaryDirectory() as folder:
        Law.folder, Law.built = Path(folder), Path(folder, "built")
        shutil.copytree(SMALL_SITE, Law.folder / "site/source")
        build(Law.folder / "site", 1)
        (Law.folder / "site").rename(Law.built)
        yield Law


def obey(law: type[Law], runs: int) -> None:
    run_state_machine_as_test(
        law,
        settings=settings(
            max_examples=runs,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            print_blob=False,
        ),
    )


def test_a_few_sequences_of_edits_and_builds(law: type[Law]) -> None:
    obey(law, 5)


@pytest.mark.long
def test_200_sequences_of_ten_edits_and_builds(law: type[Law]) -> None:
    obey(law, 200)
