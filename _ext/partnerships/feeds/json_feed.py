"""JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from partnerships.feeds.channels import Feed
from partnerships_data.stable_json import json_bytes


def json_feed(feed: Feed) -> bytes:
    """Return a feed as a JSON Feed document, https://www.jsonfeed.org/version/1.1/."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.site.file_url(f"{feed.path}.json"),
        "language": feed.site.language,
        "authors": [{"name": feed.site.author}],
        "items": [
            {
                "id": each.id,
                "url": each.url,
                "title": each.title,
                "summary": each.summary,
                "date_published": each.published,
                "date_modified": each.updated,
                "tags": [label for _, label in each.categories],
            }
            | ({"content_html": each.content} if each.content else {"content_text": each.summary})
            | ({"external_url": each.original} if each.original else {})
            for each in feed.entries
        ],
    }
    return json_bytes(document)
