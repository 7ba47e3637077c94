package io.resctl.host;

/** The way to the hosts of a site; one connection each, opened when first needed, closed together. */
public interface Hosts extends AutoCloseable {
    Reader reader(String host);

    Writer writer(String host);

    @Override
    void close();
}
