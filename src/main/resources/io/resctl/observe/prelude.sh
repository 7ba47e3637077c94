# What questions may call: see io.resctl.handler. Only lines that start with $nonce count; they go to descriptor 3.
nl='
'
attr() {
    case $2 in
    *"$nl"*) printf '%s attr64\t%s\t%s\n' "$nonce" "$1" "$(printf %s "$2" | base64 -w0)" >&3 ;;
    *) printf '%s attr\t%s\t%s\n' "$nonce" "$1" "$2" >&3 ;;
    esac
}
attr_file() {
    eval "part=\${part_${3-}-}"
    if [ -n "$part" ]; then
        printf '%s attrpart\t%s\t%s\n' "$nonce" "$1" "$part" >&3
    elif [ -f "$2" ]; then
        printf '%s attr64\t%s\t%s\n' "$nonce" "$1" "$(base64 -w0 <"$2")" >&3
    else
        attr "$1" ''
    fi
}
absent() { printf '%s absent\n' "$nonce" >&3; }
unknown() { printf '%s unknown\t%s\n' "$nonce" "$(printf %s "$1" | tr '\n\t' '  ')" >&3; }
fact() { printf '%s fact\t%s\t%s\n' "$nonce" "$1" "$2" >&3; }
