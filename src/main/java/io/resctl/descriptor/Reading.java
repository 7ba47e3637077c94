package io.resctl.descriptor;

/** What all readers of one descriptor share. */
record Reading(Findings findings, Names names) {
    Reading() {
        this(new Findings(), new Names());
    }
}
