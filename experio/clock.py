"""The one clock. Pages and commands ask it once, at the edge, and hand the day down."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The current day in Europe/Stockholm; in demo mode the day on which the demo world stands."""
    return settings.DEMO_TODAY or timezone.localdate()


def now() -> datetime:
    """The current moment; in demo mode the demo day at the real time of day."""
    moment = timezone.localtime()
    if settings.DEMO_TODAY is None:
        return moment
    day = settings.DEMO_TODAY
    return moment.replace(year=day.year, month=day.month, day=day.day)
