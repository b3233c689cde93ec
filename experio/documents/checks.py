"""System check: the fonts of printed documents are there."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register

from experio.documents.coverage import missing_files


@register(Tags.files)
def set_up_has_prepared_the_fonts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without them a document still goes out, but prints Latin letters only and lists the rest."""
    if not missing_files():
        return []
    return [
        Warning(
            "Fonts are missing: printed documents show Latin letters and list the rest.",
            hint="Run `make setup`.",
            id="experio.W001",
        )
    ]
