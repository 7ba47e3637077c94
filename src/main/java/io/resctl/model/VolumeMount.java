package io.resctl.model;

/**
 * A folder inside a service's containers.
 *
 * @param volume a name from {@code storage:}
 * @param path absolute, inside the container
 */
public record VolumeMount(String volume, String path, boolean readOnly) {}
