"""
What the database does by itself at every write: change history, rows that are only added, guards.

Models state their triggers (`tracked`, `Meta.triggers`), apps state what no model can in their `guards.py`
(`guard_statements`). No migration holds any of it: `migrate` states all of it anew, as owner, as it does with
the walls. `docs/decisions/0020-triggers-after-migrate.md` tells why.
"""
