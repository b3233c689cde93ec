"""The headers that every answer carries, static files, refusals and failures included."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse

Next = Callable[[HttpRequest], HttpResponseBase]

# Nothing of the machine is asked for; what is not listed here a browser decides by its own default.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "usb",
        "xr-spatial-tracking",
    )
)

# On every answer whatsoever.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOT_KEPT = "no-store, private"
# What an answer never tells.
UNSAID = ("Server", "X-Powered-By")


def strict_transport() -> str:
    """The value of Strict-Transport-Security; empty where the site is not served over TLS alone."""
    seconds = settings.SECURE_HSTS_SECONDS
    if not seconds:
        return ""
    parts = [f"max-age={seconds}"]
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        parts.append("includeSubDomains")
    if settings.SECURE_HSTS_PRELOAD:
        parts.append("preload")
    return "; ".join(parts)


class OutsideHeaders:
    """
    The outermost middleware: what any other one answers, a failure too, leaves through it.

    Answers are not kept by browsers or proxies (`no-store`), unless they are static files. The content
    security policy stands in the settings and is written by the middleware beside this one.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        for name in UNSAID:
            response.headers.pop(name, None)
        if request.is_secure() and (transport := strict_transport()):
            response.headers["Strict-Transport-Security"] = transport
        is_static = isinstance(response, WhiteNoiseFileResponse)
        if not is_static and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = NOT_KEPT
        return response
