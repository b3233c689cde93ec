"""Settings of the tests: the product's own, then cheap password hashing and mail in memory."""

import os

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

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each test client loads the middleware anew, and WhiteNoise would read the whole static folder with it.
# That files are served from the folder read once: `tests/database/platform/test_serving.py`.
WHITENOISE_AUTOREFRESH = True
