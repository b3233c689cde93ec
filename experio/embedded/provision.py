"""Make the three roles and the database on a server, embedded or not."""

import psycopg

from experio.embedded.connection import Connection
from experio.embedded.roles import create_database, privilege_statements, role_statements


def provision(connection: Connection) -> None:
    """Make roles and database on an embedded server that has just been created. Safe to run again."""
    provision_server(
        admin_url=connection.url("admin", database="postgres"),
        database=connection.database,
        owner=connection.owner,
        owner_password=connection.owner_password,
        app=connection.app,
        app_password=connection.app_password,
        statistics=connection.statistics,
    )
    # Nobody but the admin and the owner (who makes test databases from there) has business elsewhere.
    with psycopg.connect(connection.url("admin", database="postgres"), autocommit=True) as server:
        server.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        server.execute(f"GRANT CONNECT ON DATABASE postgres TO {connection.owner}")


def provision_server(
    *,
    admin_url: str,
    database: str,
    owner: str,
    owner_password: str,
    app: str,
    app_password: str,
    statistics: str,
) -> None:
    """Make roles and database on any PostgreSQL from 15, as a superuser. Safe to run again."""
    with psycopg.connect(admin_url, autocommit=True) as server:
        for statement in role_statements(
            owner=owner,
            owner_password=owner_password,
            app=app,
            app_password=app_password,
            statistics=statistics,
        ):
            server.execute(statement)
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if found is None:
            server.execute(create_database(database=database, owner=owner))
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as server:
        for statement in privilege_statements(database=database, owner=owner, app=app):
            server.execute(statement)
