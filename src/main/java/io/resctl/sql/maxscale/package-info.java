/** MaxScale over its REST API, spoken from its own host, which has the login: nothing secret travels. */
@NullMarked
package io.resctl.sql.maxscale;

import org.jspecify.annotations.NullMarked;
