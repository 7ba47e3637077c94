package io.resctl.secret;

import io.resctl.diag.Diagnostic;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of reading a site's secrets.
 *
 * @param values by name
 * @param problems one for each secret that has no value, in the descriptor's order
 */
public record Secrets(SortedMap<String, Secret> values, List<Diagnostic> problems) {}
