/** Hosts as containers on the local Docker engine: the demo, the test bed and a user's rehearsal stage. */
@NullMarked
package io.resctl.lab;

import org.jspecify.annotations.NullMarked;
