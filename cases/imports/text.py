"""Which characters the bytes of a file mean: UTF-8 with or without byte order mark, else Windows/Latin-1."""

import codecs

from django.utils.translation import gettext as _

from cases.imports.rows import FileRefused

# What Swedish Windows writes: Latin-1 with more punctuation.
_WESTERN = "cp1252"


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decoded(content: bytes) -> tuple[str, str]:
    """(text, name of encoding). Raises FileRefused when the bytes are no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _not_text() from error
    if b"\0" in content:
        raise _not_text()
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(_WESTERN), _WESTERN
    except UnicodeDecodeError:
        return content.decode("latin-1"), "iso-8859-1"


def _not_text() -> FileRefused:
    return FileRefused(
        "not_text", _("The file is not text in a known character encoding; it may be damaged.")
    )
