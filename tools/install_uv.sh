#!/bin/sh
# Make .uv, a venv that holds nothing but the pinned uv, and note in .uv/.python which Python was taken.
# Called by the Makefile from the top of the repository. PYTHON, if given, is the one to use.
set -eu

runs() {  # by trying it: a shim or a broken link is a name without a Python behind it
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3 python3.14 python3.13 python3.12 python3.11
fi
python=""
for name in "$@"; do
    if runs "$name"; then
        python="$name"
        break
    fi
done
if [ -z "$python" ]; then
    echo "Dure needs Python 3.11 or newer: none of these runs or is new enough: $*" >&2
    echo "Install one (Debian 12 or newer: apt-get install python3 python3-venv), or name it: make setup PYTHON=python3.12" >&2
    exit 1
fi

make_venv() {
    rm -rf .uv
    "$python" -m venv .uv
}

# Debian keeps ensurepip in a package of its own, and only making a venv tells whether it is there.
if ! output=$(make_venv 2>&1); then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    case "$python" in */python3 | python3) package=python3-venv ;; esac
    command="apt-get update && apt-get install -y --no-install-recommends $package"
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "$output" >&2
        echo "$python cannot make a virtual environment: install its venv module and try again." >&2
        exit 1
    elif [ "$(id -u)" -ne 0 ]; then
        echo "$python cannot make a virtual environment. Run as root, then try again:" >&2
        echo "    $command" >&2
        exit 1
    fi
    echo "$python cannot make a virtual environment; as root, running: $command" >&2
    DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2
    make_venv
fi

.uv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/uv.txt
"$python" -c 'import sys; print(sys.executable)' > .uv/.python
