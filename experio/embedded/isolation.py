"""As whom the server runs. PostgreSQL refuses to run as root, and wants an account with a name.

An ordinary user runs it as is. Root runs it inside a user namespace in which root bears the number of an
unprivileged account: no account is created and no folder's rights change. Where namespaces are refused, root
hands the data folder to an unprivileged account and runs the server as that one.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from experio.embedded.errors import EmbeddedDatabaseError

# 65534 stands for "some account outside the namespace": a peer of that number could be anyone.
OVERFLOW_UID = 65534


@dataclass(frozen=True)
class Isolation:
    """How to run a program of the server, and by which account names the server knows the admin."""

    prefix: tuple[str, ...]
    admins: tuple[str, ...]
    owner: tuple[int, int] | None = None
    """User and group that must own the data, when that is not the caller."""

    @property
    def owners(self) -> set[int]:
        return {os.geteuid()} | ({self.owner[0]} if self.owner else set())


def choose_isolation(data: Path) -> Isolation:
    """Decide how to run the server whose data lies (or will lie) in `data`."""
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else me
    if owner != me:
        if me != 0:
            raise EmbeddedDatabaseError(
                f"{data} belongs to another account; set EXPERIO_HOME to a folder of yours."
            )
        return _as_account(pwd.getpwuid(owner))
    if me != 0 and (name := _name_of(me)):
        return Isolation(prefix=(), admins=(name,))
    if namespace := _in_namespace():
        return namespace
    if me != 0:
        raise EmbeddedDatabaseError(
            "This account has no name and user namespaces are refused; set DATABASE_URL."
        )
    if data.exists():
        raise EmbeddedDatabaseError(
            f"{data} was made inside a user namespace, which this machine refuses: move it away "
            "or set DATABASE_URL."
        )
    return _as_account(_unprivileged("experio", "postgres", "daemon"))


def _name_of(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None


def _unprivileged(*wanted: str) -> pwd.struct_passwd:
    """An existing account that is neither root nor the overflow account; one of `wanted` if there is one."""
    accounts = {row.pw_name: row for row in reversed(pwd.getpwall()) if 0 < row.pw_uid < OVERFLOW_UID}
    for name in wanted:
        if name in accounts:
            return accounts[name]
    if not accounts:
        raise EmbeddedDatabaseError("This machine has no account but root; set DATABASE_URL.")
    return min(accounts.values(), key=lambda row: row.pw_uid)


def _in_namespace() -> Isolation | None:
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    account = _unprivileged("daemon")
    prefix = (unshare, "--user", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}", "--")
    trial = subprocess.run(
        [*prefix, "/bin/sh", "-c", ":"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return Isolation(prefix=prefix, admins=(account.pw_name,)) if trial.returncode == 0 else None


def _as_account(account: pwd.struct_passwd) -> Isolation:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedDatabaseError(
            "PostgreSQL does not run as root: run as an ordinary user, or set DATABASE_URL."
        )
    prefix = (setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--")
    return Isolation(prefix=prefix, admins=("root", account.pw_name), owner=(account.pw_uid, account.pw_gid))
