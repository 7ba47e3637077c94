# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# Finds what builds and runs resctl: a JDK 25 and Maven.

is_jdk_25() { [ -x "$1/bin/javac" ] && [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)" = 25 ]; }

# Prints the folder of a JDK 25: JAVA_HOME, the machine's JVM folders. Fails where there is none.
find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/*; do
        if is_jdk_25 "$home"; then
            echo "$home"
            return
        fi
    done
    return 1
}

# Installs packages of this machine, if it is Debian-like and we are root. Usage: install_packages NAME…
install_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    quietly "$root/target/packages.log" apt-get update || return 1
    DEBIAN_FRONTEND=noninteractive quietly "$root/target/packages.log" apt-get install -y --no-install-recommends "$@"
}

has_package() { command -v apt-cache >/dev/null && apt-cache show "$1" >/dev/null 2>&1; }

# Exports JAVA_HOME. Where neither the machine nor its packages have a JDK 25, fails: a container then builds and runs.
need_jdk() {
    local home
    if home=$(find_jdk); then
        export JAVA_HOME=$home
        return
    fi
    has_package openjdk-25-jdk-headless || { [ "$(id -u)" = 0 ] && apt-get update >/dev/null 2>&1; } || true
    if has_package openjdk-25-jdk-headless; then
        say "no JDK 25 on this machine: installing its package openjdk-25-jdk-headless"
        install_packages openjdk-25-jdk-headless || return 1
        home=$(find_jdk) || return 1
        export JAVA_HOME=$home
        return
    fi
    return 1
}

need_maven() {
    command -v mvn >/dev/null && return
    say "no Maven on this machine: installing its package"
    install_packages maven || die "Maven cannot be installed; install it (3.8 or newer) and run this again"
}
