# shellcheck shell=bash
# shellcheck disable=SC2154 # logs is the sourcing script's
# The base image: Debian 13, pulled where a registry answers, else made with debootstrap from the mirror of this machine's apt.

# Addresses of the package archives this machine's apt uses, and serve Debian 13.
trixie_mirrors() {
    local uri probe
    probe=$(mktemp)
    # shellcheck disable=SC2016 # apt's own variable
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | LC_ALL=C sort -u | while read -r uri; do
        if /usr/lib/apt/apt-helper -o Acquire::Retries=1 download-file "${uri%/}/dists/trixie/InRelease" "$probe" >/dev/null 2>&1; then
            echo "${uri%/}"
        fi
    done
    rm -f "$probe"
}

# How this machine's apt reaches its mirror, and what a container has no use for.
write_machine_settings() {
    local root=$1 mirror=$2
    mkdir -p "$root/etc/apt/apt.conf.d" "$root/etc/dpkg/dpkg.cfg.d"
    rm -f "$root"/etc/apt/sources.list.d/*
    echo "deb $mirror trixie main" >"$root/etc/apt/sources.list"
    {
        apt-config dump | grep -iE '^Acquire::(http|https)::(Proxy|Verify)' || true
        echo 'APT::Install-Recommends "false";'
        echo 'Acquire::Languages "none";'
    } >"$root/etc/apt/apt.conf.d/90lab"
    printf '%s\n' force-unsafe-io 'path-exclude /usr/share/doc/*' 'path-exclude /usr/share/man/*' 'path-exclude /usr/share/info/*' \
        'path-exclude /usr/share/locale/*' >"$root/etc/dpkg/dpkg.cfg.d/lab"
}

pull_base() {
    local image=$1 label=$2 mirror=$3 work=$4
    timeout "${LAB_PULL_TIMEOUT:-20}" docker pull -q debian:trixie-slim >/dev/null 2>&1 || return 1
    write_machine_settings "$work" "$mirror"
    printf '%s\n' 'FROM debian:trixie-slim' 'RUN rm -f /etc/apt/sources.list.d/*' 'COPY etc/ /etc/' >"$work/Dockerfile"
    quietly "$logs/base.log" docker build --label "$label" -t "$image" "$work"
}

bootstrap_base() {
    local image=$1 label=$2 mirror=$3 work=$4 proxy=
    if ! command -v debootstrap >/dev/null; then
        say "image $image: installing debootstrap"
        quietly "$logs/debootstrap-install.log" apt-get install -y --no-install-recommends debootstrap ||
            die "debootstrap cannot be installed; install it, or give the machine a way to pull debian:trixie-slim"
    fi
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    http_proxy=${http_proxy:-$proxy} quietly "$logs/base.log" \
        debootstrap --variant=minbase --include=ca-certificates trixie "$work/root" "$mirror" ||
        die "debootstrap failed (the whole output: $logs/base.log)"
    write_machine_settings "$work/root" "$mirror"
    rm -rf "$work"/root/var/cache/apt/* "$work"/root/var/lib/apt/lists/* "$work"/root/var/log/* \
        "$work"/root/usr/share/{doc,man,info,locale}/*
    tar -C "$work/root" --numeric-owner -c . | docker import -c "LABEL $label" -c 'CMD ["bash"]' - "$image" >/dev/null
}

# Usage: build_base IMAGE LABEL=VALUE
build_base() {
    local image=$1 label=$2 started=$SECONDS work mirror
    mirror=$(trixie_mirrors | head -n 1)
    [ -n "$mirror" ] || die "no archive of this machine's apt serves Debian 13 (trixie); add one to its sources and run this again"
    work=$(mktemp -d)
    if pull_base "$image" "$label" "$mirror" "$work"; then
        say "image $image: from debian:trixie-slim in $((SECONDS - started)) s"
    else
        say "image $image: no registry answers; making it with debootstrap from this machine's own mirror"
        bootstrap_base "$image" "$label" "$mirror" "$work"
        say "image $image: made in $((SECONDS - started)) s"
    fi
    rm -rf "$work"
}
