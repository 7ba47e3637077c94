package io.resctl.resource;

import java.util.Optional;
import java.util.SortedMap;

/**
 * A database (schema) on the primary.
 *
 * @param data folder of the server's data: as long as it holds none, the schema is absent rather than unknown
 */
public record DatabaseSchema(String container, String data, String name) implements Resource {
    @Override
    public Ref ref() {
        return new Ref("database", name);
    }

    @Override
    public Optional<Ref> server() {
        return Optional.of(Container.at(container));
    }

    @Override
    public boolean replicated() {
        return true;
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("database", "present");
    }
}
