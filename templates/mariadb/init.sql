-- Made by resctl for site [=site]. Runs once, when the server makes its data. The administrator is whoever reaches the socket inside the container.
SET SESSION sql_log_bin = 0;
CREATE USER IF NOT EXISTS mysql@localhost IDENTIFIED VIA unix_socket;
GRANT ALL PRIVILEGES ON *.* TO mysql@localhost WITH GRANT OPTION;
ALTER USER root@localhost IDENTIFIED VIA unix_socket;
