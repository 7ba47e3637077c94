package io.resctl.resource;

/**
 * Who is asked on the host, in the moment before a container is stopped, restarted or made anew: the program ends with an error, and says why, where that
 * would lose something. {@code PROGRAM may stop ROLE}.
 *
 * @param program path on the host
 * @param role of the container
 */
public record Interlock(String program, String role) {}
