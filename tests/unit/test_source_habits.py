"""
What the source may not do, whoever writes it: unescaped text in pages, SQL put together from values, pages
without sign-in. Exceptions are listed with the reason why each has been looked at and is fine.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

ROOT = Path(__file__).parents[2]
PRODUCT = ("experio", "subprojects", "cases", "reports")

# --- Escaping ----------------------------------------------------------------------------------
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off|\{%\s*debug\b")
UNESCAPED_IN_CODE = ("mark_safe", "SafeString", "SafeText", "html_safe")

# File → why what it marks as safe is so.
REVIEWED_ESCAPING: dict[str, str] = {
    "templates/reports/unit_dashboard.html": "a chart drawn by our own code, which escapes its labels",
    "templates/reports/absence_trend.html": "a chart drawn by our own code, which escapes its labels",
    "experio/templatetags/experio.py": "the type of an answer that format_html has made",
}

# --- Downloads ---------------------------------------------------------------------------------
DOWNLOAD = re.compile(r"<a\b[^>]*\sdownload\b(?!-)")

# --- SQL ---------------------------------------------------------------------------------------
RUNS_SQL = {"execute", "executemany", "raw", "extra", "RawSQL", "RunSQL", "copy"}

# File → why its statements are put together, and from what.
REVIEWED_SQL: dict[str, str] = {
    "cases/actions/disposal.py": "names of history tables from the models, keys as parameters",
    "experio/audit/cuts.py": "psycopg.sql: names of months as identifiers",
    "experio/audit/partitions.py": "psycopg.sql: names of months as identifiers",
    "experio/audit/rights.py": "psycopg.sql: names of roles and tables as identifiers",
    "experio/demo/rebuild.py": "the demo's own tables, outside any request",
    "experio/demo/tables.py": "psycopg.sql: names of models as identifiers, outside any request",
    "experio/folding.py": "statements that Django has put together for the end of a migration",
    "experio/embedded/provision.py": "psycopg.sql: names of our two roles and the database",
    "experio/management/commands/migrate.py": "statements that the apps' registries make of names of models",
    "experio/outside/breaker.py": "one of two constants",
    "experio/sealing/migrating.py": "names of tables and columns from the migration, values as parameters",
    "experio/audit/verification.py": "constants of the module, handed on by a helper",
    "experio/demo/log_world.py": "names of the log's own months and indexes, outside any request",
    "experio/demo/without_walls.py": "names of tables from the catalogue, on a scratch database of the bench",
    "experio/sealing/stores.py": "psycopg.sql: names of tables and columns as identifiers",
    "experio/test_copies/pseudonymise.py": "psycopg.sql: names of tables as identifiers",
    "experio/triggers/stating.py": "statements of models and guards, made of names of tables",
    "experio/walls/loading.py": "names of tables from the registry of walls",
    "experio/walls/stating.py": "statements that the registry of walls makes of its own constants",
    "cases/questions/affected_people.py": "one of two constants: JOIN or LEFT JOIN",
    "cases/questions/log_sample.py": "constants of the module, chosen by rule",
    "experio/scope.py": "the same constant once a setting, values as parameters",
    "experio/audit/writing.py": "one of two constants of the module",
}

# --- Sign-in -----------------------------------------------------------------------------------
OPEN_TO_ALL: dict[str, str] = {
    "accessibility": "the statement must be readable before signing in",
    "account_inactive": "says that the account is closed",
    "account_login": "signing in",
    "account_logout": "signing out, also of a session that has ended",
    "admin:login": "leads to the sign-in page",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "signing in with a passkey",
    "openid_connect_callback": "coming back from the employer's identity provider",
    "openid_connect_login": "going to the employer's identity provider",
    "set_language": "the language of the sign-in page",
}


def _sources() -> Iterator[Path]:
    for package in PRODUCT:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.relative_to(ROOT).parts:
                yield path


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_template_switches_escaping_off() -> None:
    places = [ROOT / "templates", *(ROOT / package for package in PRODUCT)]
    found = {
        _named(path)
        for place in places
        for path in place.rglob("*")
        if path.suffix in (".html", ".txt", ".svg") and UNESCAPED.search(path.read_text(encoding="utf-8"))
    }

    assert found - set(REVIEWED_ESCAPING) == set()


def test_no_code_marks_text_as_safe_unreviewed() -> None:
    found = set()
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            if name in UNESCAPED_IN_CODE:
                found.add(_named(path))
            if (
                isinstance(node, ast.Call)
                and _name_of(node.func) == "format_html"
                and not _is_plain(node.args[0])
            ):
                found.add(_named(path))

    assert found == {name for name in REVIEWED_ESCAPING if name.endswith(".py")}


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_plain(node: ast.expr) -> bool:
    """A text as it stands in the source, a constant of its module, both together, or a translation of one."""
    if isinstance(node, ast.JoinedStr):
        return all(_is_plain(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _is_plain(node.value)
    if isinstance(node, ast.Name):
        return node.id.isupper()
    if isinstance(node, ast.Call) and _name_of(node.func) in ("_", "gettext", "gettext_lazy", "ngettext"):
        return all(_is_plain(argument) for argument in node.args[:1])
    return isinstance(node, ast.Constant)


def test_sql_is_put_together_only_where_it_has_been_reviewed() -> None:
    found = set()
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or _name_of(node.func) not in RUNS_SQL or not node.args:
                continue
            if ast.unparse(node.func).startswith("super()"):
                continue
            if not _is_plain(node.args[0]):
                found.add(_named(path))

    assert found - set(REVIEWED_SQL) == set(), "values go into parameters; names are reviewed and listed"
    assert set(REVIEWED_SQL) - found == set(), "no longer needed"


def test_no_link_carries_the_attribute_download() -> None:
    """With it the browser saves whatever answers, the question who sits there too; the file names itself."""
    found = {
        _named(path)
        for path in (ROOT / "templates").rglob("*.html")
        if DOWNLOAD.search(path.read_text(encoding="utf-8"))
    }

    assert found == set()


def test_what_is_saved_is_named_in_one_place() -> None:
    named = {
        _named(path)
        for path in _sources()
        if "content-disposition" in path.read_text(encoding="utf-8").lower()
    }

    assert named == {"experio/spreadsheets.py"}


def _views(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _views(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def test_every_page_asks_who_is_there_but_those_listed() -> None:
    open_views = {
        name
        for name, pattern in _views(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
    }

    asking = [import_string(name) for name in settings.MIDDLEWARE]
    assert any(isinstance(one, type) and issubclass(one, LoginRequiredMiddleware) for one in asking)
    assert open_views == set(OPEN_TO_ALL)


def test_every_form_carries_its_token() -> None:
    exempt = {
        name for name, pattern in _views(get_resolver()) if getattr(pattern.callback, "csrf_exempt", False)
    }

    assert exempt == set()


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def _posting_forms(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_a_form_that_posts_in_a_template_has_the_token(path: Path) -> None:
    for form in _posting_forms(path):
        assert "csrf_token" in form, form[:120]


def test_forms_that_post_are_found_in_templates() -> None:
    assert sum(len(_posting_forms(path)) for path in TEMPLATES) > 20
