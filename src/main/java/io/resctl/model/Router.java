package io.resctl.model;

/** What finds the writable database server for the applications. */
public enum Router {
    HAPROXY,
    MAXSCALE
}
