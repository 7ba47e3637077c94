package io.resctl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha512CryptTest {
    /** What {@code openssl passwd -6 -salt SALT} says. */
    @ParameterizedTest
    @CsvSource({
        "secret-Pass_1, MXS, $6$MXS$pZ.xPZWKsF/0uyjwyp.s30u2juxvH6b6bAmuiTeJIwVGOxVftpZUACr7L9vcfAmGR5tYFVB4kmGc1VPFXTaf1/",
        "x, MXS, $6$MXS$fMrsSdvbIDlj11.P./W5wQj45YMs7tAvAKnH0lDc6TkWo8gXPASFE.BTkKd8LXG5Fe01kDgV082EvAbAcmROL.",
        "a-password-that-is-longer-than-the-sixty-four-bytes-that-one-digest-has-room-for, MXS, $6$MXS$oZqa4KYhIm9sjXJ8MSa0YL/PRzMdoNlGCSkVfTskNIo991I8y6QBcyslblcrclJJKtOrnRPxDorCzzYqlpFw71",
        "Qm9yaW5nLWJ1dC1yYW5kb20tMzI, MXS, $6$MXS$WNr.pOh6kGZoASD01V7F2z.qqPa1zAiZUe9fYG3hpx/9HFUXdBX3m/jPHzfV3R7rwpnLbfm3OxpglhvxrWeBs1",
        "pässwörd, abcdefghijklmnop, $6$abcdefghijklmnop$Z142AM4CbyHnvFikRKauX.vgsnvjYLvt4bZlZZZrlgVhDW0zltnUun6G9I5xvVirZ/Y9MRz96lJh5eoUicidR.",
        "Hello world!, saltstring, $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
    })
    void asCryptSaysIt(String password, String salt, String hash) {
        assertThat(Sha512Crypt.hash(password, salt)).isEqualTo(hash);
    }
}
