"""Looks at all processes of the machine, those of the lab's hosts and of the containers inside them included, until its input ends.

First line of input: words to look for, in hexadecimal. Second line: ID=HOST for each host's container. Third: the variable
in which the operator's own processes may hold a secret, since the descriptor takes it from there. Prints a line for each find,
and at the end how often and for how long it looked. The words reach it by its input alone, so it does not find itself.
"""

import os
import select
import sys
import time

words = [bytes.fromhex(word) for word in sys.stdin.readline().split()]
hosts = dict(pair.split("=") for pair in sys.stdin.readline().split())
allowed = sys.stdin.readline().strip().encode() + b"="

YOUNG = 1.0  # seconds for which a process is looked at every time: a shell becomes another program soon after it began
REST = 0.01
LIMIT = 1200.0


def read(pid, what):
    try:
        with open(f"/proc/{pid}/{what}", "rb") as file:
            return file.read()
    except OSError:
        return b""  # it is gone


def place(pid):
    groups = read(pid, "cgroup").decode(errors="replace")
    return next((name for container, name in hosts.items() if container in groups), "operator" if groups else "gone")


def leaks(pid):
    arguments = read(pid, "cmdline")
    variables = read(pid, "environ").split(b"\0")
    for number, word in enumerate(words):
        if word in arguments:
            yield number, "arguments", arguments
        for variable in variables:
            if word in variable and not (variable.startswith(allowed) and place(pid) in ("operator", "gone")):
                yield number, "environment", arguments


born, told = {}, set()
rounds, begin = 0, time.monotonic()
while time.monotonic() - begin < LIMIT and not select.select([sys.stdin], [], [], 0)[0]:
    now = time.monotonic()
    there = [name for name in os.listdir("/proc") if name.isdigit()]
    born = {pid: born.get(pid, now) for pid in there}
    for pid in there:
        if rounds % 20 == 0 or now - born[pid] < YOUNG:
            for number, kind, arguments in leaks(pid):
                if (pid, born[pid], number, kind) not in told:
                    told.add((pid, born[pid], number, kind))
                    text = arguments.replace(b"\0", b" ").replace(b"\n", b" ").decode(errors="replace")
                    print("found", number, place(pid), kind, text, flush=True)
    rounds += 1
    if rounds == 1:
        print("looking", flush=True)
    time.sleep(REST)
print("looked", rounds, int(1000 * (time.monotonic() - begin)), flush=True)
