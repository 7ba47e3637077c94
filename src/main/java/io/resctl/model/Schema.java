package io.resctl.model;

/**
 * A database (schema) and the one account that applications use for it.
 *
 * @param passwordSecret name of the secret
 */
public record Schema(String name, String user, String passwordSecret) {}
