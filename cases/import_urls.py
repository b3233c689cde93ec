"""Addresses of the import of absence files."""

from django.urls import path

from cases.views import imports

urlpatterns = [
    path("import/", imports.import_upload, name="import_upload"),
    path("import/<uuid:key>/", imports.import_preview, name="import_preview"),
    path("import/<uuid:key>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<uuid:key>/cancel/", imports.import_cancel, name="import_cancel"),
    path("import/<uuid:key>/result/", imports.import_result, name="import_result"),
]
