"""The strict readers of the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from experio import env


def test_origins_are_scheme_host_and_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINS", "https://idp.example.org, https://other.example.org:8443")

    assert env.origins("ORIGINS") == ["https://idp.example.org", "https://other.example.org:8443"]


@pytest.mark.parametrize(
    "value", ["idp.example.org", "https://idp.example.org/path", "https://idp.example.org; script-src *", "*"]
)
def test_what_could_widen_the_policy_is_no_origin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ORIGINS", value)

    with pytest.raises(ImproperlyConfigured, match="is not an origin"):
        env.origins("ORIGINS")
