#!/usr/bin/env bash
# Install the programs that the edge tests use to try what we write: calendar readers and servers, a browser, shells.
# Installs Debian packages (this needs root); puts node packages and a Python environment in .edge, which git ignores.
# Leaves alone what is already there. If it fails, the last line says which tool is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
DEBIAN_PACKAGES="libical3 calcurse chromium libreoffice-calc-nogui zsh fish"
NODE_PACKAGES="ical.js@2.2.1 puppeteer-core@24.43.1 axe-core@4.14.1"
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
  echo "edge tools: khal, radicale, vdirsyncer, vobject, ical, ics, icalendar"
  quietly "$PYTHON" -m venv "$EDGE/venv" || fail "could not make the virtual environment $EDGE/venv"
  quietly "$EDGE/venv/bin/python" -m pip install --disable-pip-version-check --requirement tests/edge/requirements.txt ||
    fail "could not install the Python packages of tests/edge/requirements.txt (the network is needed)"
  cp tests/edge/requirements.txt "$EDGE/venv/requirements.txt"
fi

echo "edge tools: ready"
