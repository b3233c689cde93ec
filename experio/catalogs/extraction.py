"""Find every text that asks to be translated, in Python files and in templates."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.utils.translation import template

from experio.catalogs.fragments import Key

SOURCES = ("experio", "subprojects", "cases", "reports", "templates")

# Which arguments hold the text: 1 singular, 2 plural, (n, "c") context.
KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def used_texts(root: Path) -> dict[Key, str]:
    """Each text with the first place that uses it (`file:line`)."""
    found: dict[Key, str] = {}
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and path.is_file():
                for line, key in _texts_of(path):
                    found.setdefault(key, f"{path.relative_to(root)}:{line}")
    return found


def _texts_of(path: Path) -> Iterator[tuple[int, Key]]:
    content = path.read_text(encoding="utf-8")
    first_line = 0
    if path.suffix != ".py":
        # Django turns a template into calls of gettext amid blanked-out text; between brackets the
        # indentation of that text means nothing to Python's tokenizer.
        content = f"(\n{template.templatize(content)}\n)"
        first_line = 1
    for line, text, _comments, context in extract("python", BytesIO(content.encode()), KEYWORDS):
        singular = text if isinstance(text, str) else text[0]
        if singular:
            yield line - first_line, (context or "", singular)
