<?php $h = static fn (mixed $v): string => htmlspecialchars((string) $v); ?>
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>resctl demo: visit <?= $h($answer['visits']) ?></title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 10vh auto; padding: 0 1rem; color: #222; }
h1 { font-size: 3.5rem; margin: 0; }
dt { color: #666; margin-top: 1rem; }
dd { margin: 0; font-family: ui-monospace, monospace; }
</style>
</head>
<body>
<p>Visits so far</p>
<h1><?= $h($answer['visits']) ?></h1>
<dl>
<dt>Web server that answered</dt>
<dd><?= $h($answer['web']['host'] ?: '-') ?> (container <?= $h($answer['web']['container']) ?>)</dd>
<dt>Database server that answered</dt>
<dd><?= $h($answer['database']['hostname']) ?> (<?= $h($answer['database']['report_host'] ?: '-') ?>, server_id <?= $h($answer['database']['server_id']) ?>)</dd>
</dl>
<p>Reload to see the web servers take turns.</p>
</body>
</html>
