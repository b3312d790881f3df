"""A registry as it was: its files out of a git repository, at a revision."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tenderwatch.errors import OutsideError, UnreadableError
from tenderwatch.registry.copies import copies
from tenderwatch.registry.files import MAX_BYTES, is_registry_file

if TYPE_CHECKING:
    from subprocess import Popen

_SECONDS = 60
_MOST_SAID = 4096
_MOST_LISTED = 16 * 1024 * 1024
_PLAIN_FILE = "100"  # how git's modes of ordinary files begin; links and submodules are not followed


def git_files(spec: str, registry: Path) -> list[tuple[str, bytes]]:
    """The YAML files of `REV` or `REV:PATH`, each as a name to show and its bytes.

    The repository is the one around `registry`; without a path (counted from the top of the repository) the
    registry's own is taken. Raises UnreadableError, and OutsideError where git itself fails.
    """
    revision, colon, path = spec.partition(":")
    here = (registry if registry.is_dir() else registry.parent).resolve()
    if not here.is_dir():
        raise UnreadableError(f"there is no registry at {registry}", "git: looks in the repository around the registry")
    said = _git(here, "rev-parse", "--show-toplevel", fault=f"{registry} is not in a git repository")
    top = Path(said.decode("utf-8", "surrogateescape").rstrip("\n"))
    wanted_commit = f"{revision}^{{commit}}"
    unknown = f"git knows no revision '{revision}' here"
    commit = _git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted_commit, fault=unknown)
    wanted = str(PurePosixPath(path if colon else registry.resolve().relative_to(top.resolve()).as_posix()))
    where = [] if wanted == "." else ["--", wanted]
    listing = _git(top, "ls-tree", "-r", "-z", "-l", "--full-tree", commit.decode().strip(), *where, most=_MOST_LISTED)
    files = {
        PurePosixPath(name): _git(top, "cat-file", "blob", blob, most=size)
        for name, blob, size in _registry_files(listing, wanted, spec)
    }
    for folder in {path.parent for path in files}:
        inside = {path.name: data for path, data in files.items() if path.parent == folder}
        for copy in copies(inside, inside.__getitem__):
            del files[folder / copy]
    return [(f"git:{revision}:{path}", data) for path, data in files.items()]


def _registry_files(listing: bytes, wanted: str, spec: str) -> list[tuple[str, str, int]]:
    """The files that a registry is read from: the one asked for, or those of the folder, hidden ones apart."""
    found: list[tuple[str, str, int]] = []
    for line in filter(None, listing.split(b"\0")):
        about, _, raw = line.partition(b"\t")
        mode, _kind, blob, size = about.decode().split()
        name = raw.decode("utf-8", "surrogateescape")
        inside = () if name == wanted else PurePosixPath(name).relative_to(wanted).parts
        visible = not any(part.startswith(".") for part in inside)
        if mode.startswith(_PLAIN_FILE) and visible and (name == wanted or is_registry_file(PurePosixPath(name).name)):
            found.append((name, blob, int(size)))
    if not found:
        raise UnreadableError(f"there is no registry in git:{spec}", "name its file or folder: git:REVISION:PATH")
    if sum(size for _, _, size in found) > MAX_BYTES:
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
            out, said = _bounded(process, most)
    except FileNotFoundError:
        raise OutsideError("git is not installed", "install it, or name a file or a folder with ⟨against⟩") from None
    if len(out) > most:
        raise UnreadableError(f"git gave more than {most} bytes", "name the registry's own folder: git:REVISION:PATH")
    if process.returncode < 0:
        raise OutsideError(f"git did not answer within {_SECONDS} seconds", "try again, or name a file or a folder")
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        reason = lines[0].removeprefix("fatal: ") if lines else "name a branch, a tag or a commit: git:main, git:HEAD~1"
        raise UnreadableError(fault or f"git: {reason}", reason if fault else "")
    return out


def _bounded(process: Popen[bytes], most: int) -> tuple[bytes, bytes]:
    """What it says on both channels, with no more than a byte beyond `most` read; ended when time is up."""
    from threading import Timer

    watchdog = Timer(_SECONDS, process.kill)
    watchdog.start()
    try:
        out = process.stdout.read(most + 1) if process.stdout else b""
        if len(out) > most:
            process.kill()
            return out, b""
        return out, process.stderr.read(_MOST_SAID) if process.stderr else b""
    finally:
        process.wait()
        watchdog.cancel()
