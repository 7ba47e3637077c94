/** What is kept of a site's database, and which of it leads back to a moment. Pure. */
@NullMarked
package io.resctl.backup;

import org.jspecify.annotations.NullMarked;
