/** What is done with one database server that cannot go on as a replica: what only it has is kept, and it gets its place back. */
@NullMarked
package io.resctl.runbook.replica;

import org.jspecify.annotations.NullMarked;
