/** Typed questions to MariaDB servers, and the texts of orders to them, over a host's shell: no port listens for an administrator. */
@NullMarked
package io.resctl.sql;

import org.jspecify.annotations.NullMarked;
