"""A small, closed reader of XML: elements, attributes and short texts, and nothing that XML can be abused
for.

Document types, entities, processing beyond depth and over-long values end the reading at once. Built on
expat's own events, so that memory does not grow with the file.
"""

import codecs
import re
from collections.abc import Callable
from xml.parsers import expat  # nosec: document types and entities are refused by the handlers below

from django.utils.translation import gettext as _

from cases.imports.limits import TEXT_LENGTH_AT_MOST, XML_DEPTH_AT_MOST
from cases.imports.rows import FileRefused, Remarks
from cases.imports.text import decoded, is_utf8

StartHandler = Callable[[tuple[str, ...], dict[str, str], int], None]
EndHandler = Callable[[tuple[str, ...], str], None]

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SINGLE_BYTE = {"iso8859-1", "iso8859-15", "cp1252", "ascii"}
_ENDED_EARLY = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
}


def as_utf8(content: bytes, remarks: Remarks) -> bytes:
    """The XML file as UTF-8 whatever it is written in; a wrong declaration is put right and remarked on."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decoded(content)[0].encode("utf-8")
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\0" in content:
        raise FileRefused("not_text", _("The file is not text; it may be damaged."))
    declared = _declared_encoding(content)
    if is_utf8(content):
        if declared in _SINGLE_BYTE and not content.isascii():
            remarks.add("encoding", _("The file says another character encoding than it is written in."))
        return content
    if declared not in _SINGLE_BYTE or declared == "ascii":
        remarks.add("encoding", _("The file says another character encoding than it is written in."))
        declared = "iso8859-1"
    return content.decode(declared, errors="replace").encode("utf-8")


def read_elements(content: bytes, *, on_start: StartHandler, on_end: EndHandler) -> None:
    """Walk through UTF-8 XML. `on_start(path, attributes, line)`, `on_end(path, own text)`; `path` holds the
    element names from the root. Raises FileRefused."""
    path: list[str] = []
    texts: list[list[str]] = []
    lengths: list[int] = []
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(path) >= XML_DEPTH_AT_MOST:
            raise FileRefused("too_deep", _("The elements of the file are nested too deeply."))
        path.append(name)
        texts.append([])
        lengths.append(0)
        on_start(tuple(path), attributes, parser.CurrentLineNumber)

    def end(_name: str) -> None:
        text = "".join(texts.pop())
        lengths.pop()
        on_end(tuple(path), text.strip())
        path.pop()

    def characters(text: str) -> None:
        lengths[-1] += len(text)
        if lengths[-1] <= TEXT_LENGTH_AT_MOST:
            texts[-1].append(text)
        elif text.strip():
            raise FileRefused(
                "value_too_long",
                _("Line %(line)d holds a value that is too long.") % {"line": parser.CurrentLineNumber},
            )

    def refuse(*_anything: object) -> int:
        raise FileRefused(
            "doctype", _("The file holds a document type or entities (DTD), which absence files never need.")
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        if error.code in _ENDED_EARLY:
            raise FileRefused("truncated", _("The file ends too early; a part of it is missing.")) from error
        raise FileRefused(
            "not_well_formed",
            _("The file is not well-formed XML: error in line %(line)d.") % {"line": error.lineno},
        ) from error


def _declared_encoding(content: bytes) -> str:
    match = _DECLARED.match(content[:400].lstrip())
    if not match:
        return ""
    try:
        return codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
