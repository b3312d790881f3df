"""Run in .edge/venv: what the Open Contracting Partnership's own schemas and checks find in a record package.

    python judge_ocds.py PACKAGE SCHEMAS

Prints a list of faults as JSON. The schemas are those that ocdskit is tested with: OCDS 1.1.5 with every registered
extension, and the core of 1.1. lib-cove-ocds adds its checks for empty fields and for OCIDs without a good prefix.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

# By name, because this file is checked where they are not installed.
jsonschema = import_module("jsonschema")
additional = import_module("libcoveocds.lib.additional_checks")
get_bad_ocid_prefixes = import_module("libcoveocds.lib.common_checks").get_bad_ocid_prefixes
FormatChecker, Draft4Validator = jsonschema.FormatChecker, jsonschema.Draft4Validator
# Both kinds of format that the standard uses are checked only where their libraries are installed.
assert {"date-time", "uri"} <= set(FormatChecker.checkers)


def deepest(error: Any) -> Any:
    """Of alternatives, what is wrong with the one that was meant: releases in full."""
    return max(error.context, key=lambda inner: len(inner.absolute_path), default=error)


def faults(package: dict[str, Any], schemas: Path) -> Iterator[str]:
    whole = json.loads((schemas / "record-package-schema.json").read_text(encoding="utf-8"))
    core = json.loads((schemas / "release-schema.json").read_text(encoding="utf-8"))
    record = whole["properties"]["records"]["items"]["properties"]
    # This profile is also that of public-private partnerships, which knows no other way to begin than `ppp`.
    for release in (record["compiledRelease"], record["releases"]["oneOf"][1]["items"]):
        release["properties"]["initiationType"] = core["properties"]["initiationType"]
    formats = FormatChecker()
    for error in Draft4Validator(whole, format_checker=formats).iter_errors(package):
        inner = deepest(error)
        yield f"{'/'.join(map(str, inner.absolute_path))}: {inner.message[:300]}"
    judge = Draft4Validator(core, format_checker=formats)
    for item in package["records"]:
        for release in (*item["releases"], item["compiledRelease"]):
            for error in judge.iter_errors(release):
                yield f"core: {release['id']}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
    for name, found in additional.run_additional_checks(package, additional.CHECKS["all"]).items():
        yield from (f"{name}: {place}" for place in found)
    yield from (f"ocid prefix: {found}" for found in get_bad_ocid_prefixes(package))


if __name__ == "__main__":
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps(list(faults(data, Path(sys.argv[2])))))
