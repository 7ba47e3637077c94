package io.resctl.app;

import java.time.Duration;

/**
 * How long hosts are waited for when all are asked at once.
 *
 * @param silent for the first sign of life; a dead host never gives one, so this is what a disaster costs whoever looks
 * @param slow for the whole answer of a host that gave one: a busy host is not a dead one, and must not be told as one
 */
record Patience(Duration silent, Duration slow) {}
