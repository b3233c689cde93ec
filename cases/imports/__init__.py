"""Absence files (frånvarofiler): from bytes to registered sick leave, by one door for command and page.

The way of a file, one module per step:

`reading.read_file`   bytes → rows, refused lines, skipped codes (`paxml`, `csv_file`, `xlsx_file`, `tabular`)
`spells.join_spells`  rows of days and intervals → unbroken spells of sick leave with their extents
`plan.plan_import`    spells + what is registered → new, changed, unchanged, refused
`apply.apply_plan`    the plan → the database, all or nothing

The first two know nothing of the database. Texts meant for people are translated where they arise, so call
these functions with the reader's language active.
"""
