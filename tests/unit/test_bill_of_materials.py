"""The bill of materials names every locked package with its hashes, without asking the network."""

import json
import re
import socket

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from experio.setup import bill_of_materials as bill


@pytest.fixture
def components(monkeypatch: pytest.MonkeyPatch) -> list[bill.Component]:
    def refuse(*_anything: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return list(bill.bill_of_materials()["components"])


def test_every_locked_python_package_is_listed_with_every_hash(components: list[bill.Component]) -> None:
    lock = bill.DEVELOPMENT.read_text()
    names = {bill._normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    listed = [one for one in components if one["purl"].startswith("pkg:pypi/")]

    assert {one["name"] for one in listed} == names
    assert all(one["hashes"] for one in listed)
    assert sorted(entry["content"] for one in listed for entry in one["hashes"]) == sorted(
        re.findall(r"--hash=sha256:([0-9a-f]{64})", lock)
    )


def test_every_locked_npm_package_is_listed_with_its_hash(components: list[bill.Component]) -> None:
    packages = json.loads(bill.NODE_LOCK.read_text())["packages"]
    listed = {one["name"]: one for one in components if one["purl"].startswith("pkg:npm/")}

    assert set(listed) == {place.rpartition("node_modules/")[2] for place in packages if place}
    assert {len(one["hashes"]) for one in listed.values()} == {1}
    assert {entry["alg"] for one in listed.values() for entry in one["hashes"]} == {"SHA-512"}


def test_what_is_needed_to_run_is_told_from_what_helps_to_develop(components: list[bill.Component]) -> None:
    scopes = {one["name"]: one["scope"] for one in components}

    assert scopes["django"] == scopes["@digdir/designsystemet-css"] == "required"
    assert scopes["pytest"] == scopes["axe-core"] == "excluded"


def test_licences_are_told(components: list[bill.Component]) -> None:
    unknown = {one["name"] for one in components if not one.get("licenses")}

    # Locked for another platform only, so that nothing of it is installed here to say its licence.
    assert unknown <= {"colorama", "pywin32", "tzdata"}


def test_the_document_is_valid_and_the_same_each_time() -> None:
    first, second = (json.dumps(bill.bill_of_materials(), sort_keys=True) for _ in range(2))

    assert first == second
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(first) is None
