"""Where a request comes from, as far as it can be known."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """
    The network address of the client, or an empty text.

    Behind proxies of one's own (`EXPERIO_TRUSTED_PROXIES`, how many) it is the address that the first of them
    saw: counted from the right, since what stands further left was written by whoever asked.
    """
    trusted = settings.TRUSTED_PROXIES
    heard = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    said = heard[-trusted] if trusted and len(heard) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return ""


def session_reference(request: HttpRequest) -> str:
    """Tells one session from another without being the key of either."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    return salted_hmac("experio.audit.session", key, algorithm="sha256").hexdigest()[:32] if key else ""
