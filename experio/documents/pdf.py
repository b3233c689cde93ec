"""A document on paper: tagged PDF (PDF/UA-1), drawn with the fonts of set-up and no other."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from experio.documents.coverage import BASIC, covered
from experio.documents.families import EMBEDDED
from experio.documents.printable import Printable, listed

log = logging.getLogger(__name__)


def pdf_of(template: Path, data: Mapping[str, Any]) -> bytes:
    """The document that the template makes of the data; its last page lists what could not be printed.

    Should the fonts lack what their files promise, everything outside the plain Latin letters is replaced and
    listed: a person has a right to the document, so no letter may stop it. Raises TypstError for a faulty
    template.
    """
    try:
        return _compiled(template, data, covered())
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # Without the text: it may hold what no log may.
        log.error("A font lacks a character that its file lists; printed in plain letters: %s", template.name)
        return _compiled(template, data, {EMBEDDED: BASIC})


def _compiled(template: Path, data: Mapping[str, Any], fonts: Mapping[str, frozenset[str]]) -> bytes:
    printable = Printable(fonts)
    printed = printable.data(data)
    language = translation.get_language() or "sv"
    inputs = {
        "lang": language,
        "page": _("Page"),
        **printed,
        "fonts": list(fonts),
        "unprinted": listed(printable.replaced, language),
        "unprinted_title": _("Characters that could not be printed"),
        "unprinted_lead": _(
            "These characters stand in the data. No font of this document has them, so another sign has been "
            "printed for each. The data is unchanged: the same document as JSON has every character."
        ),
        "unprinted_head": [_("Character"), _("Name"), _("Printed as"), _("Times")],
    }
    made: bytes = typst.compile(
        template,
        root=settings.BASE_DIR,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts of set-up and of Typst itself; with the machine's own, each would print differently."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[settings.FONTS_ROOT] if settings.FONTS_ROOT.is_dir() else [],
    )
