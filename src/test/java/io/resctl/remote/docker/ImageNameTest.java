package io.resctl.remote.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "mariadb:11.8, mariadb, 11.8, docker.io",
        "mariadb, mariadb, latest, docker.io",
        "library/mariadb:11, library/mariadb, 11, docker.io",
        "registry.example/shop:1.4, registry.example/shop, 1.4, registry.example",
        "registry.example:5000/shop, registry.example:5000/shop, latest, registry.example:5000",
        "localhost/shop:1, localhost/shop, 1, localhost",
        "shop@sha256:ab, shop, sha256:ab, docker.io",
        "registry.example:5000/shop:1.4@sha256:ab, registry.example:5000/shop, sha256:ab, registry.example:5000",
    })
    void takesNamesApart(String image, String repository, String tag, String registry) {
        assertThat(ImageName.parse(image)).isEqualTo(new ImageName(repository, tag));
        assertThat(ImageName.parse(image).registry()).isEqualTo(registry);
    }
}
