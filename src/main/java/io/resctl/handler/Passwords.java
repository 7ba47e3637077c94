package io.resctl.handler;

/** Shell text about the passwords of an account, as {@code SHOW CREATE USER} tells of them. */
final class Passwords {
    private Passwords() {}

    /**
     * {@code created} is true if {@code $found} has a line that makes an account, and sets {@code $created} to it. {@code hashes} prints its hashes, the newest first, one a line; or that there
     * is another way to log in.
     */
    static final String SHELL = """
            created() {
                case "$nl$found" in *"${nl}CREATE USER "*) ;; *) return 1 ;; esac
                created="CREATE USER ${found#*CREATE USER }"
                created=${created%%"$nl"*}
            }
            hashes() {
                created || return 0
                ways=$(printf '%s\\n' "$created" | sed -n "s/^CREATE USER .* IDENTIFIED \\(VIA \\)\\{0,1\\}//p")
                rest=$(printf '%s' "$ways" | sed "s/\\(BY PASSWORD\\|mysql_native_password USING\\) '\\*[0-9A-F]\\{40\\}'\\( OR \\)\\{0,1\\}//g; s/^ *\\(\\(REQUIRE\\|WITH\\|ACCOUNT\\|PASSWORD EXPIRE\\) .*\\)\\{0,1\\}$//")
                if [ -n "$rest" ]; then
                    echo '(another way to log in)'
                else
                    printf '%s\\n' "$ways" | grep -o "'\\*[0-9A-F]\\{40\\}'" | tr -d "'"
                fi
            }
            """;
}
