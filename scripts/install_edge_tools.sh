#!/usr/bin/env bash
# Install the calendar readers that the edge tests try our feeds with: two Debian packages (this needs root),
# and into .edge, which git ignores, a node package and a virtual environment of Python packages.
# What is there already is left alone. On failure the last line says which tool could not be had.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
ICAL_JS=2.2.1
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
  command -v calcurse >/dev/null && command -v soffice >/dev/null && "$PYTHON" -c 'import ctypes; ctypes.CDLL("libical.so.3")' 2>/dev/null
}

install_debian_tools() {
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get install --yes --no-install-recommends libical3 calcurse libreoffice-calc-nogui && return
  # No package lists yet, or old ones.
  quietly apt-get update
  quietly apt-get install --yes --no-install-recommends libical3 calcurse libreoffice-calc-nogui
}

if ! have_debian_tools; then
  echo "edge tools: libical, calcurse, LibreOffice Calc"
  command -v apt-get >/dev/null || fail "calcurse, libical 3 or LibreOffice is missing and there is no apt-get to install them with"
  install_debian_tools || fail "could not install the Debian packages libical3, calcurse and libreoffice-calc-nogui (root and the network are needed)"
fi

if [ "$(cat "$EDGE/ical.js.version" 2>/dev/null)" != "$ICAL_JS" ]; then
  echo "edge tools: ical.js"
  command -v npm >/dev/null || fail "npm is missing: install Node.js 18 or newer"
  quietly npm install --prefix "$EDGE" --no-audit --no-fund --ignore-scripts "ical.js@$ICAL_JS" ||
    fail "could not install the node package ical.js (the network is needed)"
  echo "$ICAL_JS" >"$EDGE/ical.js.version"
fi

if ! cmp -s tests/edge/requirements.txt "$EDGE/venv/requirements.txt"; then
  echo "edge tools: khal, vobject, ical, ics, icalendar"
  quietly "$PYTHON" -m venv "$EDGE/venv" || fail "could not make the virtual environment $EDGE/venv"
  quietly "$EDGE/venv/bin/python" -m pip install --disable-pip-version-check --requirement tests/edge/requirements.txt ||
    fail "could not install the Python packages of tests/edge/requirements.txt (the network is needed)"
  cp tests/edge/requirements.txt "$EDGE/venv/requirements.txt"
fi

echo "edge tools: ready"
