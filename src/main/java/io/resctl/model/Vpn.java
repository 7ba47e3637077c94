package io.resctl.model;

/** WireGuard over all hosts of the site. */
public record Vpn(Cidr subnet, Port port) {}
