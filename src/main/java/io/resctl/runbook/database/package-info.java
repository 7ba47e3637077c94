/** Runbooks that move the right to write from one database server to another, inside the live zone. */
@NullMarked
package io.resctl.runbook.database;

import org.jspecify.annotations.NullMarked;
