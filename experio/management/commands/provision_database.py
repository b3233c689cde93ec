import getpass
import os
import secrets
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from experio.embedded.connection import APP, DATABASE, OWNER, STATISTICS
from experio.embedded.provision import provision_server
from experio.embedded.roles import create_database, privilege_statements, role_statements

OLDEST_SERVER = 150000


class Command(BaseCommand):
    """Make the three roles and the database on a PostgreSQL server of yours, or print the SQL for it."""

    help = "Make Experio's three roles and its database on a PostgreSQL server (15 or newer)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--admin-url",
            help="address of a superuser, such as postgresql://postgres@db.example.org/postgres; its "
            "password comes from PGPASSWORD or is asked for. Without it the SQL is printed, nothing done.",
        )
        parser.add_argument("--database", default=DATABASE, help="name of the database")
        parser.add_argument("--owner", default=OWNER, help="role that migrates")
        parser.add_argument("--app", default=APP, help="role that serves requests")
        parser.add_argument(
            "--statistics", default=STATISTICS, help="role without sign-in that reports count as"
        )

    def handle(self, **options: Any) -> None:
        """
        Passwords come from EXPERIO_OWNER_PASSWORD and EXPERIO_APP_PASSWORD, never from the command line,
        where every user of the machine could read them; missing ones are made and printed once.
        """
        names = {name: options[name] for name in ("database", "owner", "app", "statistics")}
        given = {
            "owner_password": os.environ.get("EXPERIO_OWNER_PASSWORD"),
            "app_password": os.environ.get("EXPERIO_APP_PASSWORD"),
        }
        passwords = {name: text or secrets.token_urlsafe(32) for name, text in given.items()}
        if not options["admin_url"]:
            self._print_sql(**names, **passwords)
            return
        url = options["admin_url"]
        try:
            self._check_server(url)
        except psycopg.OperationalError as error:
            if "password" not in str(error):
                raise CommandError(_first_line(error)) from error
            os.environ["PGPASSWORD"] = getpass.getpass("Password of the superuser: ")
        try:
            self._check_server(url)
            provision_server(admin_url=url, **names, **passwords)
        except psycopg.Error as error:
            raise CommandError(_first_line(error)) from error
        self.stdout.write(
            f"Database {names['database']} with roles {names['owner']}, {names['app']} and "
            f"{names['statistics']} is ready."
        )
        for name, text in given.items():
            if not text:
                self.stdout.write(f"{name.replace('_', ' ')}: {passwords[name]}")

    def _check_server(self, url: str) -> None:
        with psycopg.connect(url, connect_timeout=10) as server:
            if server.info.server_version < OLDEST_SERVER:
                raise CommandError("The server is older than PostgreSQL 15.")

    def _print_sql(
        self,
        *,
        database: str,
        owner: str,
        owner_password: str,
        app: str,
        app_password: str,
        statistics: str,
    ) -> None:
        roles = role_statements(
            owner=owner,
            owner_password=owner_password,
            app=app,
            app_password=app_password,
            statistics=statistics,
        )
        self.stdout.write(
            "-- As a superuser, in any database; then connect to the new database for the rest."
        )
        for statement in (*roles, create_database(database=database, owner=owner)):
            self.stdout.write(f"{statement.as_string()};")
        self.stdout.write(f"\\connect {database}")
        for statement in privilege_statements(database=database, owner=owner, app=app):
            self.stdout.write(f"{statement.as_string()};")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
