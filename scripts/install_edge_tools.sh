#!/usr/bin/env bash
# Install the programs that the edge tests use to try what we write: calendar readers and servers, a browser, shells.
# Installs Debian packages (this needs root); puts node packages and a Python environment in .edge, which git ignores.
# Leaves alone what is already there. If it fails, the last line says which tool is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
DEBIAN_PACKAGES="libical3 calcurse chromium libreoffice-calc-nogui zsh fish"
NODE_PACKAGES="ical.js@2.2.1 puppeteer-core@24.43.1 axe-core@4.14.1"
# Its source holds the schemas of the Open Contracting Data Standard, which no package installs.
OCDSKIT=1.7.0
EDGE=.edge
LOG=$EDGE/install.log
mkdir -p "$EDGE"
: >"$LOG"

fail() {
  tail -n 15 "$LOG" | sed 's/^/  | /' >&2
  echo "edge tools: $1" >&2
  exit 1
}

quietly() {
  echo "+ $*" >>"$LOG"
  "$@" >>"$LOG" 2>&1 </dev/null
}

have_debian_tools() {
  local program
  for program in calcurse chromium soffice zsh fish; do command -v "$program" >/dev/null || return; done
  "$PYTHON" -c 'import ctypes; ctypes.CDLL("libical.so.3")' 2>/dev/null
}

install_debian_tools() {
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # one word for each package
  quietly apt-get install --yes --no-install-recommends $DEBIAN_PACKAGES && return
  # No package lists yet, or old ones.
  quietly apt-get update
  # shellcheck disable=SC2086 # one word for each package
  quietly apt-get install --yes --no-install-recommends $DEBIAN_PACKAGES
}

if ! have_debian_tools; then
  echo "edge tools: libical, calcurse, chromium, LibreOffice Calc, zsh, fish"
  command -v apt-get >/dev/null || fail "one of $DEBIAN_PACKAGES is missing, and there is no apt-get to install it with"
  install_debian_tools || fail "could not install the Debian packages $DEBIAN_PACKAGES (root and the network are needed)"
fi

if [ "$(cat "$EDGE/node.versions" 2>/dev/null)" != "$NODE_PACKAGES" ]; then
  echo "edge tools: ical.js, puppeteer-core, axe-core"
  command -v npm >/dev/null || fail "npm is missing: install Node.js 18 or newer"
  # shellcheck disable=SC2086 # one word for each package
  quietly npm install --prefix "$EDGE" --no-audit --no-fund --ignore-scripts $NODE_PACKAGES ||
    fail "could not install the node packages $NODE_PACKAGES (the network is needed)"
  echo "$NODE_PACKAGES" >"$EDGE/node.versions"
fi

if ! cmp -s tests/edge/requirements.txt "$EDGE/venv/requirements.txt"; then
  echo "edge tools: khal, radicale, vdirsyncer, vobject, ical, ics, icalendar, datasette, frictionless, duckdb"
  quietly "$PYTHON" -m venv "$EDGE/venv" || fail "could not make the virtual environment $EDGE/venv"
  quietly "$EDGE/venv/bin/python" -m pip install --disable-pip-version-check --requirement tests/edge/requirements.txt ||
    fail "could not install the Python packages of tests/edge/requirements.txt (the network is needed)"
  cp tests/edge/requirements.txt "$EDGE/venv/requirements.txt"
fi

install_open_contracting() {
  local ocds=$EDGE/ocds schemas=ocdskit-$OCDSKIT/tests/fixtures
  quietly "$PYTHON" -m venv "$ocds/venv" &&
    quietly "$ocds/venv/bin/python" -m pip install --disable-pip-version-check --requirement tests/edge/requirements-ocds.txt &&
    quietly "$ocds/venv/bin/python" -m pip download --disable-pip-version-check --no-deps --no-binary :all: \
      --dest "$ocds" "ocdskit==$OCDSKIT" &&
    quietly tar -xzf "$ocds/ocdskit-$OCDSKIT.tar.gz" -C "$ocds" \
      "$schemas/release-schema.json" "$schemas/a/record-package-schema-dereferenced.json" &&
    mv "$ocds/$schemas/release-schema.json" "$ocds/release-schema.json" &&
    mv "$ocds/$schemas/a/record-package-schema-dereferenced.json" "$ocds/record-package-schema.json" &&
    rm -r "$ocds/ocdskit-$OCDSKIT" "$ocds/ocdskit-$OCDSKIT.tar.gz"
}

ocds_version=$(cat tests/edge/requirements-ocds.txt; echo "$OCDSKIT")
if [ "$(cat "$EDGE/ocds/version" 2>/dev/null)" != "$ocds_version" ]; then
  echo "edge tools: open contracting schemas, lib-cove-ocds"
  install_open_contracting || fail "could not install what judges open contracting data (the network is needed)"
  echo "$ocds_version" >"$EDGE/ocds/version"
fi

echo "edge tools: ready"
