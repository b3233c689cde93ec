"""Answers that no view gives carry every header too: static files, redirects to TLS, unknown hosts."""

from pathlib import Path

from django.conf import settings
from django.test import Client, override_settings

from tests.database.outside.header_rules import faults


def test_an_unknown_host_and_an_unknown_address_are_refused_with_every_header(db: None) -> None:
    client = Client(raise_request_exception=False)

    unknown_host = client.get("/", headers={"host": "elsewhere.example.org"})
    unknown_address = client.get("/nowhere/")

    assert (unknown_host.status_code, faults(unknown_host)) == (400, [])
    assert faults(unknown_address) == []


def test_over_tls_the_browser_is_told_to_come_back_over_tls(db: None) -> None:
    with override_settings(
        SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True
    ):
        client = Client(raise_request_exception=False)
        answers = [client.get(address, secure=True) for address in ("/", "/nowhere/", "/account/login/")]
        plain = client.get("/")

    wanted = "max-age=31536000; includeSubDomains; preload"
    assert {answer.headers.get("Strict-Transport-Security") for answer in answers} == {wanted}
    assert "Strict-Transport-Security" not in plain.headers


def test_a_redirect_to_tls_carries_every_header(db: None) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        response = Client().get("/")

    assert (response.status_code, faults(response)) == (301, [])


def test_a_static_file_carries_every_header_and_may_be_kept(db: None, tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("body {}")
    with override_settings(STATIC_ROOT=str(tmp_path)):
        client = Client()
        found = client.get("/static/look.css")
        again = client.get("/static/look.css", headers={"if-modified-since": found.headers["Last-Modified"]})
        missing = client.get("/static/nothing.css")
    found.close()
    again.close()

    assert (found.status_code, faults(found, is_static=True)) == (200, [])
    assert (again.status_code, faults(again, is_static=True)) == (304, [])
    assert faults(missing) == []


def test_forms_may_lead_to_a_named_identity_provider_only_by_setting() -> None:
    assert settings.SIGN_IN_ORIGINS == []
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]
