"""What is made once is as if it had been made for each page."""

from __future__ import annotations

import gc
from typing import Any

import sphinx.util.docutils
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader

from builders import Site
from parallel_html import caching as sparing


def settings(**defaults: Any) -> Any:
    return sphinx.util.docutils._get_settings(Reader, Parser, defaults=defaults, read_config_files=False)


def test_settings_of_two_pages_are_equal_and_nothing_of_one_is_the_others() -> None:
    sparing.spare()
    first, second = settings(tab_width=3), settings(tab_width=3)
    first.tab_width = 8
    first.record_dependencies.add("a.md")
    assert second.tab_width == 3
    assert second.record_dependencies.list == []
    assert settings(tab_width=3).record_dependencies.list == []


def test_other_defaults_and_other_components_give_other_settings() -> None:
    sparing.spare()
    assert settings(tab_width=3).tab_width == 3
    assert settings(tab_width=4).tab_width == 4
    alone = sphinx.util.docutils._get_settings(Reader, defaults={}, read_config_files=False)
    assert not hasattr(alone, "raw_enabled")
    assert hasattr(settings(), "raw_enabled")


def test_what_is_called_otherwise_by_now_is_left_alone(monkeypatch: Any) -> None:
    monkeypatch.delattr(sphinx.util.docutils, "_get_settings")
    sparing.spare()
    assert not hasattr(sphinx.util.docutils, "_get_settings")


def test_sparing_twice_is_sparing_once() -> None:
    sparing.spare()
    spared = sphinx.util.docutils._get_settings
    sparing.spare()
    assert sphinx.util.docutils._get_settings is spared


def test_after_a_build_memory_is_looked_through_as_before(site: Site) -> None:
    gc.disable()
    site.build()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
