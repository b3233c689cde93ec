"""Compare the texts that are used with those that are translated."""

from dataclasses import dataclass
from pathlib import Path

from experio.catalogs.extraction import used_texts
from experio.catalogs.fragments import disagreements, is_translated, key_of, read_fragments


@dataclass(frozen=True)
class Findings:
    """What stands between the interface and complete Swedish; each a line for people."""

    used: int
    untranslated: list[str]
    fuzzy: list[str]
    orphaned: list[str]
    conflicting: list[str]

    @property
    def is_clean(self) -> bool:
        return not (self.untranslated or self.fuzzy or self.orphaned or self.conflicting)


def check_catalogs(root: Path) -> Findings:
    """Every used text against the union of the fragments."""
    used = used_texts(root)
    fragments = read_fragments(root / "experio" / "locale")
    translated, fuzzy, orphaned = set(), [], []
    for fragment in fragments:
        place = fragment.path.relative_to(root)
        for message in fragment.messages():
            key = key_of(message)
            if key not in used:
                orphaned.append(f"{place}: {key[1]!r}")
            elif message.fuzzy:
                fuzzy.append(f"{place}: {key[1]!r}")
            elif is_translated(message):
                translated.add(key)
    untranslated = [f"{place}: {key[1]!r}" for key, place in used.items() if key not in translated]
    return Findings(len(used), sorted(untranslated), fuzzy, orphaned, disagreements(fragments))
