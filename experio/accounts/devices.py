"""Which browser on which system, in words that its owner recognises."""

from django.utils.translation import gettext as _

# The first that matches counts: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """For example "Firefox, Windows"; what is not recognised is said to be unknown."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), _("unknown browser"))
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), _("unknown system"))
    return f"{browser}, {system}"
