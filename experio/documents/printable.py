"""What of a text the fonts can print. The rest is replaced by signs, counted, and listed in the document.

A letter and the marks on it are drawn from one font, so it is not enough that some font holds each of them:
the rule here follows such groups. It keeps to the safe side where programs differ about where a group ends.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Word stores the signs of its own fonts Symbol and Wingdings as private-use characters. These are the bullets
# that it offers first and the signs that it makes of -->, <--, :) and :( in typing. Others have several
# meanings.
WORD_SIGNS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf076": "❖",
    "\uf0fc": "✓",
    "\uf0e0": "→",
    "\uf0df": "←",
    "\uf04a": "☺",
    "\uf04c": "☹",
}

# U+FEFF inside a text means what U+2060 means (Unicode 16, section 23.8), and Typst refuses it.
OTHER_SIGNS = {"\ufeff": "\N{WORD JOINER}"}

LINES_AND_TABS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
# As plain line ends and spaces: Typst takes a tab after a form feed for a character to be drawn.
PLAIN_SPACE = str.maketrans({"\t": " ", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})

# The property Default_Ignorable_Code_Point of Unicode: they steer the text and are drawn by no font. Left out
# are U+FEFF and U+180F, which Typst does not take for such characters.
INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0x00AD, 0x00AD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)

_MARKS = {"Mn", "Mc", "Me"}
_NEVER_PRINTED = {"Cc", "Co", "Cs", "Cn"}


@dataclass
class Printable:
    """Makes texts printable with the fonts at hand, and remembers what it replaced."""

    covered: Mapping[str, frozenset[str]]
    """Font family → the characters that it holds."""
    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(character, what is printed for it) → how many times."""

    def __post_init__(self) -> None:
        self._everything = list(self.covered.values())
        # What has been decided for characters that are no marks: it is the same wherever they stand.
        self._alone: dict[str, tuple[str, list[frozenset[str]]]] = {}

    def data(self, value: Any) -> Any:
        """The same lists and mappings, each text in them made printable; keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.data(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(one) for one in value]
        return value

    def text(self, text: str) -> str:
        """The text with a sign for each character that no font can print where it stands."""
        printed: list[str] = []
        fonts = self._everything
        for character in text.translate(PLAIN_SPACE):
            if character in INVISIBLE:
                printed.append(character)
                continue
            if unicodedata.category(character) in _MARKS:
                shown, fonts = self._decided(character, fonts)
            else:
                if character not in self._alone:
                    self._alone[character] = self._decided(character, self._everything)
                shown, fonts = self._alone[character]
            if shown != character:
                self.replaced[character, shown] += 1
            printed.append(shown)
        return "".join(printed)

    def _decided(self, character: str, fonts: list[frozenset[str]]) -> tuple[str, list[frozenset[str]]]:
        """What is printed for a character in one of these fonts, and in which fonts marks on it must be."""
        if character in LINES_AND_TABS:
            return character, self._everything
        shown = self._shown(character, fonts)
        possible = fonts if shown == character else self._everything
        return shown, [one for one in possible if shown in one]

    def _shown(self, character: str, fonts: list[frozenset[str]]) -> str:
        """The character itself if one of these fonts holds it, else what is printed for it."""
        sign = WORD_SIGNS.get(character) or OTHER_SIGNS.get(character)
        if sign and (sign in INVISIBLE or self._is_held(sign)):
            return sign
        if unicodedata.category(character) not in _NEVER_PRINTED and any(character in one for one in fonts):
            return character
        return REPLACEMENT if self._is_held(REPLACEMENT) else "?"

    def _is_held(self, character: str) -> bool:
        return any(character in one for one in self._everything)


def listed(replaced: Counter[tuple[str, str]], language: str) -> list[dict[str, str]]:
    """What was replaced, for the last page: code point, name and its language, sign, how many times."""
    rows = []
    for (character, shown), number in sorted(replaced.items()):
        in_unicode = unicodedata.name(character, "")
        rows.append(
            {
                "point": f"U+{ord(character):04X}",
                "name": in_unicode or _in_words(character),
                # The names of the Unicode standard are English in every language.
                "lang": "en" if in_unicode else language,
                "shown": _("nothing visible") if shown in INVISIBLE else shown,
                "times": str(number),
            }
        )
    return rows


def _in_words(character: str) -> str:
    """What a character is to which the Unicode standard gives no name."""
    if character in WORD_SIGNS:
        return _("private use: a sign that Word writes for %(sign)s") % {"sign": WORD_SIGNS[character]}
    kinds = {
        "Cc": _("control character"),
        "Co": _("private use, without a common meaning"),
        "Cs": _("half of a surrogate pair"),
    }
    return kinds.get(unicodedata.category(character), _("not a character of Unicode"))
