@NullMarked
package io.resctl.runbook.replica;

import org.jspecify.annotations.NullMarked;
