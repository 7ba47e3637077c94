/** From wish and finding to a plan: a printable, savable graph of actions. */
@NullMarked
package io.resctl.plan;

import org.jspecify.annotations.NullMarked;
