# shellcheck shell=bash disable=SC2154 # site, lease and the like are the guard's
# The lease: reading, judging and taking over. Its variables: epoch live primary since by signature.

# From a file or an answer, of the form of io.resctl.resource.LeaseFile.
parse() {
    local line
    epoch='' live='' primary='?' since='' by='' signature=''
    while IFS= read -r line; do
        [[ $line =~ ^\ *\"(epoch|live|primary|since|by|signature)\":\ ?\"?([A-Za-z0-9@._+:/=-]*)\"?,?$ ]] || continue
        printf -v "${BASH_REMATCH[1]}" %s "${BASH_REMATCH[2]}"
    done <<<"$1"
    [[ $epoch =~ ^[1-9][0-9]{0,17}$ && -n $live && $primary != '?' && -n $since && $signature =~ ^[A-Za-z0-9+/]{86}==$ ]]
}

lease_text() {
    printf '{\n  "epoch": %s,\n  "live": "%s",\n  "primary": "%s",\n  "since": "%s",\n  "by": "%s",\n  "signature": "%s"\n}\n' \
        "$epoch" "$live" "$primary" "$since" "$by" "$signature"
}

# What the signature is of.
lease_payload() { printf 'resctl-lease\n%s\n%s\n%s\n%s\n%s\n%s\n' "$site" "$epoch" "$live" "$primary" "$since" "$by"; }

# Parses what WHO said and checks its signature. Those found genuine are kept, so that the usual answer costs nothing.
declare -A genuine=()
signed() { # WHO TEXT
    local key scratch=$run/.signed.$$
    if ! parse "$2"; then
        [[ $2 != *'"epoch"'* ]] || say "lease $1" "ignored: the lease of $1 is not in the form of a lease"
        return 1
    fi
    key="$epoch|$live|$primary|$since|$by|$signature"
    [ -n "${genuine[$key]-}" ] && return 0
    lease_payload >"$scratch"
    printf %s "$signature" | openssl base64 -d -A >"$scratch.sig"
    if openssl pkeyutl -verify -pubin -inkey "$home/site-key.pub" -rawin -in "$scratch" -sigfile "$scratch.sig" >/dev/null 2>&1; then
        rm -f -- "$scratch" "$scratch.sig"
        [ "${#genuine[@]}" -lt 100 ] || genuine=()
        genuine[$key]=yes
        return 0
    fi
    rm -f -- "$scratch" "$scratch.sig"
    say "lease $1" "ignored: the lease of $1 (epoch $epoch, $live) is not signed by this site's key"
    return 1
}

# Writes the lease that was heard in the place of a lower one. Who reads it sees the old or the new one, also after a power cut.
adopt() { # EPOCH OF THE OWN ONE
    local folder=${lease%/*}
    if { printf '%s\n' "$top_text" >"$folder/.lease.json.resctl" &&
        chmod 0644 "$folder/.lease.json.resctl" && sync "$folder/.lease.json.resctl" &&
        mv -fT "$folder/.lease.json.resctl" "$lease"; } 2>/dev/null; then
        did adopted "adopted the lease of epoch $top_epoch, by which zone $top_live is live, in the place of epoch $1"
    else
        say adopted "cannot write $lease; the lease of epoch $top_epoch (zone $top_live is live) holds all the same"
        return 1
    fi
}
