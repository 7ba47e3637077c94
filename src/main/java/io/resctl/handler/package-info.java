/** For each kind of resource: the question that finds it and the orders that make, change and remove it. Pure: shell text out, no I/O. */
@NullMarked
package io.resctl.handler;

import org.jspecify.annotations.NullMarked;
