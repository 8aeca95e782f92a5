"""Feeds as JSON Feed documents, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from typing import Any

from feed_formats.feed import Feed, FeedEntry


def json_feed(feed: Feed) -> bytes:
    """Return a feed as a JSON Feed document."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.url}.json",
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def _item(entry: FeedEntry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": [label for _term, label in entry.categories],
    }
    # The format requires one of the two.
    item |= {"content_html": entry.content} if entry.content else {"content_text": entry.summary}
    if entry.languages[0] == entry.languages[1] != "":
        item["language"] = entry.languages[0]
    if entry.original:
        item["external_url"] = entry.original
    return item
