#!/bin/sh
# Says in one line what is missing; the rest is build.mjs.
set -eu
for program in node npm; do
  command -v "$program" >/dev/null 2>&1 || {
    echo "The JavaScript library was not built: $program was not found; install Node.js 20 or later with npm" >&2
    exit 1
  }
done
exec node "$(dirname -- "$0")/build.mjs" "$@"
