#!/bin/sh
# Installs the programs that reading scans and old Word files calls on, where this is a Debian or Ubuntu and we are root:
# Tesseract with Vietnamese, LibreOffice Writer, catdoc, and Chromium for the tests that look at pages. Without them
# everything else works, and the tests that need them say that they were skipped; so a machine that cannot have them is
# no failure.
set -u
missing=
tesseract --list-langs 2>/dev/null | grep -qx vie || missing="$missing tesseract-ocr tesseract-ocr-vie"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
command -v catdoc >/dev/null 2>&1 || missing="$missing catdoc"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "programs: not installed:$missing" >&2
    exit 0
fi
echo "programs: installing$missing"
apt-get update -qq >/dev/null 2>&1 || true
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    echo "programs: could not be installed:$missing" >&2
