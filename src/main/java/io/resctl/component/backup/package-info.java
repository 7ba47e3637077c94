/** Backups of the database, the archive of its binary log, and their copy in the other zone. */
@NullMarked
package io.resctl.component.backup;

import org.jspecify.annotations.NullMarked;
