/** The database: one writable server, and replicas of it in both zones. */
@NullMarked
package io.resctl.component.mariadb;

import org.jspecify.annotations.NullMarked;
