from typing import Any

from django.conf import settings
from django.http import HttpRequest

from experio import clock


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: whether this is the demo world and which day it stands on."""
    return {"is_demo": settings.DEMO, "today": clock.today()}
