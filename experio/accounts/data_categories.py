"""What the accounts hold about the people who sign in."""

from functools import partial

from experio.data_protection.classification import Purpose, Retention, Subject, about_nobody, describe

_describe = partial(describe, subject=Subject.USER, purpose=Purpose.ACCESS, retention=Retention.ACCOUNT)
_NOT_HANDED_OUT = "a secret: handing it out would hand out the account"

_describe(
    "accounts.User",
    left_out={"password": _NOT_HANDED_OUT},
    identity=("username", "first_name", "last_name"),
    contact=("email",),
    sign_in=("password", "password_given_at", "last_login", "is_active", "date_joined"),
    technical=("id", "is_staff", "is_superuser"),
)
_describe(
    "account.EmailAddress",
    links=("user",),
    contact=("email", "verified", "primary"),
    technical=("id", "user"),
)
_describe(
    "account.EmailConfirmation",
    links=("email_address",),
    left_out={"key": _NOT_HANDED_OUT},
    sign_in=("created", "sent", "key"),
    technical=("id", "email_address"),
)
_describe(
    "mfa.Authenticator",
    links=("user",),
    left_out={"data": _NOT_HANDED_OUT},
    sign_in=("type", "data", "created_at", "last_used_at"),
    technical=("id", "user"),
)
_describe(
    "accounts.Session",
    links=("user",),
    left_out={"key_hash": _NOT_HANDED_OUT, "data": _NOT_HANDED_OUT},
    sign_in=("began_at", "last_seen_at", "ends_at", "address", "device", "key_hash", "data"),
    technical=("id", "user"),
)
_describe(
    "socialaccount.SocialAccount",
    links=("user",),
    sign_in=("provider", "uid", "last_login", "date_joined", "extra_data"),
    technical=("id", "user"),
)
_describe(
    "socialaccount.SocialToken",
    links=("account",),
    left_out={"token": _NOT_HANDED_OUT, "token_secret": _NOT_HANDED_OUT},
    sign_in=("token", "token_secret", "expires_at"),
    technical=("id", "app", "account"),
)
about_nobody(
    "accounts.SignInAttempt",
    because="keyed hashes of names and addresses for 30 days, to slow guessing down; they name nobody",
)
about_nobody(
    "accounts.SharedValue",
    because="hashes and counters for minutes: rate limits and used codes",
)
about_nobody(
    "socialaccount.SocialApp",
    because="the package's own table of providers: empty here, providers have a table of their own",
)
about_nobody(
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
    "accounts.User_groups",
    "accounts.User_user_permissions",
    "contenttypes.ContentType",
    because="the framework's own rights: empty here, rights come from dated roles",
)
about_nobody(
    "guardian.UserObjectPermission",
    "guardian.GroupObjectPermission",
    because="the package's generic tables: empty here, what is lent has a table of its own",
)
about_nobody(
    "sessions.Session",
    because="the framework's own table of sessions: empty here, sessions have a table of their own",
)
