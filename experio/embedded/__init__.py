"""A PostgreSQL of our own, for trial, tests and small installations: no service to install, none left behind.

The server's programs come from a wheel; starting, sharing and stopping it is done here. Whoever needs the
database calls `ensure_running`; the last one to leave stops it. In production set DATABASE_URL instead.
"""

from experio.embedded.connection import Connection, Role
from experio.embedded.errors import EmbeddedDatabaseError
from experio.embedded.supervisor import ensure_running, is_running, leave

__all__ = ["Connection", "EmbeddedDatabaseError", "Role", "ensure_running", "is_running", "leave"]
