"""Settings: where they are found, which wins, what is refused, and that every command takes them alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support import Answer, run_cli, run_process
from tenderwatch.cli.app import COMMANDS, build
from tenderwatch.cli.context import bundled_edition, bundled_registry
from tenderwatch.cli.settings import BY_NAME, OPTIONS, SETTINGS, Defaults
from tenderwatch.cli.settings_file import NAME

DAY = ("--today", "2026-01-10")


class Place:
    """A working folder in a home of its own, with a file of settings."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.patch = home, patch
        self.folder = home / "papers" / "here"
        self.folder.mkdir(parents=True)
        patch.delenv("TENDERWATCH_CONFIG")
        patch.setenv("HOME", str(home))
        patch.chdir(self.folder)

    def write(self, text: str, folder: Path | None = None) -> Path:
        path = (folder or self.folder) / NAME
        path.write_text(text, encoding="utf-8")
        return path

    def set(self, name: str, value: str) -> None:
        self.patch.setenv(BY_NAME[name].variable, value)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path / "home", monkeypatch)


@pytest.fixture
def records(registry: Callable[..., str]) -> Callable[[str], str]:
    """A registry with one contract, due in some years, of the id given."""
    return lambda name: registry(f"id: {name}\nend: 2030-02-28", name=f"{name}.yaml")


def ids(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return [row["id"] for row in answer.json["rows"]]


# --- Every command alike ---


def bound() -> Iterator[tuple[str, str]]:
    """Every command with every parameter that takes its default from a setting."""
    group = build()
    for command in COMMANDS:
        yield from ((command, param.name) for param in group.get_command(None, command).params if param.name in OPTIONS)


BOUND = sorted(bound())
GIVEN: dict[str, tuple[str, str, str]] = {
    "registry": ("file.yaml", "variable.yaml", "flag.yaml"),
    "council": ("in the file", "in the variable", "on the line"),
    "watch": ("file.yaml", "variable.yaml", "flag.yaml"),
    "months": ("4", "5", "6"),
    "sender": ("file@a.example", "variable@a.example", "flag@a.example"),
}


def parsed(command: str, *typed: str) -> dict[str, Any]:
    """The values of a command's parameters for what is typed; what it demands is made up."""
    made = build().get_command(None, command)
    needed: list[str] = []
    for param in made.params:
        if param.required:
            needed += [param.opts[0], "1"] if param.param_type_name == "option" else ["1"]
    context = made.make_context(command, [*typed, *needed], default_map=Defaults(COMMANDS).get(command))
    values: dict[str, Any] = context.params
    return values


@pytest.mark.parametrize(("command", "parameter"), BOUND)
def test_flag_beats_variable_beats_file(place: Place, command: str, parameter: str) -> None:
    setting = BY_NAME[OPTIONS[parameter]]
    flag = next(param for param in build().get_command(None, command).params if param.name == parameter).opts[0]
    in_file, in_variable, typed = GIVEN[parameter]
    table, _, key = setting.name.rpartition(".")

    def expected(text: str) -> object:
        # `due` takes a range of months as well, so that its value is a text.
        months = parameter == "months" and command != "due"
        return (text,) if setting.listed else int(text) if months else text

    ours = parsed(command)[parameter]
    assert ours == (
        () if setting.listed else expected(str(setting.default)) if parameter == "months" else setting.default
    )
    place.write(f"{f'[{table}]' if table else ''}\n{key} = {in_file if in_file.isdigit() else repr(in_file)}\n")
    assert parsed(command)[parameter] == (str(place.folder / in_file) if setting.path else expected(in_file))
    place.set(setting.name, in_variable)
    assert parsed(command)[parameter] == expected(in_variable)
    assert parsed(command, flag, typed)[parameter] == expected(typed)


def test_the_options_that_settings_feed_mean_the_same_everywhere() -> None:
    group = build()
    for parameter in OPTIONS:
        found = {
            (tuple(param.opts), param.multiple, param.metavar, param.type.name)
            for command in COMMANDS
            for param in group.get_command(None, command).params
            if param.name == parameter
        }
        if parameter == "months":  # a number; in `due`, also from one to another
            found = {(names, many, "NUMBER", "int") for names, many, _, _ in found}
        assert len(found) == 1, (parameter, found)
    assert len(BOUND) > 25
    assert ("digest", "sender") in BOUND
    assert {command for command, parameter in BOUND if parameter == "months"} == {"due", "report"}


def test_settings_reach_the_commands_of_a_group(place: Place, records: Callable[[str], str]) -> None:
    place.write(f"registry = {records('mine')!r}\n")
    about = ("--title", "T", "--publisher", "P", "--strength", "notice")
    answer = run_cli("source", "add", "x", *about, "--dry-run", *DAY)
    assert (answer.code, answer.lines[0].rsplit("/", 1)[-1]) == (0, "mine.yaml"), answer.err


# --- As it is used ---


def test_registry_council_watch_and_months_take_effect(
    place: Place, records: Callable[[str], str], registry: Callable[..., str]
) -> None:
    for name in ("in-file", "in-variable", "on-line"):
        records(name)
    folder = Path(records("in-file")).parent
    place.write(f"registry = '{os.path.relpath(folder, place.folder)}/in-file.yaml'\nmonths = 1\n")
    assert ids(run_cli("due", "--format", "json", *DAY)) == []
    assert ids(run_cli("due", "--format", "json", "--months", "60", *DAY)) == ["in-file"]
    place.set("months", "60")
    assert ids(run_cli("due", "--format", "json", *DAY)) == ["in-file"]
    place.set("registry", str(folder / "in-variable.yaml"))
    assert ids(run_cli("list", "--format", "json", *DAY)) == ["in-variable"]
    typed = str(folder / "on-line.yaml")
    assert ids(run_cli("list", "--format", "json", "--registry", typed, *DAY)) == ["on-line"]
    two = registry("id: a\nlead: testshire\nend: 2026-02-28", "id: b\nlead: otherham\nend: 2026-02-28")
    place.set("council", "Otherham; Nowhere")
    assert "there is no council 'Nowhere'" in run_cli("list", "--registry", two, *DAY).err
    place.set("council", "Otherham")
    place.set("registry", two)
    assert ids(run_cli("list", "--format", "json", *DAY)) == ["b"]
    assert ids(run_cli("list", "--format", "json", "--council", "Testshire", *DAY)) == ["a"]
    (place.folder / "mine.yaml").write_text("contracts: [a]\n")
    place.patch.delenv("TENDERWATCH_COUNCIL")
    place.write("watch = 'mine.yaml'\n", place.home)
    (place.home / "mine.yaml").write_text("contracts: [b]\n")
    (place.folder / NAME).unlink()
    assert ids(run_cli("list", "--format", "json", *DAY)) == ["b"], "named from the folder of the file that sets it"
    assert ids(run_cli("list", "--format", "json", "--watch", "mine.yaml", *DAY)) == ["a"]


def test_a_sender_for_mails_and_for_nothing_else(place: Place, records: Callable[[str], str]) -> None:
    place.write(f"registry = '{records('a')}'\n[mail]\nfrom = 'Care <care@a.example>'\n")
    assert run_cli("digest", "--format", "eml", *DAY).lines[0] == "From: Care <care@a.example>"
    assert run_cli("timeline", *DAY).code == 0, "its --from is a day"


# --- Where it is found ---


def origin(place: Place) -> str:
    told = run_cli("config")
    assert told.code == 0, told.err
    return told.lines[0].removeprefix("file: ").replace(f"{place.home}", "~")


def test_the_nearest_file_as_far_as_the_home_folder(place: Place) -> None:
    assert origin(place) == "none found"
    place.write("months = 1", place.home.parent)
    assert origin(place) == "none found", "above the home folder nobody looks"
    place.write("months = 2", place.home)
    assert origin(place) == "~/tenderwatch.toml"
    place.write("months = 3", place.home / "papers")
    assert origin(place) == "~/papers/tenderwatch.toml"
    (place.folder / NAME).mkdir()
    assert origin(place) == "~/papers/tenderwatch.toml", "a folder of that name is none"
    place.patch.setenv("TENDERWATCH_CONFIG", str(place.home / NAME))
    assert origin(place) == "~/tenderwatch.toml"
    place.patch.setenv("TENDERWATCH_CONFIG", "off")
    assert origin(place) == "none found"


def test_a_home_folder_that_is_a_link(place: Place, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(place.home)
    place.patch.setenv("HOME", str(tmp_path / "link"))
    place.write("months = 1", tmp_path)
    assert origin(place) == "none found"


def test_paths_from_the_home_folder_and_whole_ones(place: Place) -> None:
    place.write("registry = '~/r.yaml'\nwatch = '/w.yaml'\n[mail]\nca_file = 'ca.pem'\n")
    shown = dict(line.split(": ", 1) for line in run_cli("config").lines)
    values = {name: shown[name].split(" (")[0] for name in ("registry", "watch", "mail.ca_file")}
    assert values == {
        "registry": f"{place.home}/r.yaml", "watch": "/w.yaml", "mail.ca_file": f"{place.folder}/ca.pem"
    }  # fmt: skip


def test_a_working_folder_that_is_gone(place: Place, records: Callable[[str], str]) -> None:
    path = records("a")
    place.folder.rmdir()
    assert run_cli("list", "--registry", path, *DAY).code == 0


# --- What is refused ---

# What stands in the file | where the fault is | what is said | what to do about it.
BAD = [
    ("council = ['Durham'", "1:20", "unclosed array", "settings are written"),
    ("\n\ncouncil = Durham", "3:11", "invalid value", "settings are written"),
    ("months = 3\nmonths = 4", "2:", "cannot overwrite a value", "settings are written"),
    ("months = 'x'", "1:1", "months is 'x', which is not a whole number from 0 to 600", "how far to look ahead"),
    ("months = 12.5", "1:1", "months is 12.5", "how far to look ahead"),
    ("months = true", "1:1", "months is True", "how far to look ahead"),
    ("months = -1", "1:1", "months is -1", "how far to look ahead"),
    ("months = 601", "1:1", "months is 601", "how far to look ahead"),
    ("council = []", "1:1", "council is [], which is not a text or a list of texts", "only contracts of"),
    ("council = ['a', 1]", "1:1", "which is not a text that is not empty", "only contracts of"),
    ("registry = ''", "1:1", "registry is '', which is not a text that is not empty", "the registry to read"),
    ("months = 3\nregistri = 'x'", "2:1", "there is no setting 'registri'", "did you mean registry?"),
    ("mounths = 3", "1:1", "there is no setting 'mounths'", "did you mean months?"),
    ("host = 'x'", "1:1", "there is no setting 'host'", "did you mean mail.host?"),
    ("[mail]\nhots = 'x'", "2:1", "there is no setting 'mail.hots'", "did you mean mail.host"),
    ("[male]\nhost = 'x'", "1:2", "there is no setting 'male'", ""),
    ("mail = 'x'", "1:1", "there is no setting 'mail'", ""),
    ("[mail]\nport = 0", "2:1", "mail.port is 0, which is not a whole number from 1 to 65535", "its port"),
    ("[mail]\nsecurity = 'ssl'", "2:1", "mail.security is 'ssl', which is not one of starttls, tls, none", ""),
    ("[mail]\npassword = 'hunter2'", "2:1", "a password does not belong in this file", "TENDERWATCH_MAIL_PASSWORD"),
    ("registry = 'a\\u0000b'".replace("'", '"'), "1:1", "is not a text without control characters", "the registry"),
    ('"\\u001b[31mred" = 1', "1:1", "there is no setting '\\x1b[31mred'", "the settings are"),
    ("a = " + "[" * 3000, "1:1", "brackets are nested too deeply", ""),
]


@pytest.mark.parametrize(("text", "where", "message", "hint"), BAD, ids=[row[0][:30] for row in BAD])
def test_a_bad_file_is_one_clear_error_with_its_place(
    place: Place, text: str, where: str, message: str, hint: str
) -> None:
    path = place.write(text)
    for typed in (("config",), ("due",), ("digest",)):
        told = run_cli(*typed)
        assert (told.code, told.out) == (2, "")
        first, second = told.err.splitlines()
        assert first.startswith(f"tenderwatch: {path}:{where}")
        assert message in first
        assert hint in second
        assert "hunter2" not in told.err
        assert "\x1b" not in told.err


UNREADABLE = [
    (b"months = 3\n# \xff\xfe", ":2:3: the file is not UTF-8 text"),
    (b"#" * (1 << 20) + b"##", " is larger than 1 MiB"),
]


@pytest.mark.parametrize(("data", "message"), UNREADABLE, ids=["not UTF-8", "too large"])
def test_a_file_that_cannot_be_read(place: Place, data: bytes, message: str) -> None:
    path = place.write("")
    path.write_bytes(data)
    told = run_cli("due")
    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 2)
    assert told.err.startswith(f"tenderwatch: {path}{message}")
    place.patch.setenv("TENDERWATCH_CONFIG", "no/such.toml")
    assert "cannot read no/such.toml: No such file or directory" in run_cli("due").err


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_a_file_that_others_can_change_is_not_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It could name a mail server of their own, which would be given the password."""
    path = place.write("months = 3")
    path.chmod(0o666)
    refused = run_cli("config")
    assert (refused.code, refused.out) == (2, "")
    assert "can be changed by anybody" in refused.err
    path.chmod(0o664)
    assert run_cli("config").code == 0
    owner = path.stat().st_uid
    for user, code in ((owner, 0), (owner + 1, 0 if owner == 0 else 2)):
        monkeypatch.setattr("os.getuid", lambda user=user: user)
        assert run_cli("config").code == code, "root's own files serve everybody"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_root_does_not_use_the_file_of_another_user(place: Place) -> None:
    os.chown(place.write("months = 3"), 12345, 12345)
    refused = run_cli("config")
    assert (refused.code, refused.out) == (2, "")
    assert "belongs to another user" in refused.err
    place.patch.setenv("TENDERWATCH_CONFIG", "off")
    assert run_cli("config").code == 0


def test_marks_and_line_ends_of_windows_are_read(place: Place) -> None:
    place.write("").write_bytes(b"\xef\xbb\xbfmonths = 7\r\ncouncil = 'Durham'\r\n")
    assert run_cli("config").lines[2:5:2] == [
        f"council: Durham ({place.folder}/{NAME})",
        f"months: 7 ({place.folder}/{NAME})",
    ]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("months", "soon", "TENDERWATCH_MONTHS is 'soon', which is not a whole number from 0 to 600"),
        ("mail.security", "ssl", "TENDERWATCH_MAIL_SECURITY is 'ssl', which is not one of starttls, tls, none"),
        ("mail.port", "99999", "TENDERWATCH_MAIL_PORT is '99999'"),
        ("council", " ; ", "TENDERWATCH_COUNCIL is ' ; '"),
    ],
)
def test_a_bad_variable_is_named(place: Place, name: str, value: str, message: str) -> None:
    place.set(name, value)
    told = run_cli("config")
    assert told.code == 2
    assert message in told.err


def test_an_empty_variable_sets_nothing(place: Place) -> None:
    for setting in SETTINGS:
        place.patch.setenv(setting.variable, " ")
    lines = [line for line in run_cli("config").lines[1:] if not line.startswith("layer ")]
    assert len(lines) == len(SETTINGS)
    assert all(line.endswith(("not set", "(not set)", "(default)")) for line in lines), lines


def test_help_and_completion_work_whatever_stands_in_the_file(place: Place) -> None:
    place.write("months = [")
    for typed in (("--help",), ("--version",), ("due", "--help"), ("digest", "-h")):
        told = run_cli(*typed)
        assert (told.code, told.err) == (0, "")
    protocol = {"_TENDERWATCH_COMPLETE": "complete_bash", "COMP_WORDS": "tenderwatch due --coun", "COMP_CWORD": "2"}
    told = run_process(env=protocol)
    assert (told.code, told.err, told.lines) == (0, "", ["--council"])


# --- What is in force ---


def test_config_shows_what_is_in_force_and_where_it_came_from(place: Place) -> None:
    path = place.write("council = ['Durham', 'Gateshead']\n[mail]\nhost = 'mail.example'\npassword_file = 'secret'\n")
    place.set("months", "6")
    place.set("mail.password", "hunter2")
    edition = f"edition {bundled_edition()}, can be changed"
    assert run_cli("config").out == (
        f"file: {path}\n"
        "registry: the bundled one (not set)\n"
        f"council: Durham; Gateshead ({path})\n"
        "watch: not set\n"
        "months: 6 (TENDERWATCH_MONTHS)\n"
        "format: table on a terminal, plain elsewhere (not set)\n"
        "pager: PAGER, or less (not set)\n"
        f"mail.host: mail.example ({path})\n"
        "mail.port: 587 with starttls, 465 with tls, 25 with none (not set)\n"
        "mail.security: starttls (default)\n"
        "mail.user: not set\n"
        "mail.password: set (TENDERWATCH_MAIL_PASSWORD)\n"
        f"mail.password_file: {place.folder}/secret ({path})\n"
        "mail.ca_file: not set\n"
        "mail.timeout: 30 (default)\n"
        "mail.from: not set\n"
        f"layer 1: {bundled_registry()} (bundled, {edition})\n"
    )
    told = run_cli("config", "--format", "json").json
    rows = {row["name"]: (row["value"], row["origin"], row["variable"]) for row in told["settings"]}
    assert told["file"] == str(path)
    assert set(rows) == set(BY_NAME)
    assert rows["council"] == (["Durham", "Gateshead"], str(path), "TENDERWATCH_COUNCIL")
    assert rows["mail.password"] == ("set", "TENDERWATCH_MAIL_PASSWORD", "TENDERWATCH_MAIL_PASSWORD")
    assert rows["registry"][:2] == (None, "not set")
