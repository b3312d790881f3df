"""Registry files to bytes: one file, or every one of a folder. What cannot be read is named, never passed over."""

import os
import stat
from pathlib import Path

from tenderwatch.errors import UnreadableError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import Level, Place, Problem
from tenderwatch.registry.copies import copies, is_copy

MAX_BYTES = 64 * 1024 * 1024
# Of all files of JSON Lines together, and of all of YAML: those are written by hand.
MAX_BYTES_OF_LINES = 4 * 1024 * 1024 * 1024
_MOST_ENTRIES = 20_000
_ENDINGS = (".yaml", ".yml", ".jsonl")
_OWN_FOLDER = "name the registry's own folder, or split it"


class Listing(NamedTuple):
    """The files of a registry in a stable order, what is wrong with its folder, the paths not read, and the bytes.

    `abouts` are the files' entries on the disk, as they were when the folder was walked.
    """

    names: list[str]
    abouts: list[os.stat_result]
    problems: list[Problem]
    unread: list[str]
    size: int

    @property
    def files(self) -> list[Path]:
        """The files by path."""
        return list(map(Path, self.names))


def is_registry_file(name: str) -> bool:
    """Whether a file of this name belongs to the registry of its folder."""
    return name.lower().endswith(_ENDINGS) and not name.startswith(".") and not is_copy(name)


def registry_files(path: Path) -> Listing:
    """The files of a registry: the one named, or those of a folder, hidden ones and copies apart.

    Raises UnreadableError if there is nothing at `path`, if it is no ordinary file, or too large for a registry.
    """
    if path.is_dir():
        return _Folder(path).listing()
    if not path.exists():
        raise UnreadableError(
            f"there is no registry at {path}", "give a file or a folder with ⟨registry⟩, or leave it out"
        )
    if not path.is_file():
        raise UnreadableError(f"{path} is no ordinary file", "name a file or a folder with ⟨registry⟩")
    about = path.stat()
    return Listing([str(path)], [about], [], [], about.st_size)


class _Folder:
    """Walks a folder, and keeps what it finds. Names are joined as text: every command waits for this."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, os.stat_result] = {}
        self.problems: list[Problem] = []
        self.unread: list[str] = []
        self.size = self.size_of_lines = self.entries = 0

    def listing(self) -> Listing:
        for name, folders, files in os.walk(self.path, onerror=self._closed):
            folder = Path(name)
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            for inner in [inner for inner in folders if (folder / inner).is_symlink()]:
                folders.remove(inner)
                self.note(str(folder / inner), "linked-folder", "a link to a folder is not followed", "warning")
            self.entries += len(folders) + len(files)
            if self.entries > _MOST_ENTRIES:
                raise UnreadableError(f"{self.path} holds more than {_MOST_ENTRIES:,} files", _OWN_FOLDER)
            within = str(folder / "_")[:-1]
            kept = [file for file in sorted(files) if self._file(within, file)]
            self._set_copies_aside(within, kept)
        # In the order of paths: part by part.
        names = sorted(self.files, key=lambda name: os.path.normcase(name).split(os.sep))
        abouts = [self.files[name] for name in names]
        return Listing(names, abouts, self.problems, self.unread, self.size + self.size_of_lines)

    def _file(self, within: str, name: str) -> bool:
        """Look at a file of a folder; whether it is one of the registry's."""
        if name.startswith("."):
            return False
        path = within + name
        if is_copy(name):
            self.note(path, "conflict-copy", "this looks like a copy of another file, and is not read", "warning")
            return False
        ending = name[-6:].lower()
        if not ending.endswith(_ENDINGS):
            return False
        try:
            about = os.stat(path)
        except OSError as error:
            self.note(path, "unreadable", f"cannot be read: {error.strerror}")
            return False
        if not stat.S_ISREG(about.st_mode):
            self.note(path, "unreadable", "cannot be read: it is no ordinary file")
            return False
        if ending == ".jsonl":
            self.size_of_lines += about.st_size
        else:
            self.size += about.st_size
        if self.size > MAX_BYTES:
            raise UnreadableError(f"{self.path} holds more than {MAX_BYTES >> 20} MiB of YAML", _OWN_FOLDER)
        if self.size_of_lines > MAX_BYTES_OF_LINES:
            most = MAX_BYTES_OF_LINES >> 30
            raise UnreadableError(f"{self.path} holds more than {most} GiB of JSON Lines", _OWN_FOLDER)
        self.files[path] = about
        return True

    def _set_copies_aside(self, within: str, names: list[str]) -> None:
        for name, original in copies(names, lambda name: read_bytes(Path(within + name))).items():
            del self.files[within + name]
            message = f"this looks like a copy of {original}, and is not read"
            self.note(within + name, "conflict-copy", message, "warning")

    def _closed(self, error: OSError) -> None:
        self.note(str(Path(error.filename or self.path)), "unreadable", f"cannot be read: {error.strerror}")

    def note(self, path: str, code: str, message: str, level: Level = "error") -> None:
        """Keep a fault of a path; an error means that what it holds is unknown."""
        hint = {
            "unreadable": "check the link or the rights; what it holds is unknown until it can be read",
            "conflict-copy": "take over what is new in it, and delete it",
            "linked-folder": "put its files here, if they belong to this registry",
        }[code]
        self.problems.append(Problem(Place(path), code, message, hint, level))
        if level == "error":
            self.unread.append(path)


def read_bytes(path: Path) -> bytes:
    """The bytes of one file. Raises UnreadableError if it cannot be read or is beyond any registry's size."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableError(f"{path} is no ordinary file", "name a file")
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError.of_file(path, error) from None
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"{path} is larger than {MAX_BYTES >> 20} MiB", "split it into a folder")
    return data
