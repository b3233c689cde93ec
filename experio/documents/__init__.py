"""Printed documents: PDF/UA from a Typst template and data, with the fonts that set-up provides.

`pdf.py` makes the document, `printable.py` decides what of a text can be printed, `coverage.py` knows what
each font holds, `families.py` lists the fonts.
"""
