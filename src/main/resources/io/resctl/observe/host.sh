ID= VERSION_ID=
[ -r /etc/os-release ] && . /etc/os-release
attr os.id "$ID"
attr os.version "$VERSION_ID"
now=$(date +%s)
attr clock "$now"
[ -f "$manifest" ] && attr_file manifest "$manifest"
[ -f "$lease" ] && attr_file lease "$lease"
if [ -f "$lock/owner" ]; then
    attr_file lock "$lock/owner"
    attr lock.silence "$((now - $(stat -c %Y "$lock/beat" 2>/dev/null || echo 0)))"
fi
while IFS= read -r line; do
    [ -n "$line" ] && [ -f "${line#* }" ] && attr_file "secret ${line%% *}" "${line#* }"
done <<END_OF_SECRETS
$secrets
END_OF_SECRETS
