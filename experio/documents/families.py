"""The fonts of printed documents: which package carries them, and in which order they are tried.

Standard library only: set-up reads the list before anything is installed.
"""

from dataclasses import dataclass

REGULAR_AND_BOLD = ("400", "700")

EMBEDDED = "Libertinus Serif"
"""The typeface of the documents. It is part of the `typst` package, so the fonts folder has no file of it."""


@dataclass(frozen=True)
class Family:
    """One font family of the fonts folder."""

    name: str
    """As the font files state it, and as templates ask for it."""
    sources: tuple[str, ...]
    """Its files: below `node_modules` (.woff), or below the environment's site-packages (.otf)."""

    @property
    def files(self) -> tuple[str, ...]:
        """Names of its files in the fonts folder."""
        return tuple(source.rpartition("/")[2].replace(".woff", ".ttf") for source in self.sources)


def _fontsource(name: str, package: str, subset: str) -> Family:
    files = f"@fontsource/{package}/files/{package}-{subset}"
    return Family(name, tuple(f"{files}-{weight}-normal.woff" for weight in REGULAR_AND_BOLD))


FAMILIES = (
    # Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Lao, symbols: one subset has them all.
    _fontsource("DejaVu Sans", "dejavu-sans", "latin"),
    _fontsource("Noto Sans Thai", "noto-sans-thai", "thai"),
    _fontsource("Noto Sans Ethiopic", "noto-sans-ethiopic", "ethiopic"),
    _fontsource("Noto Sans Devanagari", "noto-sans-devanagari", "devanagari"),
    _fontsource("Noto Sans Bengali", "noto-sans-bengali", "bengali"),
    _fontsource("Noto Sans Tamil", "noto-sans-tamil", "tamil"),
    _fontsource("Noto Sans Khmer", "noto-sans-khmer", "khmer"),
    _fontsource("Noto Sans Myanmar", "noto-sans-myanmar", "myanmar"),
    # Chinese, Japanese and Korean, in one weight. Last, since it holds Latin and symbols too.
    Family("Noto Sans CJK JP", ("noto_cjk_sans_jp_regular/NotoSansCJKjp-Regular.otf",)),
)
