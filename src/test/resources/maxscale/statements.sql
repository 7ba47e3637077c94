-- What MaxScale's monitor (mariadbmon of 23.08 and 24.02) and its services tell a database server, in the order of a switchover from one server to another.
-- The first word of a block says on which: `old` is the primary that is demoted, `new` the replica that is promoted.
-- `rows` after it: an answer without a row counts as refused, since what the account may not see is left out silently.

-- old rows: each round
SELECT @@global.server_id, @@read_only, @@global.gtid_domain_id, @@gtid_strict_mode, @@log_bin, @@log_slave_updates;

-- old rows: each round
SELECT @@gtid_current_pos, @@gtid_binlog_pos;

-- new rows: each round
SHOW ALL SLAVES STATUS;

-- new rows: whether grants that lacked are there now
SHOW SLAVE STATUS;

-- old rows: each round, so that it knows later which events the new primary shall run
SELECT Event_schema, Event_name FROM information_schema.EVENTS WHERE Status = 'ENABLED';

-- old: semi-synchronous replication that fell back
SELECT c.VARIABLE_VALUE, s.VARIABLE_VALUE FROM INFORMATION_SCHEMA.GLOBAL_VARIABLES c JOIN INFORMATION_SCHEMA.GLOBAL_STATUS s ON(c.VARIABLE_NAME = 'rpl_semi_sync_master_enabled' AND s.VARIABLE_NAME = 'rpl_semi_sync_master_status');

-- old rows: who acts
SELECT IS_USED_LOCK('maxscale_mariadbmonitor'), IS_USED_LOCK('maxscale_mariadbmonitor_master');

-- old rows: the lock
SELECT GET_LOCK('maxscale_mariadbmonitor', 0);

-- old rows: a look at its own rights
SHOW GRANTS;

-- old: demotion 2b
SET STATEMENT max_statement_time=10 FOR SET GLOBAL read_only=1;

-- old: demotion 2c
SET STATEMENT max_statement_time=10 FOR FLUSH TABLES WITH READ LOCK;

-- old rows: demotion 2c, who could write all the same
SELECT DISTINCT P.id,P.user FROM (SELECT * FROM information_schema.PROCESSLIST WHERE USER != 'resctl_maxscale' AND USER != 'system user' AND COMMAND != 'Binlog Dump') AS P INNER JOIN (SELECT * FROM (SELECT user, JSON_VALUE(priv,'$.access') AS access FROM mysql.global_priv) AS A where A.access & 8589934592 > 0) AS U ON (U.user = P.user);

-- old: demotion 2c
KILL SOFT CONNECTION ${writer};

-- old: demotion 2c
SET STATEMENT max_statement_time=10 FOR UNLOCK TABLES;

-- old: demotion 2d
SET @@session.sql_log_bin=0;

-- old rows: demotion 2d
SELECT * FROM information_schema.EVENTS;

-- old: demotion 2d
SET NAMES utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;

-- old: demotion 2d
ALTER DEFINER = root@'localhost' EVENT shop.tidy DISABLE ON SLAVE;

-- old rows: demotion 2d, whether the scheduler runs
SELECT * FROM information_schema.PROCESSLIST WHERE User = 'event_scheduler' AND Command = 'Daemon';

-- old: demotion 2d
SET @@session.sql_log_bin=1;

-- old: demotion 2f
SET STATEMENT max_statement_time=10 FOR FLUSH LOGS;

-- new: promotion
SET STATEMENT max_statement_time=10 FOR STOP SLAVE '';

-- new: promotion
SET STATEMENT max_statement_time=10 FOR RESET SLAVE '' ALL;

-- new: promotion
SET STATEMENT max_statement_time=10 FOR SET GLOBAL read_only=0;

-- new: promotion; of the events that were enabled on the old one
ALTER DEFINER = root@'localhost' EVENT shop.tidy ENABLE;

-- old: the old one follows
SET STATEMENT max_statement_time=10 FOR CHANGE MASTER '' TO MASTER_HOST = '${new}', MASTER_PORT = 3306, MASTER_USE_GTID = current_pos, MASTER_USER = 'resctl_repl', MASTER_PASSWORD = '${password}';

-- old: the old one follows
SET STATEMENT max_statement_time=10 FOR START SLAVE '';

-- old rows: the lock is given back
SELECT RELEASE_LOCK('maxscale_mariadbmonitor');

-- old rows: services, who may log in
SELECT * FROM mysql.user;

-- old: services
SELECT DISTINCT user, host, db FROM mysql.db;

-- old: services
SELECT a.user, a.host, a.db FROM mysql.tables_priv AS a;

-- old: services
SELECT a.user, a.host, a.db FROM mysql.columns_priv AS a;

-- old: services
SELECT a.user, a.host, a.db FROM mysql.procs_priv AS a;

-- old: services
SELECT DISTINCT a.user, a.host FROM mysql.proxies_priv AS a WHERE a.proxied_host <> '' AND a.proxied_user <> '';

-- old rows: services
SHOW DATABASES LIKE 'shop';

-- old: services
SELECT a.user, a.host, a.role FROM mysql.roles_mapping AS a;
