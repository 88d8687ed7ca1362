#!/bin/sh
# Makes the virtual environment named by the first argument with the first Python 3.11 or later that is found.
# Debian and Ubuntu keep the standard library's ensurepip in a package of its own: root gets it installed, others are told
# its name in one line.
set -eu
venv=$1

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
    if "$name" -c "$new_enough" 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "setup: Python 3.11 or later is needed; install it and run make again, or name it: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi

if "$venv/bin/python" -c "$new_enough" 2>/dev/null && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "setup: installing the system package $package" >&2
        apt-get update -qq >&2 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >&2
    else
        echo "setup: the system package $package is needed; install it (apt-get install $package) and run make again" >&2
        exit 1
    fi
fi
"$python" -m venv --clear "$venv"
