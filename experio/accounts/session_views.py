"""Where one is signed in, and ending it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from experio.accounts.devices import device_in_words
from experio.accounts.models import Session
from experio.accounts.sessions import end_sessions, hashed
from experio.requests import StaffRequest


@dataclass(frozen=True)
class OpenSession:
    """One line of the list."""

    pk: int
    device: str
    address: str
    began_at: datetime
    last_seen_at: datetime
    is_this_one: bool


@require_safe
def session_list(request: StaffRequest) -> HttpResponse:
    """The person's own open sessions, the latest first."""
    this_one = hashed(request.session.session_key or "")
    sessions = [
        OpenSession(
            pk=row.pk,
            device=device_in_words(row.device),
            address=row.address or "",
            began_at=row.began_at,
            last_seen_at=row.last_seen_at,
            is_this_one=row.key_hash == this_one,
        )
        for row in open_sessions(request.user.pk)
    ]
    context = {
        "sessions": sessions,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "longest_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "account/sessions.html", context)


@require_POST
def end_session(request: StaffRequest, pk: int) -> HttpResponse:
    """End one of one's own; somebody else's does not exist."""
    session = Session.objects.filter(user_id=request.user.pk, pk=pk).first()
    if session is None:
        raise Http404
    if session.key_hash == hashed(request.session.session_key or ""):
        return redirect("account_logout")
    session.delete()
    messages.success(request, _("The session has been ended."))
    return redirect("account_sessions")


@require_POST
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """Stay here, be signed out everywhere else."""
    end_sessions(request.user.pk, but=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account_sessions")


def open_sessions(user_pk: int) -> list[Session]:
    """Those that still hold: neither over nor idle for too long."""
    now = timezone.now()
    idle = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    return list(Session.objects.filter(user_id=user_pk, ends_at__gt=now, last_seen_at__gt=idle))
