package io.resctl.model;

/** How the standby zone is kept, ordered by cost. */
public enum Strategy {
    BACKUP_RESTORE,
    PILOT_LIGHT,
    WARM_STANDBY,
    ACTIVE_ACTIVE;

    /** As the descriptor spells it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
