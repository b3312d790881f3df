"""How completed words reach each shell: whatever the case that was typed, and whole where they hold spaces.

typer keeps the classes of its shells in a private place. Each shell filters what it is given by what was typed, and
typer before it; these hand the words over so that neither does.
"""

from __future__ import annotations

import os
import re
import shlex

from typer._click.shell_completion import CompletionItem, add_completion_class
from typer._completion_classes import BashComplete, PowerShellComplete, ZshComplete

# What bash would take apart or act on.
_SPECIAL = re.compile(r"([^\w./:=@%+,-])")


class _Bash(BashComplete):
    def format_completion(self, item: CompletionItem) -> str:
        try:
            shlex.split(os.environ["COMP_WORDS"])
        except ValueError:  # a quote has been opened, and bash closes it
            return str(item.value)
        return _SPECIAL.sub(r"\\\1", str(item.value))


class _Zsh(ZshComplete):
    def complete(self) -> str:
        items = self.get_completions(*self.get_completion_args())
        # -U: the words fit already. zsh itself quotes them.
        return f"compadd -U -- {shlex.join(str(item.value) for item in items)}" if items else "_files"


class _PowerShell(PowerShellComplete):
    def format_completion(self, item: CompletionItem) -> str:
        value = str(item.value)
        if re.search(r"[\s'();]", value):
            item.value = "'" + value.replace("'", "''") + "'"
        return super().format_completion(item)


def register() -> None:
    """Use these in the place of typer's own. fish takes its words as they are, and minds no case."""
    add_completion_class(_Bash, "bash")
    add_completion_class(_Zsh, "zsh")
    for name in ("powershell", "pwsh"):
        add_completion_class(_PowerShell, name)
