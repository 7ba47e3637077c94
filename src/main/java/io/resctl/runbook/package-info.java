/** Runbooks: short lists of steps that can be undone up to a point, and only go forward after it. */
@NullMarked
package io.resctl.runbook;

import org.jspecify.annotations.NullMarked;
