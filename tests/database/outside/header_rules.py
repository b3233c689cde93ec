"""What the headers of an answer must be, and what a page may not hold."""

import re

from django.http import HttpResponse

from experio.outside.headers import ALWAYS

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
# A script, style or event handler that stands in the page itself; the policy would stop it.
INLINE = re.compile(
    r"<style\b|<script(?![^>]*(?:\bsrc=|\btype=\"application/json\"))[^>]*>|<[a-z][^>]*\s(?:style|on[a-z]+)=|(?:href|src|action)=[\"']?javascript:",
    re.IGNORECASE,
)


def faults(response: HttpResponse, *, is_static: bool = False) -> list[str]:
    """What the headers of an answer lack."""
    found = [
        f"{name}: {response.headers.get(name)}"
        for name, value in ALWAYS.items()
        if response.headers.get(name) != value
    ]
    policy = response.headers.get("Content-Security-Policy", "")
    if directives(policy) != POLICY or "unsafe" in policy:
        found.append(f"Content-Security-Policy: {policy}")
    kept = response.headers.get("Cache-Control", "")
    if ("no-store" in kept) is is_static:
        found.append(f"Cache-Control: {kept}")
    return found


def directives(policy: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name: value for name, _, value in parts}
