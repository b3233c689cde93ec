"""The people who sign in, their open sessions, and what signing in keeps between the server's processes."""

from experio.accounts.models.attempt import SignInAttempt
from experio.accounts.models.session import Session
from experio.accounts.models.shared_value import SharedValue
from experio.accounts.models.user import User, UserManager

__all__ = ["Session", "SharedValue", "SignInAttempt", "User", "UserManager"]
