"""Where the embedded server keeps what, and whom it refuses."""

import os
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from experio.embedded import EmbeddedDatabaseError, ensure_running
from experio.embedded import places as places_module
from experio.embedded.binaries import chosen_major
from experio.embedded.connection import Connection
from experio.embedded.places import LONGEST_SOCKET_PATH, Places, make_private
from experio.embedded.secrets_file import new_secrets, read_secrets, write_secrets
from experio.setup.secrets import kept_secret


@pytest.fixture
def connection() -> Connection:
    return Connection(Path("/srv/run dir"), 5418, owner_password="o:w/n", app_password="app's")


def test_the_socket_lies_below_the_home_but_never_in_the_data_folder() -> None:
    places = Places(Path("/srv/experio"), 18)
    assert places.socket_dir() == Path("/srv/experio/run")
    assert places.data not in places.socket_dir().parents


@pytest.mark.parametrize("length", [1, 80, 81, 82, 83, 84, 85, 120, 200])
def test_no_socket_path_is_longer_than_the_system_takes(length: int) -> None:
    places = Places(Path("/") / ("x" * length), 18)
    assert len(str(places.socket(places.socket_dir())).encode()) <= LONGEST_SOCKET_PATH


def test_a_comma_keeps_the_socket_out_of_the_home() -> None:
    """libpq would read two folders."""
    folder = Places(Path("/srv/Eda, Karlstad"), 18).socket_dir()
    assert "," not in str(folder)


def test_where_no_folder_will_do_it_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_module, "_runtime_folders", lambda: iter([Path("/") / ("y" * 100)]))
    with pytest.raises(EmbeddedDatabaseError, match="set EXPERIO_HOME to a folder with a shorter path"):
        Places(Path("/") / ("x" * 100), 18).socket_dir()


@pytest.mark.parametrize("name", ['say "yes"', "a$b", "`pwd`", "back\\slash"])
def test_a_path_that_the_server_would_misread_is_refused_before_anything_is_made(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(EmbeddedDatabaseError, match="misread"):
        ensure_running(tmp_path / name)
    assert not list((tmp_path / name).glob("postgresql-18"))


def test_two_long_homes_get_two_socket_folders() -> None:
    one, two = (Places(Path("/") / ("x" * 200) / name, 18).socket_dir() for name in ("one", "two"))
    assert one != two


def test_the_majors_keep_their_data_and_sockets_apart() -> None:
    old, new = Places(Path("/srv"), 16), Places(Path("/srv"), 18)
    assert old.data != new.data
    assert old.socket(old.socket_dir()) != new.socket(new.socket_dir())


def test_a_private_folder_is_made_private_even_if_it_was_open(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    make_private(folder, owners={folder.stat().st_uid})
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_a_stranger_made_beforehand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedDatabaseError, match="not a folder of this account"):
        make_private(tmp_path, owners={tmp_path.stat().st_uid + 1})


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(EmbeddedDatabaseError, match="not a folder of this account"):
        make_private(tmp_path / "link", owners={tmp_path.stat().st_uid})


@pytest.mark.parametrize("text", ["15", "17", "eighteen", "18.4"])
def test_a_version_that_the_server_does_not_come_in_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("EXPERIO_PG_MAJOR", text)
    with pytest.raises(EmbeddedDatabaseError, match="16 or 18"):
        chosen_major()


def test_the_newest_version_is_used_unless_another_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPERIO_PG_MAJOR", raising=False)
    assert chosen_major() == 18
    monkeypatch.setenv("EXPERIO_PG_MAJOR", "16")
    assert chosen_major() == 16


def test_passwords_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    path, made = tmp_path / "database.json", new_secrets()
    assert read_secrets(path) is None
    write_secrets(path, made)
    assert read_secrets(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert len({made.owner_password, made.app_password, new_secrets().app_password}) == 3


def test_passwords_do_not_show_when_a_connection_is_printed(connection: Connection) -> None:
    assert "o:w/n" not in repr(connection)
    assert "app's" not in repr(connection)
    assert new_secrets().app_password not in repr(new_secrets())


@pytest.mark.parametrize(
    "folder", ["/srv/run dir", "/srv/väg med å", "/srv/it's", "/a+b&c=d#e?f/100%", "/a:b@c"]
)
def test_an_address_is_read_as_it_was_meant(folder: str) -> None:
    connection = Connection(Path(folder), 5418, owner_password="o:w/n @%+", app_password="app's")
    assert conninfo_to_dict(connection.url("owner")) == {
        "user": "experio_owner",
        "password": "o:w/n @%+",
        "host": folder,
        "port": "5418",
        "dbname": "experio",
    }
    assert conninfo_to_dict(connection.url("admin", database="postgres"))["dbname"] == "postgres"


def test_what_the_environment_says_about_other_servers_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedDatabaseError):
        ensure_running(tmp_path / "file" / "home")
    assert "PGHOSTADDR" not in os.environ


def test_django_is_given_the_app_role_unless_the_owner_is_asked_for(connection: Connection) -> None:
    assert connection.django_settings()["USER"] == "experio_app"
    assert connection.django_settings("owner")["PASSWORD"] == "o:w/n"


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "secret-key"
    secret = kept_secret(path)
    assert len(secret) >= 50
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]
