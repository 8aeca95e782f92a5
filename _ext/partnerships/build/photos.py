"""The folder of photos: what is no photo in it is left out of the site."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from diagnostics.codes import Code
from diagnostics.problem import Problem
from partnerships.pages.team import PHOTOS
from partnerships_data.pages.field_types import PHOTO
from safe_markdown.refusals import exclude, report


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Leave out files of which the name is not that of a photo."""
    for path in sorted((Path(app.srcdir) / PHOTOS).glob("[!.]*")):
        if not re.fullmatch(PHOTO, path.name) and not path.is_symlink():
            text = 'this is not the name of a photo; use a name like "maryana-pinchuk.jpg"'
            name = f"{PHOTOS}/{path.name}"
            report(app.events, app.srcdir, "", Problem(name, 1, 1, Code.FORBIDDEN_FILE, text))
            exclude(config, name)


def setup_photos(app: Sphinx) -> None:
    """Connect the check of the folder."""
    app.connect("config-inited", on_config_inited)
