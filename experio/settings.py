"""All settings, for every environment, read top to bottom. Production is the default."""

from datetime import date
from pathlib import Path
from typing import Any

import environ
import pgtrigger
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from experio import env
from experio.outside.logs.configuration import logging_settings
from experio.sealing.keys import InvalidKeys, KeyRing, make_key, read_keys

BASE_DIR = env.BASE_DIR
EXPERIO_HOME = env.home()

# --- What kind of place this is --------------------------------------------------------------
DEMO = env.flag("EXPERIO_DEMO", default=False)
DEBUG = env.flag("DEBUG", default=False)
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG is refused outside demo mode: its error pages show what is registered.")


def _demo_today() -> date | None:
    """The day on which the demo clock stands; refused outside demo mode."""
    raw = env.text("EXPERIO_DEMO_TODAY")
    if not DEMO:
        if raw:
            raise ImproperlyConfigured("EXPERIO_DEMO_TODAY is refused outside demo mode.")
        return None
    try:
        return date.fromisoformat(raw or "2021-11-22")
    except ValueError:
        raise ImproperlyConfigured(f"EXPERIO_DEMO_TODAY={raw!r} is not a date (YYYY-MM-DD).") from None


DEMO_TODAY = _demo_today()


def _secret_key() -> str:
    """From the environment; in demo mode a key made once and kept in the data folder."""
    if env.text("SECRET_KEY") or not DEMO:
        return env.required("SECRET_KEY")
    return env.kept_secret("secret-key")


SECRET_KEY = _secret_key()


def _sealing_keys() -> KeyRing:
    """
    The keys for personal numbers and health text, newest first, from the environment or a file that a
    secret store places; in demo mode a key made once and kept in the data folder.
    """
    name = "EXPERIO_SEALING_KEYS"
    text, file = env.text(name), env.text(f"{name}_FILE")
    if text and file:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if file:
        name = f"{name}_FILE"
        try:
            text = Path(file).read_text(encoding="ascii")
        except (OSError, UnicodeError):
            raise ImproperlyConfigured(f"{name} names a file that cannot be read.") from None
    elif DEMO and not text:
        text = env.kept_secret("sealing-keys", make=lambda: make_key("demo").as_text())
    if not text.strip():
        raise ImproperlyConfigured(
            f"{name} must be set: personal numbers and health text are sealed under it. "
            "`python -m experio.sealing` makes a key."
        )
    try:
        return read_keys(text)
    except InvalidKeys as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None


SEALING_KEYS = _sealing_keys()
ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]") if DEMO or DEBUG else ()
)
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

# --- The applications: experio <- subprojects <- cases <- reports ----------------------------
INSTALLED_APPS = [
    "experio",
    "experio.accounts",
    "experio.audit",
    "experio.once",
    "subprojects",
    "cases",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "guardian",
    "pghistory",
    "pgtrigger",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "experio.outside.headers.OutsideHeaders",
    "csp.middleware.CSPMiddleware",
    "experio.outside.number.RequestNumber",
    "experio.outside.health.middleware.Health",
    "experio.outside.logs.requests.RequestLog",
    "experio.outside.patience.Patience",
    "experio.middleware.ReadingAndForms",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "experio.accounts.middleware.Sessions",
    "experio.accounts.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "experio.middleware.OneTransaction",
    "experio.audit.middleware.KeepReadingLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "experio.once.middleware.FormsActOnce",
    "experio.middleware.SignInFromFragments",
    "experio.middleware.ReadableRefusals",
    "experio.accounts.middleware.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "experio.accounts.middleware.HashingGate",
    "experio.accounts.given_passwords.OwnPasswordFirst",
    "subprojects.sign_in.second_factor.SecondFactorRequired",
    "cases.middleware.HistoryForRequests",
]

ROOT_URLCONF = "experio.urls"
WSGI_APPLICATION = "experio.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "experio.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- The database: two roles, one PostgreSQL -------------------------------------------------


def _databases() -> tuple[dict[str, Any], dict[str, Any]]:
    """The app role's connection, and the owner's (empty when it was not given)."""
    url = env.database_url()
    if url:
        owner_url = env.text("DATABASE_OWNER_URL")
        app = environ.Env.db_url_config(url)
        if not str(app.get("ENGINE", "")).endswith("postgresql"):
            raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
        return app, environ.Env.db_url_config(owner_url) if owner_url else {}
    from experio.embedded import ensure_running

    server = ensure_running(EXPERIO_HOME, major=env.integer("EXPERIO_PG_MAJOR", default=18))
    return server.django_settings("app"), server.django_settings("owner")


_app_database, DATABASE_OWNER = _databases()
DATABASE_APP_ROLE = str(_app_database["USER"])
# Without sign-in: reports become it for the length of a count (reports.counting).
DATABASE_STATISTICS_ROLE = env.text("DATABASE_STATISTICS_ROLE", default="experio_statistics")
DATABASES = {
    "default": {
        **_app_database,
        "ENGINE": "experio.postgresql",  # Django's own, with a bound on every wait
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_app_database.get("OPTIONS", {}), "connect_timeout": 5},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Statement-level triggers: one insert into the history for a bulk change, not one a row.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
# No migration holds a trigger: `migrate` states them all (experio.triggers).
PGTRIGGER_MIGRATIONS = False

# --- People and rights -----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "experio.demo.backends.DemoAccountsOnlyInDemo",  # refuses the demo's accounts outside demo mode
    "allauth.account.auth_backends.AuthenticationBackend",  # who are you?
    "experio.accounts.backends.MembershipBackend",  # what do your dated roles allow?
    "cases.delegated.DelegationBackend",  # what has been lent to you, object by object?
]
ANONYMOUS_USER_NAME = None  # guardian: nobody is let in by being nobody
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = [
    "experio.accounts.hashing.GatedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "experio.accounts.passwords.NotGuessable"},
]
# How many passwords one process hashes at a time, and how long the next one waits for a place.
HASHING_AT_ONCE = env.integer("EXPERIO_HASHING_AT_ONCE", default=1, at_least=1, at_most=16)
HASHING_PATIENCE_SECONDS = env.integer("EXPERIO_HASHING_PATIENCE_SECONDS", default=3, at_least=1, at_most=10)
# How long a password that an administrator has given may be exchanged for an own one.
GIVEN_PASSWORD_DAYS = env.integer("EXPERIO_GIVEN_PASSWORD_DAYS", default=7, at_least=1, at_most=30)
CACHES = {"default": {"BACKEND": "experio.accounts.shared_cache.SharedCache"}}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cases:start"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "experio.accounts.adapter.NobodySignsUpAlone"
ACCOUNT_FORMS = {
    "login": "experio.accounts.forms.SignInForm",
    "change_password": "experio.accounts.forms.OwnPasswordForm",
    "reauthenticate": "experio.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "experio.accounts.adapter.TwoSteps"
MFA_FORMS = {
    "authenticate": "experio.accounts.forms.SecondStepForm",
    "reauthenticate": "experio.accounts.forms.ConfirmCodeForm",
    "activate_totp": "experio.accounts.forms.SwitchOnTwoStepForm",
    "add_webauthn": "experio.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "experio.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers take http://localhost for safe, and nothing else without TLS; so do we, in a demo alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
# Guesses are counted by user name and by person (experio.accounts.attempts), not by the office's address.
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reauthenticate": "20/m/user",
    "change_password": "5/m/user",
}
# A second factor is required by role (subprojects.sign_in.second_factor). A demo asks for none unless told.
SECOND_FACTOR_REQUIRED = env.flag("EXPERIO_DEMO_SECOND_FACTOR", default=False) if DEMO else True
SOCIALACCOUNT_ADAPTER = "subprojects.sign_in.adapter.EmployersProviders"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "subprojects.sign_in.provider.EmployerProvider"}
}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
MFA_TOTP_ISSUER = "Experio"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# How long an answer to "who sits there?" holds (experio.accounts.confirmation), in seconds.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * env.integer(
    "EXPERIO_CONFIRMATION_MINUTES", default=15, at_least=1, at_most=60
)
SESSION_ENGINE = "experio.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * env.integer("EXPERIO_SESSION_HOURS", default=12, at_least=1, at_most=12)
SESSION_IDLE_SECONDS = 60 * env.integer("EXPERIO_SESSION_IDLE_MINUTES", default=30, at_least=5, at_most=60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Browsers keep cookies by host, not by port: two demos side by side need names of their own.
_cookie_suffix = f"_{env.integer('PORT', default=8000)}" if DEMO else ""
# "__Host-" makes the browser refuse the cookie without TLS, from a subdomain or for a part of the site.
_cookie_prefix = "" if DEMO or DEBUG else "__Host-"
SESSION_COOKIE_NAME = _cookie_prefix + env.text(
    "EXPERIO_SESSION_COOKIE", default=f"experio_session{_cookie_suffix}"
).removeprefix("__Host-")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # the way back from an identity provider comes from another site
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}_csrf"

# --- Transport and headers -------------------------------------------------------------------
_secure = not (DEMO or DEBUG)
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_SECURE = _secure
LANGUAGE_COOKIE_SECURE = _secure
SECURE_SSL_REDIRECT = _secure and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
SECURE_HSTS_PRELOAD = _secure
if env.flag("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of one's own stand before Experio: the log and the limits count back so many.
TRUSTED_PROXIES = env.integer("EXPERIO_TRUSTED_PROXIES", default=0, at_least=0, at_most=10)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "experio.accounts.carried.old_form"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Where forms may lead besides ourselves: a browser counts the redirect from our sign-in form to an
# employer's identity provider as such. Origins, written with commas: https://idp.example.org
SIGN_IN_ORIGINS = env.origins("EXPERIO_SIGN_IN_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the icons of the design system are data: images
        "form-action": ["'self'", *SIGN_IN_ORIGINS],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    },
}

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = sorted((BASE_DIR / "experio" / "locale").glob("*"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH = ["experio.formats"]

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("EXPERIO_STATIC_ROOT") or BASE_DIR / "build" / "static")
# The fonts of printed documents, from set-up.
FONTS_ROOT = BASE_DIR / "build" / "fonts"
_npm = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "experio" / "static",
    ("designsystemet", _npm / "@digdir" / "designsystemet-css" / "dist" / "src"),
    ("designsystemet-theme", _npm / "@digdir" / "designsystemet-theme" / "src" / "themes"),
    ("inter", _npm / "@fontsource-variable" / "inter"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_MAX_BYTES = env.integer("EXPERIO_IMPORT_MAX_MB", default=50, at_least=1, at_most=500) * 1024 * 1024

# --- How long the reading log is kept ---------------------------------------------------------
# Unconfirmed: no statute names the time. Ten years reach as far back as a claim for damages usually does; the
# employers' retention decision settles it. Nothing goes without `cut_reading_log` and a decision's number.
READING_LOG_KEPT_MONTHS = env.integer("EXPERIO_READING_LOG_KEPT_MONTHS", default=120, at_least=24)

# --- How much one person may go through in an hour -------------------------------------------
PEOPLE_AN_HOUR = env.integer("EXPERIO_PEOPLE_AN_HOUR", default=5_000, at_least=100)
FILES_AN_HOUR = env.integer("EXPERIO_FILES_AN_HOUR", default=30, at_least=1)

# --- What may be shown -----------------------------------------------------------------------
# A rate for a group of at most ten staff and a count of one to four are hidden. Stricter is
# allowed, laxer only down to the floor of three.
DISCLOSURE_MIN_GROUP = env.integer("EXPERIO_DISCLOSURE_MIN_GROUP", default=11, at_least=3)
DISCLOSURE_MIN_COUNT = env.integer("EXPERIO_DISCLOSURE_MIN_COUNT", default=5, at_least=3)
# Unconfirmed: which day's age the statutory statement counts; 31 December is the usual reading.
AGE_REFERENCE_DAY = env.day_of_year("EXPERIO_AGE_REFERENCE_DAY", default="12-31")

# With less room on the disk of the data folder, `/readyz` says that this process is not ready.
READY_MIN_FREE_BYTES = env.integer("EXPERIO_READY_MIN_FREE_MB", default=200, at_least=0) * 1024 * 1024

# What each web worker does in the background before somebody waits for it.
WARM_UPS = ["reports.warm_up.warm_up"]

# --- Mail and logs ---------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = EXPERIO_HOME / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="experio@example.org")
LOGGING = logging_settings(readable=DEMO)
ADMINS: list[tuple[str, str]] = []  # nobody is mailed a traceback
MANAGERS: list[tuple[str, str]] = []
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian answers through cases.delegated, which adds dates to its question
]
