"""Which file imports which, and which names which template: read from the source, nothing is run."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

PRODUCT = ("experio", "subprojects", "cases", "reports")


@dataclass(frozen=True)
class Source:
    """One Python file: the modules that it imports, and the texts in it that may name a template."""

    path: str
    imports: frozenset[str]
    texts: frozenset[str]


@dataclass
class Sources:
    """All Python files of the checkout, by their path."""

    files: dict[str, Source] = field(default_factory=dict)

    @classmethod
    def below(cls, root: Path, folders: tuple[str, ...] = (*PRODUCT, "tests")) -> "Sources":
        found = cls()
        for folder in folders:
            for path in sorted((root / folder).rglob("*.py")):
                name = path.relative_to(root).as_posix()
                found.files[name] = read(name, path.read_text(encoding="utf-8"))
        return found

    def users_of(self, path: str) -> set[str]:
        """The files that import the module of `path`, or name the template that it is."""
        if path.endswith(".html"):
            template = path.removeprefix("templates/")
            return {name for name, source in self.files.items() if template in source.texts}
        module = module_of(path)
        return {name for name, source in self.files.items() if module in source.imports}


def module_of(path: str) -> str:
    """`cases/rules/due.py` → `cases.rules.due`; a package's `__init__.py` is the package."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def read(name: str, text: str) -> Source:
    """The imports of a file, relative ones excepted (there are none), and its short texts."""
    modules: set[str] = set()
    texts: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                modules |= {one.name for one in names}
            case ast.ImportFrom(module=str(module), names=names):
                # `from cases.rules import due` imports a module, `from cases.rules.due import x` a name.
                modules |= {module, *(f"{module}.{one.name}" for one in names)}
            case ast.Constant(value=str(value)) if len(value) < 100:
                texts.add(value)
    return Source(name, frozenset(modules), frozenset(texts))
