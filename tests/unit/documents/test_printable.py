"""Every text can be printed: what the fonts lack is replaced by a sign, and each replacement is counted."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from experio.documents.coverage import covered
from experio.documents.printable import INVISIBLE, LINES_AND_TABS, PLAIN_SPACE, REPLACEMENT, Printable, listed

NAMES = [
    "Åsa Öberg",
    "Đặng Thị Hồng",
    "Ọláṣubọ̀mí",
    "Jürgen Strauß",
    "Ελένη",
    "Їжакевич",
    "Հակոբյան",
    "გიორგი",
    "محمد عبد الله",
    "گل\u200cمحمدی",
    "דוד לֵוִי",
    "สมชาย ใจดี น้ำ",
    "ተስፋዬ ገብረመድህን",
    "王小明",
    "陳怡君",
    "山田 太郎、さくら",
    "김민준",
    "प्रिया शर्मा",
    "প্রিয়াঙ্কা",
    "தமிழ்ச்செல்வி",
    "សុខា",
    "အောင်",
    "ສົມຊາຍ",
]

# Text → what is printed, and each replacement: (character, sign, times).
REPLACED = {
    "a bullet of Word": ("\uf0b7 one\n\uf0b7 two", "• one\n• two", [("\uf0b7", "•", 2)]),
    "its other signs": (
        "\uf0a7\uf0d8\uf076\uf0fc\uf0e0\uf0df\uf04a\uf04c",
        "▪➢❖✓→←☺☹",
        [
            ("\uf04a", "☺", 1),
            ("\uf04c", "☹", 1),
            ("\uf076", "❖", 1),
            ("\uf0a7", "▪", 1),
            ("\uf0d8", "➢", 1),
            ("\uf0df", "←", 1),
            ("\uf0e0", "→", 1),
            ("\uf0fc", "✓", 1),
        ],
    ),
    "private use that a font happens to draw": ("a\uf6c5b", "a�b", [("\uf6c5", "�", 1)]),
    "a control character": ("a\x01b\x7f", "a�b�", [("\x01", "�", 1), ("\x7f", "�", 1)]),
    "half of a pair": ("a\ud800", "a�", [("\ud800", "�", 1)]),
    "no character at all": ("\ufffe\U0010ffff", "��", [("\ufffe", "�", 1), ("\U0010ffff", "�", 1)]),
    "a script without a font": (
        "\U0001e900\U0001e923",
        "��",
        [("\U0001e900", "�", 1), ("\U0001e923", "�", 1)],
    ),
    "a mark that is in no font of its letter": ("王\u0302 a\u0302", "王� a\u0302", [("\u0302", "�", 1)]),
    "a mark on the sign of a replaced letter": ("\U0001e900\u0301", "�\u0301", [("\U0001e900", "�", 1)]),
    "a mark that is not in the font of that sign": (
        "\U0001e900\u0e31",
        "��",
        [("\u0e31", "�", 1), ("\U0001e900", "�", 1)],
    ),
    "a mark on the sign of a replaced mark": ("王\u0302\u0301", "王�\u0301", [("\u0302", "�", 1)]),
    "a letter that is missing in bold": ("\U0001d5a0", "�", [("\U0001d5a0", "�", 1)]),
    "a sign of byte order": ("\ufeffab", "\u2060ab", [("\ufeff", "\u2060", 1)]),
    "joined pictures": ("😀\u200d👩", "😀\u200d�", [("👩", "�", 1)]),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_are_printed_as_they_are(name: str) -> None:
    printable = Printable(covered())

    assert printable.text(name) == name
    assert not printable.replaced


@pytest.mark.parametrize("why", REPLACED)
def test_what_cannot_be_printed_is_replaced_and_counted(why: str) -> None:
    text, printed, replaced = REPLACED[why]
    printable = Printable(covered())

    assert printable.text(text) == printed
    assert sorted((*pair, number) for pair, number in printable.replaced.items()) == replaced


def test_every_text_of_the_data_is_gone_through() -> None:
    printable = Printable(covered())

    made = printable.data(
        {"a": ["\uf0b7", {"b": "\x01"}], "c": ("d",), "number": 1, "none": None, "yes": True}
    )

    assert made == {"a": ["•", {"b": "�"}], "c": ["d"], "number": 1, "none": None, "yes": True}
    assert sum(printable.replaced.values()) == 2


def test_the_list_names_code_point_name_sign_and_number() -> None:
    printable = Printable(covered())
    printable.text("\uf0b7\uf0b7\ue000\x01\ud800\ufffe\U0001e900\ufeff")

    with translation.override("en"):
        rows = [tuple(row.values()) for row in listed(printable.replaced, "en")]

    assert rows == [
        ("U+0001", "control character", "en", "�", "1"),
        ("U+D800", "half of a surrogate pair", "en", "�", "1"),
        ("U+E000", "private use, without a common meaning", "en", "�", "1"),
        ("U+F0B7", "private use: a sign that Word writes for •", "en", "•", "2"),
        ("U+FEFF", "ZERO WIDTH NO-BREAK SPACE", "en", "nothing visible", "1"),
        ("U+FFFE", "not a character of Unicode", "en", "�", "1"),
        ("U+1E900", "ADLAM CAPITAL LETTER ALIF", "en", "�", "1"),
    ]


def test_only_the_names_of_the_standard_are_marked_as_english() -> None:
    printable = Printable(covered())
    printable.text("\x01\U0001e900")

    with translation.override("sv"):
        rows = listed(printable.replaced, "sv")

    assert [(row["name"], row["lang"]) for row in rows] == [
        ("styrtecken", "sv"),
        ("ADLAM CAPITAL LETTER ALIF", "en"),
    ]


@settings(deadline=None)
@given(st.text(st.characters()))
def test_what_is_printed_is_held_by_a_font_and_stays_as_it_is(text: str) -> None:
    printable, again = Printable(covered()), Printable(covered())

    printed = printable.text(text)

    assert len(printed) == len(text)
    # Line ends and tabs become plain ones: that is no replacement.
    spaced = text.translate(PLAIN_SPACE)
    assert sum(printable.replaced.values()) == sum(a != b for a, b in zip(spaced, printed, strict=True))
    for character in printed:
        if character not in INVISIBLE | LINES_AND_TABS:
            assert unicodedata.category(character) not in ("Cc", "Co", "Cs", "Cn")
            assert any(character in one for one in covered().values())
    assert again.text(printed) == printed
    assert not again.replaced


def test_without_fonts_a_question_mark_stands_for_what_is_missing() -> None:
    assert REPLACEMENT not in "".join(covered()["Libertinus Serif"])
    assert Printable({"Libertinus Serif": covered()["Libertinus Serif"]}).text("Åsa 王") == "Åsa ?"
