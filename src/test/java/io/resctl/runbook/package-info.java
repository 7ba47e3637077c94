@NullMarked
package io.resctl.runbook;

import org.jspecify.annotations.NullMarked;
