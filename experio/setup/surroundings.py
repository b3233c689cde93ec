"""What of the caller's environment reaches the programs that set-up runs.

The shell may be set up for another project, and the home folder may be closed. Kept is how the registries are
reached; what would change what is installed, and where, is left out.
"""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

# Another project's modules, or another behaviour of Python itself.
LEFT_OUT = frozenset(
    {
        "DJANGO_SETTINGS_MODULE",
        "PYTHONDONTWRITEBYTECODE",  # every process would compile all modules anew
        "PYTHONHOME",
        "PYTHONINSPECT",
        "PYTHONOPTIMIZE",
        "PYTHONPATH",
        "PYTHONSAFEPATH",
        "PYTHONUSERBASE",
        "PYTHONWARNINGS",
        "VIRTUAL_ENV",
    }
)
PIP_KEPT = frozenset(
    {
        "cache_dir",
        "cert",
        "client_cert",
        "config_file",
        "default_timeout",
        "disable_pip_version_check",
        "extra_index_url",
        "find_links",
        "index_url",
        "keyring_provider",
        "no_cache_dir",
        "no_index",
        "proxy",
        "retries",
        "timeout",
        "trusted_host",
        "use_deprecated",
        "use_feature",
    }
)
NPM_KEPT = frozenset(
    {
        "ca",
        "cache",
        "cafile",
        "cert",
        "certfile",
        "globalconfig",
        "http_proxy",
        "https_proxy",
        "key",
        "keyfile",
        "local_address",
        "maxsockets",
        "no_proxy",
        "noproxy",
        "offline",
        "prefer_offline",
        "prefer_online",
        "proxy",
        "registry",
        "strict_ssl",
        "userconfig",
    }
)
# A scope's registry, a registry's credentials, patience.
NPM_KEPT_PREFIXES = ("@", "//", "fetch_")


def surroundings(root: Path) -> dict[str, str]:
    """The environment of a program that set-up runs for the checkout in `root`."""
    kept = {name: text for name, text in os.environ.items() if _is_kept(name)}
    # A configuration file may say `user = true`, which no virtual environment can follow.
    return {**kept, "PIP_USER": "0", **folders(root)}


def folders(root: Path) -> dict[str, str]:
    """Home and caches below build/, as far as the account's own cannot be written to."""
    build = root / "build" / "cache"
    home = _home()
    given: dict[str, str] = {}
    if home is None:
        home = build / "home"
        home.mkdir(parents=True, exist_ok=True)
        given["HOME"] = str(home)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    if not _is_ours(caches):
        given |= {
            "PIP_CACHE_DIR": str(build / "pip"),
            "PLAYWRIGHT_BROWSERS_PATH": str(build / "browsers"),
            "UV_CACHE_DIR": str(build / "uv"),
            "XDG_CACHE_HOME": str(build),
        }
    if not _is_ours(home / ".npm"):
        given["npm_config_cache"] = str(build / "npm")
    said = {name.lower() for name in os.environ} - {"home", "xdg_cache_home"}
    return {name: text for name, text in given.items() if name.lower() not in said}


def _home() -> Path | None:
    """The account's home, if it is a folder of its own: neither missing nor the whole machine."""
    try:
        home = Path(os.environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir)
    except KeyError:
        return None
    return home if home.is_absolute() and home.is_dir() and home != Path("/") else None


def _is_ours(folder: Path) -> bool:
    """Whether this account may write there; for a folder that does not exist, whether it may make it."""
    for place in _with_parents(folder):
        try:
            # root may write everywhere, but what it leaves in another account's cache breaks that one.
            return place.stat().st_uid == os.geteuid() and os.access(place, os.W_OK | os.X_OK)
        except FileNotFoundError:
            continue
        except OSError:
            return False
    return False


def _with_parents(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def _is_kept(name: str) -> bool:
    lower = name.lower()
    if lower.startswith("pip_"):
        return lower.removeprefix("pip_") in PIP_KEPT
    if lower.startswith("npm_config_"):
        choice = lower.removeprefix("npm_config_")
        return choice in NPM_KEPT or choice.startswith(NPM_KEPT_PREFIXES)
    return name not in LEFT_OUT
