"""The key ring: strict, and silent about the keys themselves."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from experio.sealing.keys import InvalidKeys, make_key, read_keys

ROOT = Path(__file__).resolve().parents[3]
GOOD = base64.urlsafe_b64encode(bytes(range(32))).decode()


def test_the_first_key_is_the_newest_and_all_are_kept() -> None:
    new, old = make_key("new"), make_key("old")

    ring = read_keys(f"{new.as_text()}, {old.as_text()}\n")

    assert ring.ids == ("new", "old")
    assert ring.newest.derived("seal") == new.derived("seal")


def test_padding_of_base64_may_be_left_out() -> None:
    assert read_keys(f"k1:{GOOD}").newest.derived("x") == read_keys(f"k1:{GOOD.rstrip('=')}").newest.derived(
        "x"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        GOOD,
        f"UPPER:{GOOD}",
        f"a b:{GOOD}",
        f"{'x' * 21}:{GOOD}",
        "k1:",
        f"k1:{GOOD[:-4]}",
        f"k1:{GOOD[:-3]}!!=",
        f"k1:{GOOD}AAAA",
        f"k1:{GOOD},k1:{base64.urlsafe_b64encode(bytes(32)).decode()}",
        f"k1:{GOOD},k2:{GOOD}",
    ],
    ids=["empty", "commas", "no id", "capitals", "space", "long id", "no key", "short", "not base64", "long",
         "id twice", "key twice"],
)  # fmt: skip
def test_a_wrong_ring_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(InvalidKeys) as refusal:
        read_keys(text)

    assert GOOD[:8] not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_keys_and_rings_show_their_ids_only() -> None:
    ring = read_keys(f"k1:{GOOD}")

    assert repr(ring) == "KeyRing(k1)"
    assert repr(ring.newest) == "SealingKey(k1)"


def test_every_use_has_a_key_of_its_own() -> None:
    key = make_key("k1")

    assert len({key.derived(use) for use in ("seal", "index/1", "index/2", "group/1")}) == 4


def start(**variables: str) -> "subprocess.CompletedProcess[str]":
    """Load the settings in a process of its own, in a place like a real installation."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "x" * 60,
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", "from experio import settings; print(settings.SEALING_KEYS)"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_does_not_start_without_keys() -> None:
    refused = start()

    assert refused.returncode != 0
    assert "EXPERIO_SEALING_KEYS must be set" in refused.stderr


def test_production_does_not_start_with_a_wrong_key_and_never_prints_it() -> None:
    refused = start(EXPERIO_SEALING_KEYS=f"k1:{GOOD}x")

    assert "EXPERIO_SEALING_KEYS: The key k1" in refused.stderr
    assert GOOD[:8] not in refused.stderr + refused.stdout


def test_keys_come_from_a_file_too_but_not_from_both(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"k2:{GOOD}\n")

    assert start(EXPERIO_SEALING_KEYS_FILE=str(file)).stdout.strip() == "KeyRing(k2)"
    assert "not both" in start(EXPERIO_SEALING_KEYS_FILE=str(file), EXPERIO_SEALING_KEYS=f"k1:{GOOD}").stderr
    assert "cannot be read" in start(EXPERIO_SEALING_KEYS_FILE=str(tmp_path / "none")).stderr


def test_a_demo_makes_its_key_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = start(EXPERIO_DEMO="true", EXPERIO_HOME=str(tmp_path))
    kept = (tmp_path / "sealing-keys").read_text()
    second = start(EXPERIO_DEMO="true", EXPERIO_HOME=str(tmp_path))

    assert first.stdout.strip() == second.stdout.strip() == "KeyRing(demo)"
    assert (tmp_path / "sealing-keys").read_text() == kept
    assert (tmp_path / "sealing-keys").stat().st_mode & 0o777 == 0o600


def test_a_new_key_is_printed_ready_for_the_environment() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "experio.sealing", "next"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert read_keys(printed).ids == ("next",)
