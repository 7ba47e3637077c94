package io.resctl.model;

import java.util.List;
import java.util.Optional;

/**
 * The MariaDB tier.
 *
 * @param hosts in order: in each zone the first is the primary when that zone is live
 * @param maxscale present exactly when {@code router} is {@link Router#MAXSCALE}
 */
public record Database(
        String image,
        List<String> hosts,
        SemiSync semiSync,
        Router router,
        List<Schema> schemas,
        Optional<MaxScale> maxscale) {}
