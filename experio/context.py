from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from experio import clock
from experio.menu import main_menu, register_link
from experio.version import VERSION


def site(request: HttpRequest) -> dict[str, Any]:
    """
    What every page shows: the menu of the person, whether this is the demo world, and which day
    it stands on. The menu is made when a page asks for it, so fragments pay nothing.
    """
    return {
        "is_demo": settings.DEMO,
        "today": clock.today(),
        "version": VERSION,
        "menu": SimpleLazyObject(lambda: main_menu(request)),
        "register_link": SimpleLazyObject(lambda: register_link(request)),
    }
