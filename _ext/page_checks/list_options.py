"""Rules for the values of the options of lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from diagnostics.codes import Code
from diagnostics.problem import did_you_mean
from partnerships_data.catalog.consistency import UNKNOWN, unknown_id
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Announcement

VALUES: Mapping[str, Collection[str]] = {  # of the options that take no id
    "kind": get_args(Announcement.model_fields["kind"].annotation),
    "region": [region.value for region in Region],
    "status": ("no-end-recorded", "ended"),
}


def option_errors(
    options: Mapping[str, str], ids: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Code, str]]:
    """Yield the options of a list that are wrong: the name of each, and code and text of the message.

    :param ids: the present id of each present and former id, by kind
    """
    for option, value in options.items():
        if option in UNKNOWN:
            if ids[option].get(value) != value:
                yield option, UNKNOWN[option], unknown_id(option, value, ids[option])
        elif option in VALUES and value not in VALUES[option]:
            text = f'"{value}" is not a value of "{option}"{did_you_mean(value, VALUES[option])}'
            yield option, Code.UNKNOWN_VALUE, text
        elif option == "year" and not re.fullmatch("[0-9]{4}", value, re.ASCII):
            yield option, Code.BAD_DATE, f'"{value}" is not a year; type it as 2026'
