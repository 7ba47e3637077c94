# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# What every script of dist/ begins with. Needs $root.

for part in say ending jdk docker container build; do
    # shellcheck source=/dev/null
    . "$root/dist/lib/$part.sh"
done
