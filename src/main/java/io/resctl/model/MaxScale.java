package io.resctl.model;

import java.util.List;

/**
 * MaxScale as the database router.
 *
 * @param hosts where it runs
 * @param gui whether the REST API also serves its web page
 */
public record MaxScale(String image, List<String> hosts, boolean gui) {}
