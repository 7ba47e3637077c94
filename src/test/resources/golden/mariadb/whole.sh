#!/bin/sh
# Made by resctl for site acme. Runs last, when the server makes its data: until then they are marked as begun.
set -eu
cd /var/lib/mysql
if [ ! -e 'resctl-new' ]; then
    # Whatever is made here now must never be taken for the site's data.
    : >'resctl-new'
    echo "resctl did not ask for an empty database here: if the disk with the data is not mounted, mount it; then see 'resctl plan'" >&2
    exit 1
fi
sync
rm -f 'resctl-new'
