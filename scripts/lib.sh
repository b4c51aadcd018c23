# Shared by the scripts beside it: finding a JDK, installing what is missing, building what is stale.
# Sourced, never run. Every function speaks on standard error; standard output belongs to the caller.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jdk_needed=25

say() { printf 'gatun: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; } # 2 = usage or environment, as everywhere in Gatun

# Prints the feature version of the JDK in $1 ("25"), or nothing when there is no JDK.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME to a JDK that is new enough: the one named by JAVA_HOME, else the oldest that suffices from the
# usual folders, else the one on PATH. Everything seen on the way is named when none suffices.
find_jdk() {
    local home version best= best_version= seen= on_path
    if [ -n "${JAVA_HOME:-}" ]; then
        version=$(jdk_version "$JAVA_HOME")
        if [ -n "$version" ] && [ "$version" -ge "$jdk_needed" ]; then export JAVA_HOME; return; fi
        seen="$seen JAVA_HOME=$JAVA_HOME (${version:-no JDK});"
    fi
    for home in ${GATUN_JDK_FOLDERS-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home}; do
        version=$(jdk_version "$home")
        [ -n "$version" ] || continue
        if [ "$version" -ge "$jdk_needed" ]; then
            if [ -z "$best" ] || [ "$version" -lt "$best_version" ]; then best=$home best_version=$version; fi
        else
            seen="$seen $home ($version);"
        fi
    done
    if [ -z "$best" ] && on_path=$(command -v javac); then
        home=$(dirname "$(dirname "$(readlink -f "$on_path")")")
        version=$(jdk_version "$home")
        if [ -n "$version" ] && [ "$version" -ge "$jdk_needed" ]; then best=$home; else seen="$seen PATH=$home (${version:-?});"; fi
    fi
    [ -n "$best" ] || die "no JDK $jdk_needed or newer was found. Install one (Temurin, for example) and set JAVA_HOME to it.${seen:+ Seen:$seen}"
    export JAVA_HOME=$best
}

# The name of the file can be set so that tests can play another system.
is_debian() {
    local release=${GATUN_OS_RELEASE:-/etc/os-release}
    [ -r "$release" ] && grep -qE "^(ID|ID_LIKE)=.*(debian|ubuntu)" "$release" && command -v apt-get >/dev/null
}

# Prints the packages of the groups named that are not installed.
missing_packages() {
    local group package rest
    while read -r group package rest; do
        case "$group" in '#'* | '') continue ;; esac
        case " $* " in *" $group "*) ;; *) continue ;; esac
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done <"$root/scripts/packages"
}

# Installs what the groups named need (root on Debian or Ubuntu), or prints the exact line that does.
# What cannot be had is not fatal here: whoever needs it says so, tests by skipping with the reason.
install_packages() {
    local missing
    if ! is_debian; then
        command -v mvn >/dev/null || die "this system is neither Debian nor Ubuntu, so nothing was installed. Needed: Maven 3.8 or newer (mvn on PATH), and for io_uring the library liburing.so.2"
        return 0
    fi
    missing=$(missing_packages "$@")
    command -v mvn >/dev/null && missing=$(printf '%s' "$missing" | sed 's/\bmaven \{0,1\}//')
    [ -n "${missing// /}" ] || return 0
    if [ "$no_install" = yes ] || [ "$(id -u)" != 0 ]; then
        say "missing packages; to install them run:"
        printf '  sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "$missing" >&2
    else
        say "installing: $missing"
        # An old package list names files that are gone: when the first try fails, the list is renewed.
        # shellcheck disable=SC2086
        apt_install $missing || { apt-get -q update >&2 && apt_install $missing; } || say "could not install: $missing"
    fi
    command -v mvn >/dev/null || die "Maven is needed to build Gatun, and mvn is not on PATH: apt-get install maven"
}

apt_install() { DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@" >&2; }

# Maven, on the JDK found, from the root of the project.
maven() { (cd "$root" && mvn -B -ntp "$@"); }

# Takes --no-install out of the arguments of every script: sets no_install, and rest to what remains.
parse_common() {
    no_install=${GATUN_NO_INSTALL:-no} rest=()
    local argument
    for argument in "$@"; do
        if [ "$argument" = --no-install ]; then no_install=yes; else rest+=("$argument"); fi
    done
}
