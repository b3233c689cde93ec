"""Printed documents hold any text, are PDF/UA, and look the same on every machine."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
import typst
from django.core.checks import run_checks
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from experio.documents import coverage, pdf
from experio.documents.families import EMBEDDED, FAMILIES
from experio.documents.printable import INVISIBLE

PLAIN = Path(__file__).with_name("plain.typ")


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def document(*texts: str) -> bytes:
    return pdf.pdf_of(PLAIN, {"title": "A document", "texts": list(texts)})


@pytest.fixture
def no_fonts(tmp_path: Path, settings: object) -> Iterator[None]:
    settings.FONTS_ROOT = tmp_path / "nothing"
    coverage.covered.cache_clear()
    pdf._fonts.cache_clear()
    yield
    coverage.covered.cache_clear()
    pdf._fonts.cache_clear()


def test_names_of_many_scripts_stand_in_the_file_as_text() -> None:
    made = read(document("王小明", "김민준", "สมชาย", "ተስፋዬ", "محمد", "גבע", "Ọláṣu", "Հակոբ"))

    text = made.pages[0].extract_text()
    for name in ("王小明", "김민준", "สมชาย", "ተስፋዬ", "محمد", "גבע", "Ọláṣu", "Հակոբ"):
        assert text.count(name) == 2
    assert len(made.pages) == 1


def test_the_last_page_lists_what_could_not_be_printed() -> None:
    with translation.override("en"):
        made = read(document("\uf0b7 one, \uf0b7 two and \ue000"))

    assert "• one, • two and �" in made.pages[0].extract_text()
    last = made.pages[-1].extract_text()
    assert len(made.pages) == 2
    assert "Characters that could not be printed" in last
    assert "U+E000 private use, without a common meaning � 1" in last
    assert "U+F0B7 private use: a sign that Word writes for • • 2" in last


def test_it_is_tagged_titled_and_says_that_it_is_pdf_ua() -> None:
    with translation.override("sv"):
        made = document("\x01")

    file = read(made)
    assert file.metadata.title == "A document"
    assert file.trailer["/Root"]["/Lang"] == "sv"
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in file.trailer["/Root"]["/Metadata"].get_data().decode()


def test_no_font_of_the_machine_is_used() -> None:
    paths = {font.path for font in pdf._fonts().fonts()}
    names = {font.family for font in pdf._fonts().fonts() if font.path}

    assert {path.rpartition("/")[0] for path in paths if path} == {str(coverage.settings.FONTS_ROOT)}
    assert names == {family.name for family in FAMILIES}
    assert EMBEDDED in pdf._fonts().families()


def test_without_the_fonts_it_still_goes_out_and_names_what_is_missing(no_fonts: None) -> None:
    with translation.override("en"):
        made = read(document("Åsa Öberg, 王"))

    assert "Åsa Öberg, ?" in made.pages[0].extract_text()
    assert "U+738B CJK UNIFIED IDEOGRAPH-738B ? 1" in made.pages[1].extract_text()
    assert [found.id for found in run_checks(tags=["files"])] == ["experio.W001"]


def test_set_up_leaves_no_font_out() -> None:
    assert coverage.missing_files() == []
    assert run_checks(tags=["files"]) == []


def test_the_embedded_typeface_holds_what_is_taken_for_granted(no_fonts: None) -> None:
    made = pdf._compiled(PLAIN, {"title": "A", "texts": ["".join(coverage.BASIC)]}, coverage.covered())

    assert len(read(made).pages) == 1


def test_a_font_that_promises_too_much_costs_letters_and_not_the_document(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fonts = coverage.covered()
    monkeypatch.setattr(
        pdf, "covered", lambda: {**fonts, "DejaVu Sans": fonts["DejaVu Sans"] | {"\U0001e900"}}
    )

    with translation.override("en"):
        made = read(document("Åsa \U0001e900"))

    assert "Åsa ?" in made.pages[0].extract_text()
    assert "U+1E900 ADLAM CAPITAL LETTER ALIF ? 1" in made.pages[-1].extract_text()
    assert [(line.levelno, "Åsa" in line.getMessage()) for line in caplog.records] == [(logging.ERROR, False)]


def test_a_fault_of_the_template_is_not_hidden() -> None:
    with pytest.raises(typst.TypstError):
        pdf.pdf_of(PLAIN, {"title": "A document"})


# Letters of every font, marks of all scripts, characters that steer, and anything else.
LETTERS = st.sampled_from(sorted(frozenset().union(*coverage.covered().values())))
MARKS = st.characters(categories=["Mn", "Mc", "Me"])
STEERING = st.sampled_from(sorted(INVISIBLE))
TEXTS = st.text(st.one_of(LETTERS, MARKS, STEERING, st.characters()))


@settings(max_examples=20, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=40))
@example(["\f\t"])
def test_any_text_gives_a_file(texts: list[str]) -> None:
    made = pdf._compiled(PLAIN, {"title": "A document", "texts": texts}, coverage.covered())

    assert made.startswith(b"%PDF-")
