"""
Settings of the tests: the product's own, then cheap password hashing and mail in memory.

Whatever differs from production is listed in `tests/unit/test_shortcuts.py` with what else proves it.
"""

import os

# The clock stands on the demo's day, no second factor is asked for (test_second_factor_required.py asks) and
# cookies go without TLS: test_database_away.py signs in to a site that is served as in production.
os.environ.setdefault("EXPERIO_DEMO", "true")
# Names that other projects use as well. What the shell says about those must not decide a test.
for name in (
    "ALLOWED_HOSTS",
    "BEHIND_TLS_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "PORT",
    "SECRET_KEY",
    "SECURE_SSL_REDIRECT",
):
    os.environ.pop(name, None)

from experio.settings import *  # noqa: E402, F403

# Argon2 behind its gate: test_attempts.py, and the sign-in of test_database_away.py.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# As Django's own test runner has it. Experio sends no mail; test_masked_everywhere.py looks that none went.
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Without a manifest, so that no test needs built files. That every file named in a template exists:
# test_shortcuts.py; that a page leads to them by their hashed names: test_database_away.py.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each test client loads the middleware anew, and WhiteNoise would read the whole static folder with it.
# That files are served from the folder read once: `tests/database/platform/test_serving.py`.
WHITENOISE_AUTOREFRESH = True
