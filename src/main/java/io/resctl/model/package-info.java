/** The validated site as records: what the descriptor means, free of files and syntax. */
@NullMarked
package io.resctl.model;

import org.jspecify.annotations.NullMarked;
