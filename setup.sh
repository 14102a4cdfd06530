#!/bin/sh
# Set up everything Carefold needs on this machine: system libraries, .venv, hashed packages.
# usage: setup.sh [requirements file]      `make` calls it; it is safe to run again.
set -eu
cd "$(dirname "$0")"
requirements=${1:-requirements.lock}
libraries="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return
        fi
    done
}

missing_packages() {
    for pair in libpango-1.0.so.0:libpango-1.0-0 libpangoft2-1.0.so.0:libpangoft2-1.0-0 \
        libharfbuzz-subset.so.0:libharfbuzz-subset0; do
        "$1" -c "import ctypes; ctypes.CDLL('${pair%%:*}')" 2>/dev/null || printf '%s ' "${pair##*:}"
    done
    "$1" -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
}

sudo=
may_install() {
    [ "$(id -u)" != 0 ] || return 0
    sudo=sudo
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null
}

install_packages() {
    if ! may_install; then
        say "These system packages are missing, and only an administrator may install them:"
        say "    sudo apt-get update && sudo apt-get install -y $*"
        exit 3
    fi
    say "Installing system packages: $*"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$@" >/dev/null
}

# The tests open the web page in a browser. Without one they are skipped and say so:
# that is never a reason to stop.
offer_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        ! command -v "$name" >/dev/null 2>&1 || return 0
    done
    if command -v apt-get >/dev/null 2>&1 && may_install; then
        install_packages --no-install-recommends chromium || true
    fi
    command -v chromium >/dev/null 2>&1 ||
        say "No Chromium here: the tests of the web page in a browser will be skipped."
}

case "$(uname -s)" in
Linux)
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Not a Debian or Ubuntu machine: install Python 3.11 or newer and Pango yourself"
        say "(Fedora: sudo dnf install pango; Arch: sudo pacman -S pango). Going on."
    elif [ -z "$(find_python)" ]; then
        install_packages python3 python3-venv
    fi
    ;;
Darwin)
    if ! command -v pango-view >/dev/null 2>&1; then
        say "Install Pango first: brew install pango"
    fi
    ;;
*)
    say "On Windows use WSL with Debian or Ubuntu, then run the same command there."
    exit 3
    ;;
esac

python=$(find_python)
if [ -z "$python" ]; then
    say "Python 3.11 or newer is needed. Install it, then run this again."
    exit 3
fi
if command -v apt-get >/dev/null 2>&1; then
    missing=$(missing_packages "$python")
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_packages $missing
fi

case "$requirements" in *-test.lock) offer_chromium ;; esac

[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
# The project itself: its build needs nothing from outside, so it may not look there.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
    --no-build-isolation --editable .
.venv/bin/booklet doctor >/dev/null || .venv/bin/booklet doctor
