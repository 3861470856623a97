# shellcheck shell=sh
# Sourced by the scripts here. Sets CLONE, VERSION, PACKAGE_VERSION, JAVA_HOME (a JDK of the release Impuls runs on) and
# SOURCE_DATE_EPOCH, which is all that files of a package have as their time: that of the last commit.
CLONE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
while [ ! -f "$CLONE/installers/common.sh" ]; do
  CLONE=${CLONE%/*}
done
export TARGET="$CLONE/target/installers"

say() { echo "$*" >&2; }

fail() {
  say "${0##*/}: $1"
  exit 1
}

# need COMMAND PACKAGE: that command is there, or what to install is said.
need() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 was not found; install it ($2)"
}

# shellcheck source=impuls-server/bin/find-java.sh
. "$CLONE/impuls-server/bin/find-java.sh"
find_java || fail "no JDK $JAVA_RELEASE was found; install one, or set JAVA_HOME to one"
JAVA_HOME=$(dirname "$(dirname "$JAVA")")
[ -x "$JAVA_HOME/bin/jlink" ] || fail "$JAVA_HOME has no jlink; set JAVA_HOME to a JDK $JAVA_RELEASE that has"
export JAVA_HOME

VERSION=$(sed -n '/<parent>/,/<\/parent>/d; s/^ *<version>\(.*\)<\/version>.*/\1/p' "$CLONE/pom.xml" | head -n 1)
[ -n "$VERSION" ] || fail "pom.xml has no version"
# To dpkg and rpm, a snapshot is older than its release, too.
PACKAGE_VERSION=$(echo "$VERSION" | sed 's/-SNAPSHOT/~snapshot/; s/-/~/g')
export PACKAGE_VERSION
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$CLONE" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
umask 022

case $(uname -m) in
x86_64) ARCH=x64 DEB_ARCH=amd64 RPM_ARCH=x86_64 ;;
aarch64) ARCH=arm64 DEB_ARCH=arm64 RPM_ARCH=aarch64 ;;
*) fail "packages are built for x86_64 and aarch64, not for $(uname -m)" ;;
esac
export ARCH DEB_ARCH RPM_ARCH

# build_each [KIND ...]: has the caller's build make each of them in TARGET, or all there are.
build_each() {
  mkdir -p "$TARGET"
  [ $# -gt 0 ] || set -- server console
  for kind in "$@"; do
    case $kind in
    server | console) build "$kind" ;;
    *) fail "there is no package $kind; those there are: server, console" ;;
    esac
  done
}
