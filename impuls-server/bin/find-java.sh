# Sourced by the scripts beside it. Sets JAVA to a java of the release Impuls runs on, or leaves it
# empty. Exactly that release: the Graal compiler works with the JDK of its own line only.
JAVA_RELEASE=25

# is_fitting DIR: DIR holds a JDK or JRE of that release; told from its release file, starting none.
is_fitting() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] &&
    grep -Eq "^JAVA_VERSION=\"$JAVA_RELEASE([.\"+-])" "$1/release"
}

# java_home_of COMMAND: the home of a java on the path, links followed.
java_home_of() {
  found=$(command -v "$1" 2>/dev/null) || return 1
  found=$(readlink -f "$found" 2>/dev/null) || return 1
  dirname "$(dirname "$found")"
}

find_java() {
  JAVA=
  for candidate in "${JAVA_HOME:-}" "$(java_home_of java || true)" \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_fitting "$candidate"; then
      JAVA=$candidate/bin/java
      return 0
    fi
  done
  return 1
}
