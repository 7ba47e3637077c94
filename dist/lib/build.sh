# shellcheck shell=bash
# Builds target/resctl.jar and target/lib when they lack or are older than a source.

sources_newer_than() {
    [ -n "$(find "$root/pom.xml" "$root/src/main" "$root/templates" -newer "$1" -type f -print -quit 2>/dev/null)" ]
}

is_built() { [ -f "$root/target/resctl.jar" ] && [ -d "$root/target/lib" ] && ! sources_newer_than "$root/target/resctl.jar"; }

# Offline first: where the caches are warm, nothing is asked of the network. Usage: maven GOAL…
maven() {
    (cd "$root" && mvn -B -ntp "$@")
}

build() {
    local started=$SECONDS
    if is_built; then return; fi
    if need_jdk; then
        need_maven
        say "building resctl with $JAVA_HOME"
        quietly "$root/target/build.log" maven -o -q -DskipTests -Dspotless.check.skip package 2>/dev/null ||
            { say "the build needs artifacts that are not on this machine yet: fetching them" &&
                quietly "$root/target/build.log" maven -q -DskipTests -Dspotless.check.skip package; } ||
            die "the build failed (the whole output: $root/target/build.log)"
    else
        build_in_container
    fi
    touch "$root/target/resctl.jar"
    say "built in $((SECONDS - started)) s"
}
