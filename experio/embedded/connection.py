"""How to reach the embedded server, and as whom."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

Role = Literal["owner", "app", "admin"]

DATABASE = "experio"
OWNER = "experio_owner"
APP = "experio_app"
ADMIN = "experio_admin"
STATISTICS = "experio_statistics"


@dataclass(frozen=True)
class Connection:
    """Address and roles of a running server.

    The owner role migrates; the app role serves every request and command. The admin is the server's
    superuser: it has no password, the server knows it by the operating system's account (peer). The
    statistics role cannot sign in.
    """

    socket_dir: Path
    port: int
    owner_password: str = field(repr=False)
    app_password: str = field(repr=False)
    database: str = DATABASE
    owner: str = OWNER
    app: str = APP
    admin: str = ADMIN
    statistics: str = STATISTICS

    def credentials(self, role: Role) -> tuple[str, str]:
        """User name and password of a role; the admin's password is empty."""
        match role:
            case "owner":
                return self.owner, self.owner_password
            case "app":
                return self.app, self.app_password
            case "admin":
                return self.admin, ""

    def url(self, role: Role = "app", database: str | None = None) -> str:
        """A libpq address, such as psql and psycopg take. Holds the password: never log it."""
        user, password = self.credentials(role)
        secret = f":{quote(password, safe='')}" if password else ""
        # libpq reads %20 as a space, and a plus sign as a plus sign.
        place = urlencode({"host": str(self.socket_dir), "port": self.port}, quote_via=quote)
        return f"postgresql://{quote(user)}{secret}@/{database or self.database}?{place}"

    def django_settings(self, role: Role = "app") -> dict[str, Any]:
        """The entry for Django's DATABASES."""
        user, password = self.credentials(role)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": user,
            "PASSWORD": password,
            "HOST": str(self.socket_dir),
            "PORT": str(self.port),
        }
