"""What is incomplete, unreviewed or no longer there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from builders import Site
from builders import partnerships as run


class Answers(BaseHTTPRequestHandler):
    """Answers with the number that is the path."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_is_missing_and_who_was_reviewed_when(site: Site) -> None:
    old, new = date.today() - timedelta(days=400), date.today() - timedelta(days=300)
    site.edit("partners/acme.md", "  since:", f"  reviewed: {old}\n  since:")
    site.edit("partners/beta.md", "  unit:", f"  reviewed: {new}\n  unit:")
    site.edit(
        "team/global.md",
        "    - name: Ada",
        "    - {name: Bo Example, role: Advisor, left: 2020}\n    - name: Ada",
    )
    told = json.loads(run(site.source, "audit", "--json").stdout)
    facts = {(each["kind"], each["key"]): (each["stated"], each["of"]) for each in told["completeness"]}
    assert facts["partner", "since"] == (1, 3)
    assert facts["partner", "alignment"] == (2, 3)
    assert facts["announcement", "link"] == (1, 2)
    assert facts["member", "base"] == (1, 1)
    assert ("partner", "name") not in facts
    assert told["partners_without_reasons"] == ["gamma"]
    assert told["people_without_photos"] == ["Ada Example"]
    assert [(each["page"], each["reviewed"]) for each in told["reviews"]] == [
        ("partners/gamma.md", ""),
        ("partners/acme.md", str(old)),
        ("partners/beta.md", str(new)),
    ]
    assert told["dead_links"] is None
    for age, pages in (("12m", ["gamma", "acme"]), ("500d", ["gamma"]), ("1y", ["gamma", "acme"])):
        told = json.loads(run(site.source, "audit", "--json", "--older-than", age).stdout)
        assert [each["page"] for each in told["reviews"]] == [f"partners/{page}.md" for page in pages]


def test_in_words(site: Site) -> None:
    site.edit("partners/beta.md", "kind:", "knd:")
    done = run(site.source, "audit")
    assert done.returncode == 0
    assert "  partner      since        1 of 2\n" in done.stdout
    assert "People without a photo\n  Ada Example\n" in done.stdout
    assert "  never      partners/acme.md\n" in done.stdout
    assert "left out above: run check\n  partners/beta.md\n" in done.stdout
    assert "Links" not in done.stdout


def test_links_that_do_not_answer_are_named_with_their_places(site: Site, server: str) -> None:
    for path in ("200", "404", "403", "500", "200#part"):
        text = (site.source / "partners/acme.md").read_text(encoding="utf-8")
        site.write("partners/acme.md", f"{text}\nSee [it]({server}/{path}).\n")
    text = (site.source / "announcements/2019-05-01-acme-joins.md").read_text(encoding="utf-8")
    site.write(
        "announcements/2019-05-01-acme-joins.md",
        text.replace("https://example.org/acme-joins", f"{server}/404"),
    )
    for page in site.source.glob("priorities/*.md"):
        page.write_text(
            page.read_text(encoding="utf-8").replace("https://example.org", f"{server}/200#"),
            encoding="utf-8",
        )
    done = run(site.source, "audit", "--links", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["dead_links"] == [
        {
            "address": f"{server}/404",
            "why": "404 Not Found",
            "pages": ["announcements/2019-05-01-acme-joins.md:6", "partners/acme.md:16"],
        },
        {"address": f"{server}/500", "why": "500 Internal Server Error", "pages": ["partners/acme.md:20"]},
    ]
    assert (
        f"  {server}/500: 500 Internal Server Error (partners/acme.md:20)\n"
        in run(site.source, "audit", "--links").stdout
    )


def test_a_server_that_is_not_there(site: Site, server: str) -> None:
    site.write("index.md", f"# Small site\n\n[gone]({server.rpartition(':')[0]}:1/) See {server}/200, too.\n")
    for path in [*site.source.glob("*/*.md")]:
        path.write_text(
            path.read_text(encoding="utf-8").replace("https://example.org", f"{server}/200#"),
            encoding="utf-8",
        )
    [dead] = json.loads(run(site.source, "audit", "--links", "--json").stdout)["dead_links"]
    assert (dead["pages"], "refused" in dead["why"]) == (["index.md:3"], True)


@pytest.mark.parametrize("age", ["", "12", "0m", "12 months", "-1d", "9999y"])
def test_an_age_that_is_none(site: Site, age: str) -> None:
    done = run(site.source, "audit", f"--older-than={age or 'x'}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f'python -m partnerships_cli audit: "{age or "x"}" is no age; type 90d, 12m or 2y'
    ]
