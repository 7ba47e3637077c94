# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# Builds target/resctl.jar and target/lib when they lack or are older than a source.

sources_newer_than() {
    [ -n "$(find "$root/pom.xml" "$root/src/main" "$root/templates" -newer "$1" -type f -print -quit 2>/dev/null)" ]
}

is_built() { [ -f "$root/target/resctl.jar" ] && [ -d "$root/target/lib" ] && ! sources_newer_than "$root/target/resctl.jar"; }

# Maven on JDK 25: this machine's, or in a container where it has none.
maven() {
    if [ -n "${JAVA_HOME:-}" ]; then
        (cd "$root" && mvn -B -ntp "$@")
    else
        # shellcheck disable=SC2016 # expanded inside
        (cd "$root" && in_tools sh -c 'update-ca-certificates >/dev/null 2>&1; exec mvn -B -ntp "$@"' sh "$@")
    fi
}

# What maven needs: sets JAVA_HOME, or makes the container's image.
need_build_tools() {
    if need_jdk; then
        need_maven
    else
        unset JAVA_HOME
        say "no JDK 25 on this machine, and none among its packages: a container of $tools_image builds"
        need_tools_image
    fi
}

build() {
    local started=$SECONDS
    if is_built; then return; fi
    need_build_tools
    say "building resctl${JAVA_HOME:+ with $JAVA_HOME}"
    quietly "$root/target/build.log" maven -q -Dquick -DskipTests -Dspotless.check.skip package ||
        die "the build failed (the whole output: $root/target/build.log)"
    # Maven leaves a jar alone whose contents did not change; its age is what tells that it is up to date.
    touch "$root/target/resctl.jar"
    say "resctl is built, in $((SECONDS - started)) s"
}
