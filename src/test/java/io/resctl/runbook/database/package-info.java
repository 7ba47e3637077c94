@NullMarked
package io.resctl.runbook.database;

import org.jspecify.annotations.NullMarked;
