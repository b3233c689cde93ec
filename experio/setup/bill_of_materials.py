"""`python -m experio.setup.bill_of_materials`: what Experio consists of, from the two locks, without network.

CycloneDX 1.6 (ECMA-424), one file: every locked package of Python and npm with its version, its hashes and,
where it is installed, its licence. The same locks give the same file, byte for byte.
"""

import base64
import importlib.metadata
import json
import re
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "build" / "sbom" / "experio.cdx.json"
RUNTIME, DEVELOPMENT = ROOT / "requirements" / "runtime.txt", ROOT / "requirements" / "development.txt"
NODE_LOCK = ROOT / "package-lock.json"

_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LONGEST_LICENCE_NAME = 80

Component = dict[str, Any]


def main() -> int:
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    bill = bill_of_materials()
    OUTPUT.write_text(json.dumps(bill, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(bill['components'])} packages: {OUTPUT.relative_to(ROOT)}")
    return 0


def bill_of_materials() -> dict[str, Any]:
    """The document as CycloneDX wants it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = sorted([*python_components(), *node_components()], key=lambda one: str(one["bom-ref"]))
    references = [str(one["bom-ref"]) for one in components]
    content = json.dumps(components, sort_keys=True)
    this = f"pkg:generic/experio@{project['version']}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # Told by the content, so that the same locks give the same document.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": this,
                "name": "experio",
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
            },
            "lifecycles": [{"phase": "pre-build"}],
        },
        "components": components,
        "dependencies": [{"ref": this, "dependsOn": references}],
    }


def python_components() -> list[Component]:
    """The packages of the Python locks; those of the runtime lock are required, the rest helps developers."""
    runtime = {name for name, _version, _hashes in locked(RUNTIME)}
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "purl": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "scope": "required" if name in runtime else "excluded",
            "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
            **_licences(_python_licence(name)),
        }
        for name, version, hashes in locked(DEVELOPMENT)
    ]


def locked(lock: Path) -> list[tuple[str, str, list[str]]]:
    """(name, version, SHA-256 of each file that may be installed) of a lock."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := _LOCKED.match(line):
            found.append((_normal(match["name"]), match["version"], []))
        if found:
            found[-1][2].extend(_HASH.findall(line))
    return found


def node_components() -> list[Component]:
    """The packages of the npm lock."""
    packages = json.loads(NODE_LOCK.read_text(encoding="utf-8"))["packages"]
    found = []
    for place, package in packages.items():
        if not place:
            continue
        name = place.rpartition("node_modules/")[2]
        algorithm, _, digest = package["integrity"].partition("-")
        purl = f"pkg:npm/{name.replace('@', '%40', 1)}@{package['version']}"
        found.append(
            {
                "type": "library",
                "bom-ref": purl,
                "purl": purl,
                "name": name,
                "version": package["version"],
                "scope": "excluded" if package.get("dev") else "required",
                "hashes": [
                    {"alg": f"SHA-{algorithm.removeprefix('sha')}", "content": base64.b64decode(digest).hex()}
                ],
                **_licences(package.get("license", "")),
            }
        )
    return found


def _python_licence(name: str) -> str:
    """As the installed package states it; empty for what this platform does not install."""
    try:
        stated: Any = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    expression = stated.get("License-Expression") or ""
    by_class = [
        value.rpartition(" :: ")[2]
        for value in stated.get_all("Classifier") or []
        if value.startswith("License :: ") and not value.endswith("OSI Approved")
    ]
    named = (stated.get("License") or "").strip().splitlines()
    return expression or " / ".join(by_class) or (named[0][:_LONGEST_LICENCE_NAME] if named else "")


def _licences(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if re.search(r" (AND|OR|WITH) ", text):
        return {"licenses": [{"expression": text}]}
    return {"licenses": [{"license": {"name": text}}]}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    raise SystemExit(main())
