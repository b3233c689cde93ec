"""
Sign-ins, failures, changed factors and sign-outs, as log lines (ASVS V16.3.1).

Who signed in is told by key; of a failure nothing but that it happened: the name that was typed may be a
password typed into the wrong field. Attempts that wait are told in `experio.accounts.attempts`.
"""

import logging
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger("experio.sign_in")


@receiver(user_logged_in)
def signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    methods = [str(record.get("method", "")) for record in get_authentication_records(request, user)]
    logger.info("signed in", extra={"user": user.pk, "methods": "+".join(filter(None, methods))})


@receiver(user_login_failed)
def refused(sender: Any, **kwargs: Any) -> None:
    logger.warning("sign-in failed")


@receiver(user_logged_out)
def signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        logger.info("signed out", extra={"user": user.pk})


@receiver(password_changed)
@receiver(authenticator_added)
@receiver(authenticator_removed)
@receiver(authenticator_reset)
def changed(sender: Any, user: Any, signal: Any, **kwargs: Any) -> None:
    what = "password" if signal is password_changed else "second factor"
    logger.info("%s changed", what, extra={"user": user.pk})
