<?php
declare(strict_types=1);

require '/var/lib/web/visits.php';

/** Sends a document and ends. */
function send(int $status, string $type, string $text): never
{
    http_response_code($status);
    header("Content-Type: $type; charset=utf-8");
    header('Cache-Control: no-store');
    echo $text;
    exit;
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/healthz') {
    send(200, 'text/plain', "ok\n");
}
try {
    if ($path === '/readyz') {
        connect()->query('SELECT 1');
        send(200, 'text/plain', "ok\n");
    }
    if ($path !== '/' && $path !== '/json') {
        send(404, 'text/plain', "Nothing here. Try / or /json.\n");
    }
    $answer = visit(connect());
} catch (mysqli_sql_exception $e) {
    error_log('database: ' . $e->getMessage());
    send(503, 'text/plain', "The database did not answer (error {$e->getCode()}). The web server " . replica() . " is up.\n");
}
if ($path === '/json') {
    send(200, 'application/json', json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES) . "\n");
}
ob_start();
require '/var/lib/web/page.php';
send(200, 'text/html', (string) ob_get_clean());
