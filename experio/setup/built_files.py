"""Files made from the sources: compiled translations and the collected static files."""

from pathlib import Path

from experio.setup.processes import run
from experio.setup.stamps import fingerprint, is_stamped, write_stamp
from experio.setup.terminal import Step

# These commands read the settings but use neither database nor secrets; nothing is started for them.
OFFLINE = {
    "DJANGO_SETTINGS_MODULE": "experio.settings",
    "SECRET_KEY": "not used for anything",
    "EXPERIO_SEALING_KEYS": f"offline:{'A' * 43}",  # seals nothing
    "EXPERIO_SEALING_KEYS_FILE": "",
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "EXPERIO_DEMO": "false",
    "EXPERIO_DEMO_TODAY": "",
    "DEBUG": "false",
}


STATIC_FILES_HANG_ON = ("node_modules/.experio-stamp", "requirements/development.txt", "experio/settings.py")


def compile_catalogs(root: Path) -> None:
    """Compile the Swedish catalogs, if a source is newer than its result or the result is missing."""
    sources = sorted((root / "experio" / "locale").glob("*/sv/LC_MESSAGES/django.po"))
    stale = (source for source in sources if not _is_newer(source.with_suffix(".mo"), source))
    if any(stale):
        with Step("Compiling the translations"):
            _manage(root, "compile_catalogs", failure="A translation is wrong; the line above says where.")


def collect_static_files(root: Path) -> None:
    """Collect and compress what browsers fetch, if something changed."""
    stamp = root / "build" / "static.stamp"
    mark = fingerprint(
        str(root),
        files=[root / name for name in STATIC_FILES_HANG_ON],
        trees=[root / "experio" / "static"],
    )
    if is_stamped(stamp, mark) and (root / "build" / "static").is_dir():
        return
    with Step("Collecting static files"):
        _manage(
            root,
            "collectstatic",
            "--no-input",
            failure="The static files could not be collected; the lines above say why.",
        )
    write_stamp(stamp, mark)


def _manage(root: Path, *words: str, failure: str) -> None:
    run(
        [root / ".venv" / "bin" / "python", "manage.py", *words],
        folder=root,
        environment=OFFLINE,
        failure=failure,
    )


def _is_newer(result: Path, source: Path) -> bool:
    return result.exists() and result.stat().st_mtime_ns >= source.stat().st_mtime_ns
