"""How much of a file is read before it is refused. A payroll month of 50 000 staff stays far below."""

from django.conf import settings

ROWS_AT_MOST = 250_000
LINES_NAMED_AT_MOST = 1_000  # refused lines reported one by one; the count goes on
XML_DEPTH_AT_MOST = 24
TEXT_LENGTH_AT_MOST = 2_000  # one XML value or one cell
COLUMNS_AT_MOST = 200
CELLS_AT_MOST = 6_000_000
ATTRIBUTE_LENGTH_AT_MOST = 32_000  # of any attribute in a workbook; one cell holds 32 767 characters at most
ZIP_MEMBERS_AT_MOST = 500
ZIP_UNPACKED_AT_MOST = 250 * 1024 * 1024
ZIP_RATIO_AT_MOST = 200  # unpacked size over packed size, asked of members above ZIP_RATIO_FROM bytes
ZIP_RATIO_FROM = 1024 * 1024
# The reader of workbooks is native code: it works in a process of its own with this much, and is ended then.
READER_MEMORY_AT_MOST = 1024 * 1024 * 1024
READER_SECONDS_AT_MOST = 60


def file_bytes_at_most() -> int:
    """Largest file accepted, in bytes (environment variable EXPERIO_IMPORT_MAX_MB)."""
    return int(settings.IMPORT_MAX_BYTES)
