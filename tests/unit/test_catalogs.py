"""Every text has one Swedish translation, and a missing, doubtful, doubled or left-over one is found."""

import gettext
from pathlib import Path

import pytest

from experio.catalogs.checks import Findings, check_catalogs
from experio.catalogs.fragments import CatalogError, compile_fragments

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: sv\\n"\n\n'


def fragment(root: Path, subject: str, body: str) -> Path:
    folder = root / "experio" / "locale" / subject / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER + body, encoding="utf-8")
    return folder


def source(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def found(root: Path) -> Findings:
    return check_catalogs(root)


def test_a_text_without_translation_is_found_in_python_and_in_templates(tmp_path: Path) -> None:
    source(tmp_path, "cases/forms.py", 'label = _("First day")\nhelp = pgettext("form", "Save")\n')
    source(
        tmp_path,
        "templates/page.html",
        "{% load i18n %}\n  <p>don't\n {% translate 'Absence' %}</p>\n"
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}\n",
    )
    fragment(tmp_path, "cases", 'msgid "First day"\nmsgstr "Första dag"\n')
    assert found(tmp_path).untranslated == [
        "cases/forms.py:2: 'Save'",
        "templates/page.html:3: 'Absence'",
        "templates/page.html:4: '%(n)s day'",
    ]


def test_a_text_that_no_longer_is_used_is_found(tmp_path: Path) -> None:
    fragment(tmp_path, "cases", 'msgid "Gone"\nmsgstr "Borta"\n')
    assert found(tmp_path).orphaned == ["experio/locale/cases/sv/LC_MESSAGES/django.po: 'Gone'"]


def test_a_doubtful_translation_counts_as_none(tmp_path: Path) -> None:
    source(tmp_path, "cases/forms.py", '_("First day")')
    fragment(tmp_path, "cases", '#, fuzzy\nmsgid "First day"\nmsgstr "Första"\n')
    findings = found(tmp_path)
    assert findings.fuzzy == ["experio/locale/cases/sv/LC_MESSAGES/django.po: 'First day'"]
    assert not findings.is_clean


def test_a_plural_needs_both_forms(tmp_path: Path) -> None:
    source(tmp_path, "cases/forms.py", 'ngettext("%(n)s day", "%(n)s days", n)')
    fragment(
        tmp_path,
        "cases",
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s dag"\nmsgstr[1] ""\n',
    )
    assert len(found(tmp_path).untranslated) == 1


def test_all_is_well_when_each_text_is_translated_once_or_alike(tmp_path: Path) -> None:
    source(tmp_path, "cases/forms.py", '_("First day")')
    for subject in ("cases", "reports"):
        fragment(tmp_path, subject, 'msgid "First day"\nmsgstr "Första dag"\n')
    assert found(tmp_path).is_clean


def test_two_fragments_that_disagree_are_not_compiled(tmp_path: Path) -> None:
    fragment(tmp_path, "cases", 'msgid "Case"\nmsgstr "Ärende"\n')
    fragment(tmp_path, "reports", 'msgid "Case"\nmsgstr "Fall"\n')
    with pytest.raises(CatalogError, match="'Case' is 'Ärende' in .* but 'Fall' in "):
        compile_fragments(tmp_path / "experio" / "locale")
    assert not list(tmp_path.rglob("*.mo"))


def test_a_broken_fragment_is_named(tmp_path: Path) -> None:
    folder = fragment(tmp_path, "cases", 'msgid "Case"\nnonsense\n')
    with pytest.raises(CatalogError, match=str(folder)):
        compile_fragments(tmp_path / "experio" / "locale")


def test_a_compiled_fragment_holds_its_translations(tmp_path: Path) -> None:
    folder = fragment(tmp_path, "cases", 'msgid "Case"\nmsgstr "Ärende"\n')
    assert compile_fragments(tmp_path / "experio" / "locale") == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Case") == "Ärende"
