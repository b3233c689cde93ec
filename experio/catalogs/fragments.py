"""Read the fragments, see that they agree, compile them."""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LANGUAGE = "sv"

Key = tuple[str, str]
"""Context (empty for none) and the English text (the singular, where there are two)."""


class CatalogError(Exception):
    """A fragment cannot be read, or two fragments disagree."""


@dataclass(frozen=True)
class Fragment:
    """One subject's translations."""

    path: Path
    catalog: Catalog

    def messages(self) -> list[Message]:
        """Every message but the header."""
        return [message for message in self.catalog if message.id]


def key_of(message: Message) -> Key:
    """What tells two messages apart."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return str(message.context or ""), text


def is_translated(message: Message) -> bool:
    """Whether every form has a text."""
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(texts) and all(texts)


def read_fragments(locale_folder: Path) -> list[Fragment]:
    """All fragments below the folder, in order of subject. Raises CatalogError naming file and cause."""
    fragments = []
    for path in sorted(locale_folder.glob(f"*/{LANGUAGE}/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            try:
                catalog = read_po(file, locale=LANGUAGE, charset="utf-8", abort_invalid=True)
            except (PoFileError, UnicodeDecodeError, ValueError) as error:
                raise CatalogError(f"{path}: {error}") from error
        fragments.append(Fragment(path, catalog))
    return fragments


def disagreements(fragments: list[Fragment]) -> list[str]:
    """Texts that two fragments translate differently: which of them is shown would be left to chance."""
    first: dict[Key, tuple[Fragment, Message]] = {}
    found = []
    for fragment in fragments:
        for message in fragment.messages():
            earlier, other = first.setdefault(key_of(message), (fragment, message))
            if other.string != message.string or other.id != message.id:
                found.append(
                    f"{key_of(message)[1]!r} is {other.string!r} in {earlier.path} "
                    f"but {message.string!r} in {fragment.path}"
                )
    return found


def compile_fragments(locale_folder: Path) -> list[Path]:
    """Write each fragment's compiled file beside it; returns them. Raises CatalogError, writing nothing."""
    fragments = read_fragments(locale_folder)
    if conflicts := disagreements(fragments):
        raise CatalogError("; ".join(conflicts))
    results = []
    for fragment in fragments:
        result, draft = fragment.path.with_suffix(".mo"), fragment.path.with_suffix(".mo.new")
        with draft.open("wb") as file:
            write_mo(file, fragment.catalog)
        draft.replace(result)
        results.append(result)
    return results
