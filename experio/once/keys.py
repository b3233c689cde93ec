"""What makes two requests the same form, sent twice."""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

# Every form carries one, made anew for every page that is drawn; it is refused after the next sign-in.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_UNREADABLE = (SuspiciousOperation, UnreadablePostError, MultiPartParserError, UnicodeError)


def key_of(request: HttpRequest) -> str | None:
    """
    The key of what a signed-in person has sent: equal only for the same person, address, page as drawn, and
    content, files included. None for what is no form of ours, or cannot be read (the view will say so).
    """
    try:
        if not request.POST.get(TOKEN):
            return None
        digest = hmac.new(f"experio.once {settings.SECRET_KEY}".encode(), digestmod=hashlib.sha256)
        for text in (str(request.user.pk), request.get_full_path()):
            _add(digest, text)
        for name, values in sorted(request.POST.lists()):
            for value in values:
                _add(digest, name)
                _add(digest, value)
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                _add(digest, name)
                _add(digest, f"{file.name} {file.size}")
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    except _UNREADABLE:
        return None
    return digest.hexdigest()


def _add(digest: "hmac.HMAC", text: str) -> None:
    """Each part with its length, so that no two lists of parts look alike."""
    part = text.encode("utf-8", "surrogatepass")
    digest.update(len(part).to_bytes(8, "big"))
    digest.update(part)
