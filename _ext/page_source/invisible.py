"""Characters that readers do not see."""

from __future__ import annotations

import re

# They make two names look like one. Joiners are right between letters of other alphabets than Latin, and in
# emoji; tags are right in flags, and variation selectors after emoji, digits of keys and other alphabets.
INVISIBLE = re.compile(
    r"[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\uffa0]"
    r"|[\ufff9-\ufffb\U0001d173-\U0001d17a]"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]"
    r"|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
    r"|(?<![0-9#*])(?<![^\x00-\x7f])[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
