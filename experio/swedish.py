"""Swedish alphabetical order (svensk bokstavsordning) that needs nothing from the operating system.

å, ä and ö come last, in that order. The database sorts and searches names by
`translate(lower(name), SORT_FROM, SORT_TO) COLLATE "C"`; `sort_key` gives the same key in Python, so that a
list sorted in either place has the same order. A locale's own collation is not used: it is missing on small
systems and changes when they are upgraded, which would spoil the indexes.

Names are expected in composed form (NFC), as browsers and payroll systems send them.
"""

# The three characters that follow z in ASCII stand for the three letters that follow z in Swedish.
# Foreign letters sort with the Swedish letter they are read as: æ as ä, ø as ö, ü as y, é as e.
_LETTERS = {
    "{": "å",
    "|": "äæ",
    "}": "öøő",
    "a": "áàâãāăą",
    "c": "çćčĉċ",
    "d": "ďđð",
    "e": "éèêëēĕėęě",
    "g": "ğģĝġ",
    "h": "ĥħ",
    "i": "íìîïīįı",
    "j": "ĵ",
    "k": "ķ",
    "l": "łľļĺ",
    "n": "ñńňņ",
    "o": "óòôõōœ",
    "r": "řŕ",
    "s": "śšşșŝ",
    "t": "ťţțþ",
    "u": "úùûūůųŭ",
    "w": "ŵ",
    "y": "üűýÿŷ",
    "z": "źžż",
}

_LOWER_FROM = "".join(_LETTERS.values())
_LOWER_TO = "".join(key * len(letters) for key, letters in _LETTERS.items())

# Dotless ı has no capital of its own: its capital is I.
_CAPITALS = {letter.upper(): key for letter, key in zip(_LOWER_FROM, _LOWER_TO, strict=True) if letter != "ı"}

# Capitals are listed too, because lower() leaves Å alone in a database whose locale is C.
SORT_FROM = _LOWER_FROM + "".join(_CAPITALS)
SORT_TO = _LOWER_TO + "".join(_CAPITALS.values())

_TRANSLATION = str.maketrans(SORT_FROM, SORT_TO)


def sort_key(text: str) -> str:
    """The text as a key whose plain order is Swedish alphabetical order; case does not matter.

    Also the key to search by: a name begins with what was typed when its key begins with the key of that.
    """
    # One character at a time, as PostgreSQL does it: str.lower() makes two of İ and treats a last Σ apart.
    return "".join(character.lower()[:1] for character in text).translate(_TRANSLATION)
