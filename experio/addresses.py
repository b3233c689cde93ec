"""From which address a request came, as far as it can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = ""
"""Over a socket without address, or when a proxy wrote no address."""


def client_address(request: HttpRequest) -> str:
    """
    The client's address: the connection's own, or behind `TRUSTED_PROXIES` proxies the one that the
    outermost of them has seen.

    Each proxy appends whom it speaks to, so only the last entries are written by our own; what stands before
    them was written by anybody. Fewer entries than proxies means that the request did not come through
    them: the connection's address counts then. `UNKNOWN` over a socket without address.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    trusted: int = settings.TRUSTED_PROXIES
    if trusted:
        entries = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(entries) >= trusted and entries[-trusted]:
            seen = entries[-trusted]
    return _address(seen)


def _address(text: str) -> str:
    """Without port and zone; a mapped IPv4 address as IPv4."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 of an IPv6 address (one line has all of it)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False).network_address)
