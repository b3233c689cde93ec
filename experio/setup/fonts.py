"""The fonts of printed documents, unpacked from their packages into `build/fonts`: a part of set-up.

`python3 -m experio.setup.fonts` does this part alone, for images that are built without `make setup`.

npm's font packages are made for browsers: they hold WOFF 1.0, which is an OpenType font with each of its
tables compressed by zlib (W3C, WOFF File Format 1.0). Typst reads OpenType only, so the tables are unpacked.
"""

import shutil
import struct
import sys
import sysconfig
import zlib
from pathlib import Path

from experio.documents.families import FAMILIES
from experio.setup.stamps import fingerprint, is_stamped, write_stamp
from experio.setup.terminal import SetupError, Step

ROOT = Path(__file__).resolve().parents[2]
WOFF_SIGNATURE = b"wOFF"
_HEADER = struct.Struct(">4s4sIHHIHHIIIII")
_TABLE = struct.Struct(">4sIIII")
_FONT_HEADER = struct.Struct(">4sHHHH")
_FONT_TABLE = struct.Struct(">4sIII")


def main() -> int:
    try:
        prepare_fonts(ROOT)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def prepare_fonts(root: Path) -> None:
    """Fill `build/fonts`, if that has not been done from these very files. Raises SetupError."""
    folder, stamp = root / "build" / "fonts", root / "build" / "fonts.stamp"
    sources = font_sources(root)
    mark = fingerprint(str(root), *(_state(path) for path in sources.values()))
    if is_stamped(stamp, mark) and all((folder / name).is_file() for name in sources):
        return
    with Step("Preparing the fonts"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, path in sources.items():
            if path.suffix == ".woff":
                (folder / name).write_bytes(open_type(path))
            else:
                shutil.copyfile(path, folder / name)
    write_stamp(stamp, mark)


def font_sources(root: Path) -> dict[str, Path]:
    """Name in the fonts folder → file of a package. Raises SetupError if a package lacks it."""
    places = [root / "node_modules", *sorted((root / ".venv").glob("lib/python3*/site-packages"))]
    places.append(Path(sysconfig.get_path("purelib")))
    found = {}
    for family in FAMILIES:
        for name, source in zip(family.files, family.sources, strict=True):
            path = next((place / source for place in places if (place / source).is_file()), None)
            if path is None:
                raise SetupError(f"The font {source} is missing from its package: run `make clean setup`.")
            found[name] = path
    return found


def open_type(path: Path) -> bytes:
    """The OpenType font that a WOFF file holds. Raises SetupError if it holds none."""
    packed = path.read_bytes()
    try:
        return _unpacked(packed)
    except (ValueError, struct.error, zlib.error) as error:
        raise SetupError(f"{path} is not a font in WOFF 1.0: {error}") from error


def _unpacked(packed: bytes) -> bytes:
    signature, flavour, _length, count, *_rest = _HEADER.unpack_from(packed)
    if signature != WOFF_SIGNATURE:
        raise ValueError("wrong signature")
    # An OpenType file says the largest power of two of its tables, for readers that search by halves.
    power = count.bit_length() - 1
    search = 16 * 2**power
    head = [_FONT_HEADER.pack(flavour, count, search, power, 16 * count - search)]
    body: list[bytes] = []
    place = _FONT_HEADER.size + count * _FONT_TABLE.size
    for number in range(count):
        entry = _HEADER.size + number * _TABLE.size
        tag, offset, stored, length, checksum = _TABLE.unpack_from(packed, entry)
        table = packed[offset : offset + stored]
        table = zlib.decompress(table) if stored < length else table
        if len(table) != length:
            raise ValueError(f"table {tag!r} has {len(table)} bytes instead of {length}")
        head.append(_FONT_TABLE.pack(tag, checksum, place, length))
        padded = table + bytes(-length % 4)
        body.append(padded)
        place += len(padded)
    return b"".join(head + body)


def _state(path: Path) -> str:
    found = path.stat()
    return f"{path} {found.st_size} {found.st_mtime_ns}"


if __name__ == "__main__":
    sys.exit(main())
