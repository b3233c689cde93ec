"""Where real people are registered, no page shows the inside."""

import os
import subprocess
import sys

from django.conf import settings


def checked(**environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: text for name, text in os.environ.items() if not name.startswith("EXPERIO_")}
    return subprocess.run(
        [sys.executable, "-c", "import experio.settings"],
        cwd=settings.BASE_DIR,
        env=kept | {"DATABASE_URL": "postgresql://nobody@localhost/nothing"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_debug_is_refused_outside_demo_mode() -> None:
    refused = checked(DEBUG="true", SECRET_KEY="for this test alone")

    assert refused.returncode != 0
    assert "DEBUG is refused outside demo mode" in refused.stderr


def test_nobody_is_mailed_a_traceback() -> None:
    assert settings.ADMINS == []
    assert "mail_admins" not in str(settings.LOGGING)
