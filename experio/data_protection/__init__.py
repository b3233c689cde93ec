"""Data protection duties, the part that knows no case: what each field is, and whose rows are whose."""
