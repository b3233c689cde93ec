"""
The tests' own server does not wait for the disk.

What a power cut would lose is a throw-away database, and waiting for the disk was a third of some modules'
time. Only the server of `build/` is told so: servers that tests kill, stop or copy have homes of their own
and write as in production. That a commit survives a killed server is proved there (`platform`, `make crash`).
"""

from pathlib import Path

import psycopg
from django.conf import settings

from experio.embedded import ensure_running

BUILD = Path(__file__).resolve().parents[1] / "build"
SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


def do_not_wait_for_the_disk() -> None:
    """Tell the embedded server of the tests; one of another place is left as it is."""
    home = settings.EXPERIO_HOME
    if not home.is_relative_to(BUILD) or not settings.DATABASES["default"]["HOST"].startswith(str(home)):
        return
    with psycopg.connect(ensure_running(home).url("admin", "postgres"), autocommit=True) as admin:
        for name in SETTINGS:
            admin.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[call-overload]
        admin.execute("SELECT pg_reload_conf()")
