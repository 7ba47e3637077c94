<?php
declare(strict_types=1);

/** A setting from the environment, or from the file that NAME_FILE names. */
function setting(string $name, string $default): string
{
    $file = getenv("{$name}_FILE");
    if (is_string($file) && $file !== '') {
        return rtrim((string) file_get_contents($file), "\n");
    }
    $value = getenv($name);
    return is_string($value) && $value !== '' ? $value : $default;
}

/** Where this answer comes from: the host, if it was told, and the container. */
function replica(): string
{
    $host = setting('RESCTL_HOST', '');
    return ($host === '' ? '' : "$host/") . gethostname();
}

function connect(): mysqli
{
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    $db = mysqli_init();
    $db->options(MYSQLI_OPT_CONNECT_TIMEOUT, 3);
    $db->real_connect(
        setting('DB_HOST', 'db'),
        setting('DB_USER', 'demo'),
        setting('DB_PASSWORD', ''),
        setting('DB_NAME', 'demo'),
        (int) setting('DB_PORT', '3306'),
    );
    return $db;
}

/** Writes one visit and reads all back. The table is made by the first visit ever. */
function visit(mysqli $db): array
{
    try {
        write_visit($db);
    } catch (mysqli_sql_exception $e) {
        if ($e->getCode() !== 1146) {
            throw $e;
        }
        $db->query('CREATE TABLE IF NOT EXISTS visits (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,'
            . ' host VARCHAR(255) NOT NULL, at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)) ENGINE=InnoDB');
        write_visit($db);
    }
    $last = $db->insert_id;
    $count = $db->query('SELECT COUNT(*) FROM visits')->fetch_row()[0];
    $server = $db->query('SELECT @@hostname AS hostname, @@server_id AS server_id, @@report_host AS report_host')->fetch_assoc();
    return [
        'visits' => (int) $count,
        'visit' => $last,
        'web' => ['host' => setting('RESCTL_HOST', ''), 'container' => (string) gethostname()],
        'database' => [
            'hostname' => $server['hostname'],
            'server_id' => (int) $server['server_id'],
            'report_host' => $server['report_host'] ?? '',
        ],
    ];
}

function write_visit(mysqli $db): void
{
    $insert = $db->prepare('INSERT INTO visits (host) VALUES (?)');
    $insert->bind_param('s', $host);
    $host = replica();
    $insert->execute();
}
