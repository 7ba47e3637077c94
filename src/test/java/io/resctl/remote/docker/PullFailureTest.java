package io.resctl.remote.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manifest for shop:9 not found: manifest unknown: manifest unknown | image.unknown",
                "pull access denied for shop, repository does not exist or may require 'docker login': denied | image.denied",
                "Get \"https://r/v2/\": unauthorized: authentication required | image.denied",
                "Get \"https://r/v2/\": dial tcp: lookup r: no such host | image.registry",
                "Get \"http://localhost:1/v2/\": dial tcp [::1]:1: connect: connection refused | image.registry",
                "Get \"https://r/v2/\": net/http: request canceled (Client.Timeout exceeded) | image.registry",
                "Get \"https://r/v2/\": x509: certificate signed by unknown authority | image.registry",
                "write /var/lib/docker/tmp/x: no space left on device | image.disk-full",
                "something new | image.failed",
            })
    void theEnginesWordsTellWhatToDo(String said, String code) {
        Diagnostic why = PullFailure.explain("a1", "registry.example/shop:9", said);

        assertThat(why.code()).isEqualTo(code);
        assertThat(why.summary()).contains("a1", "registry.example/shop:9", said);
        assertThat(why.hint().orElseThrow()).isNotBlank();
    }
}
