"""What of the caller's environment reaches pip and npm."""

from pathlib import Path

import pytest

from experio.setup.surroundings import folders, surroundings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that may be written to, and no word about caches."""
    for name in (
        "PIP_CACHE_DIR",
        "PLAYWRIGHT_BROWSERS_PATH",
        "UV_CACHE_DIR",
        "XDG_CACHE_HOME",
        "npm_config_cache",
    ):
        monkeypatch.delenv(name, raising=False)
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    return place


@pytest.mark.parametrize(
    "name",
    [
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_CONSTRAINT",
        "PIP_REQUIRE_VIRTUALENV",
        "npm_config_global",
        "npm_config_omit",
    ]
    + ["NPM_CONFIG_PREFIX", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"],
)
def test_what_would_change_the_result_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    assert name not in surroundings(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["PIP_INDEX_URL", "PIP_CERT", "PIP_PROXY", "PIP_CONFIG_FILE", "npm_config_registry", "NPM_CONFIG_CAFILE"]
    + ["npm_config_@ours:registry", "npm_config_//npm.example.org/:_authToken", "HTTPS_PROXY", "PATH"],
)
def test_the_way_to_the_registries_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, "said")
    assert surroundings(tmp_path)[name] == "said"


def test_the_caches_of_a_home_that_is_open_are_used(home: Path, tmp_path: Path) -> None:
    assert folders(tmp_path) == {}


def test_pip_never_installs_for_the_user(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_USER", "1")
    assert surroundings(tmp_path)["PIP_USER"] == "0"


@pytest.mark.parametrize("place", ["/", "/nowhere/at/all", "not/absolute"])
def test_a_home_that_is_none_is_replaced_with_all_its_caches(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("HOME", place)
    given = folders(tmp_path)
    assert given == {"HOME": str(tmp_path / "build" / "cache" / "home")}
    assert Path(given["HOME"]).is_dir()


@pytest.mark.parametrize("closed", ["by its rights", "as another account's"])
def test_the_caches_of_a_closed_home_lie_below_build(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    if closed == "by its rights":
        # root may write everywhere: let the system say what it says to others.
        monkeypatch.setattr("experio.setup.surroundings.os.access", lambda place, mode: False)
    else:
        monkeypatch.setattr("experio.setup.surroundings.os.geteuid", lambda: home.stat().st_uid + 1)
    given = folders(tmp_path)
    assert "HOME" not in given
    assert {
        name: Path(text).relative_to(tmp_path).parts[:2] for name, text in given.items()
    } == dict.fromkeys(
        ("PIP_CACHE_DIR", "PLAYWRIGHT_BROWSERS_PATH", "UV_CACHE_DIR", "XDG_CACHE_HOME", "npm_config_cache"),
        ("build", "cache"),
    )


def test_a_cache_that_was_named_is_used(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    monkeypatch.setenv("PIP_CACHE_DIR", "/srv/cache")
    assert surroundings(tmp_path)["PIP_CACHE_DIR"] == "/srv/cache"
