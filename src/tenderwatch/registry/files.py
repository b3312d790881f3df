"""Registry files to bytes: one file, or every one of a folder."""

from __future__ import annotations

from pathlib import Path

from tenderwatch.errors import UnreadableError

MAX_BYTES = 64 * 1024 * 1024


def registry_files(path: Path) -> list[Path]:
    """The YAML files of a registry, in a stable order. Raises UnreadableError if there is nothing at `path`."""
    if path.is_dir():
        found = (*path.rglob("*.yaml"), *path.rglob("*.yml"))
        visible = (file for file in found if not any(p.startswith(".") for p in file.relative_to(path).parts))
        return sorted(file for file in visible if file.is_file())
    if not path.exists():
        raise UnreadableError(
            f"there is no registry at {path}", "give a file or a folder with --registry, or leave it out"
        )
    return [path]


def read_bytes(path: Path) -> bytes:
    """The bytes of one file. Raises UnreadableError if it cannot be read or is beyond any registry's size."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"{path} is larger than {MAX_BYTES >> 20} MiB", "split it into a folder")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}", "check the name and its rights") from None
