# shellcheck shell=bash disable=SC2154 # semi_sync, zone and the like are the guard's
# Semi-synchronous replication: a client hears of its commit only when a server of the other zone (standby) or another one of its own (local) has received
# it. The server's file is the same whichever zone is live, so that no move of the lease restarts a database: what depends on the lease is conferred here.
held_as=''

# Whether this server gives its word. A server that is closed holds no commits: it would hold its own replication, 10 s at a time.
semi_sync_tend() { # READ_ONLY; $status is that of the replication
    local word_given=0 now
    [ "$semi_sync" != none ] || return 0
    writable "$1" || semi_sync_let_go || return 1
    case $semi_sync in
    local) [ "$verdict_live" != "$zone" ] || word_given=1 ;;
    standby) [ "$verdict_live" = "$zone" ] || word_given=1 ;;
    esac
    now=$(ask_sql "SELECT @@rpl_semi_sync_slave_enabled, variable_value = 'ON'
        FROM information_schema.global_status WHERE variable_name = 'Rpl_semi_sync_slave_status'") || return 1
    [ "${now%%$'\t'*}" = "$word_given" ] || ask_sql "SET GLOBAL rpl_semi_sync_slave_enabled=$word_given" || return 1
    # It counts from the next connection on. What was received is kept, since the other thread goes on.
    if [ "${now##*$'\t'}" != "$word_given" ] && [ "$(field Slave_IO_Running)$(field Slave_SQL_Running)" = YesYes ]; then
        ask_sql 'STOP SLAVE IO_THREAD; START SLAVE IO_THREAD'
    fi
}

semi_sync_let_go() { ask_sql 'SET GLOBAL rpl_semi_sync_master_wait_no_slave=0'; }

# A server that takes writes, and was listened to once, holds commits also while nobody listens, until they have waited long enough: a primary that was
# frozen while another took over would else acknowledge writes as soon as it thaws. One that nobody listened to yet, as after a failover, goes on at once.
semi_sync_hold() { # STATE, for which this is done once
    local now
    [ "$semi_sync" != none ] && [ "$held_as" != "$1" ] || return 0
    now=$(ask_sql "SELECT @@read_only, variable_value > 0
        FROM information_schema.global_status WHERE variable_name = 'Rpl_semi_sync_master_clients'") || return 0
    if ! writable "${now%%$'\t'*}"; then
        held_as=$1
    elif [ "${now##*$'\t'}" = 1 ]; then
        ask_sql 'SET GLOBAL rpl_semi_sync_master_wait_no_slave=1' && held_as=$1
    fi
}

# A commit that waits for a word holds the closing of its server, and when it has waited long enough its client hears that all is well: so while a server
# is being closed such clients are cut off. What became of their commits they cannot know.
semi_sync_cut_off() {
    local waiting="SELECT id FROM information_schema.processlist WHERE state LIKE 'Waiting for semi-sync ACK%'"
    [ "$semi_sync" != none ] || return 0
    for _ in 1 2 3; do
        sleep 0.4
        server --delimiter=// -e "BEGIN NOT ATOMIC
            FOR one IN ($waiting) DO
                BEGIN
                    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
                    EXECUTE IMMEDIATE CONCAT('KILL CONNECTION ', one.id);
                END;
            END FOR;
        END"
    done
}
