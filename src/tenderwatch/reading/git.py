"""A registry as it was: its files out of a git repository, at a revision."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from tenderwatch.errors import OutsideError, UnreadableError
from tenderwatch.reading.files import MAX_BYTES

_SECONDS = 60
_MOST_FILES = 10_000
_PLAIN_FILE = "100"


def git_files(spec: str, registry: Path) -> list[tuple[str, bytes]]:
    """The YAML files of `REV` or `REV:PATH`, each as a name to show and its bytes.

    The repository is the one around `registry`; without a path (counted from the top of the repository) the
    registry's own is taken. Raises UnreadableError, and OutsideError where git itself fails.
    """
    revision, colon, path = spec.partition(":")
    here = (registry if registry.is_dir() else registry.parent).resolve()
    top = (
        _git(here, "rev-parse", "--show-toplevel", fault=f"{registry} is not in a git repository").decode().rstrip("\n")
    )
    commit = _git(
        here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}",
        fault=f"git knows no revision '{revision}' here",
    ).decode().strip()  # fmt: skip
    wanted = path if colon else registry.resolve().relative_to(Path(top).resolve()).as_posix()
    wanted = str(PurePosixPath(wanted or "."))
    listing = _git(Path(top), "ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", *_unless_top(wanted))
    return [
        (f"git:{revision}:{name}", _git(Path(top), "cat-file", "blob", blob, most=size))
        for name, blob, size in _registry_files(listing, wanted, spec)
    ]


def _unless_top(path: str) -> list[str]:
    return [] if path == "." else [path]


def _registry_files(listing: bytes, wanted: str, spec: str) -> list[tuple[str, str, int]]:
    """The files that a registry is read from: the one asked for, or those of the folder, hidden ones apart."""
    found: list[tuple[str, str, int]] = []
    for line in filter(None, listing.split(b"\0")):
        about, _, raw = line.partition(b"\t")
        mode, _kind, blob, size = about.decode().split()
        name = raw.decode("utf-8", "surrogateescape")
        inside = PurePosixPath(name).relative_to(wanted).parts if name != wanted else ()
        visible = not any(part.startswith(".") for part in inside)
        if mode.startswith(_PLAIN_FILE) and visible and (name == wanted or name.endswith((".yaml", ".yml"))):
            found.append((name, blob, int(size)))
    if not found:
        raise UnreadableError(f"there is no registry in git:{spec}", "name its file or folder: git:REVISION:PATH")
    if len(found) > _MOST_FILES or sum(size for _, _, size in found) > MAX_BYTES:
        raise UnreadableError(f"git:{spec} holds more than {MAX_BYTES >> 20} MiB", "name the registry's own folder")
    return found


def _git(folder: Path, *arguments: str, fault: str = "", most: int = MAX_BYTES) -> bytes:
    """What git answers, up to `most` bytes. Where it finds nothing, `fault` is what that means here."""
    import subprocess

    command = ["git", "-C", str(folder), "--no-pager", "--literal-pathspecs", *arguments]
    try:
        # Our own arguments, no shell; git is found as the user's own shell would find it.
        with subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            out, said = process.communicate(timeout=_SECONDS)
    except FileNotFoundError:
        raise OutsideError("git is not installed", "install it, or name a file or a folder with --against") from None
    except subprocess.TimeoutExpired:
        process.kill()
        raise OutsideError(f"git did not answer within {_SECONDS} seconds", "try again, or name a file") from None
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        reason = lines[0].removeprefix("fatal: ") if lines else "it found nothing"
        hint = "a branch, a tag or a commit: git:HEAD~1, git:main, git:1a2b3c4" if "revision" in fault else reason
        raise UnreadableError(fault or f"git: {reason}", hint)
    if len(out) > most:
        raise UnreadableError(f"git gave more than {most} bytes", "name the registry's own folder")
    return out
