"""The files that tell a host which headers to send."""

from __future__ import annotations

import re

from builders import ROOT, Site
from partnerships_data.response_headers import HEADERS


def test_a_build_writes_the_headers_for_hosts(built: Site) -> None:
    first, *lines = built.read("html/_headers").splitlines()
    assert first == "/*"
    assert dict(line.strip().split(": ", 1) for line in lines) == HEADERS
    included = built.read("html/nginx-headers.conf")
    assert dict(re.findall(r'^add_header (\S+) "(.*)" always;$', included, re.MULTILINE)) == HEADERS


def test_the_manual_explains_each_part_of_the_policy() -> None:
    section = (
        (ROOT / "about/operators.md").read_text(encoding="utf-8").split("### Headers")[1].split("###")[0]
    )
    explained = [
        part
        for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        for part in re.findall("`(.+?)`", row)
    ]
    assert sorted(explained) == sorted(HEADERS["Content-Security-Policy"].split("; "))
