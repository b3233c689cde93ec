"""The protected world for every test of the folder."""

from tests.database.protection.hidden_world import hidden

__all__ = ["hidden"]
