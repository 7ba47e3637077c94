package io.resctl.handler;

/** Shell text about the passwords of an account, as {@code SHOW CREATE USER} tells of them. */
final class Passwords {
    private Passwords() {}

    /**
     * {@code created} prints the line of {@code $found} that makes the account. {@code hashes} prints its hashes, the newest first, one a line; or that there
     * is another way to log in.
     */
    static final String SHELL = """
            created() { printf '%s\\n' "$found" | sed -n '/^CREATE USER /p' | head -n 1; }
            hashes() {
                ways=$(created | sed -n "s/^CREATE USER .* IDENTIFIED \\(VIA \\)\\{0,1\\}//p")
                rest=$(printf '%s' "$ways" | sed "s/\\(BY PASSWORD\\|mysql_native_password USING\\) '\\*[0-9A-F]\\{40\\}'\\( OR \\)\\{0,1\\}//g; s/^ *\\(\\(REQUIRE\\|WITH\\|ACCOUNT\\|PASSWORD EXPIRE\\) .*\\)\\{0,1\\}$//")
                if [ -n "$rest" ]; then
                    echo '(another way to log in)'
                else
                    printf '%s\\n' "$ways" | grep -o "'\\*[0-9A-F]\\{40\\}'" | tr -d "'"
                fi
            }
            """;
}
