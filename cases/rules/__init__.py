"""The rules of sick leave and return to work as plain arithmetic: no tables, no Django.

One module per subject of law or routine. Numbers set by law, agreement or employer come in as arguments; they
are dated rows, read with `cases.thresholds.thresholds_on`. Each module has its page in `docs/rules/`.
"""
