"""What holds for every test with a database."""

from tests.flushing import tables_are_emptied_without_migrating

__all__ = ["tables_are_emptied_without_migrating"]
