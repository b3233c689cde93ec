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

# The same for both kinds of set-up: changing between them collects nothing anew.
STATIC_FILES_HANG_ON = ("package-lock.json", "requirements/runtime.txt", "experio/settings.py")


def compile_catalogs(root: Path) -> None:
    """Compile the Swedish catalogs, if a source is newer than its result or the result is missing.

    Says nothing, so that it can run beside other steps.
    """
    sources = sorted((root / "experio" / "locale").glob("*/sv/LC_MESSAGES/django.po"))
    stale = (source for source in sources if not _is_newer(source.with_suffix(".mo"), source))
    if any(stale):
        run(
            [root / ".venv" / "bin" / "python", "-m", "experio.catalogs"],
            folder=root,
            failure="A translation is wrong; the line above says where.",
        )


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
        run(
            [root / ".venv" / "bin" / "python", "manage.py", "collectstatic", "--no-input"],
            folder=root,
            environment=OFFLINE,
            failure="The static files could not be collected; the lines above say why.",
        )
    write_stamp(stamp, mark)


def _is_newer(result: Path, source: Path) -> bool:
    return result.exists() and result.stat().st_mtime_ns >= source.stat().st_mtime_ns
