"""Of this app only the legal numbers: sick leave and cases are never shown here."""

from django.contrib import admin

from cases.models import LegalThreshold
from experio.reference_data import ReferenceDataAdmin, site


@admin.register(LegalThreshold, site=site)
class LegalThresholdAdmin(ReferenceDataAdmin):
    """A number that no longer applies gets a last day; it is not deleted, for old reports read it."""

    list_display = ("name", "value", "unit", "valid_from", "valid_to", "is_confirmed")
    list_filter = ("is_confirmed",)
    search_fields = ("name", "source")
