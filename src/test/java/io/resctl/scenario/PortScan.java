package io.resctl.scenario;

/** A connect scan with what a lab host has on board. */
final class PortScan {
    /** Prints each port, once, that accepts on one of two addresses. Filled with the two addresses. */
    static final String PYTHON = """
            python3 - <<'PY'
            import asyncio
            async def one(gate, host, port, found):
                async with gate:
                    try:
                        _, w = await asyncio.wait_for(asyncio.open_connection(host, port), 0.7)
                        found.add(port); w.close()
                    except (OSError, asyncio.TimeoutError):
                        pass
            async def main():
                gate, found = asyncio.Semaphore(3000), set()
                ports = list(range(1, 10000)) + list(range(20000, 20010)) + list(range(20000, 60000, 100)) + list(range(20001, 60000, 100)) + list(range(20002, 60000, 100))
                await asyncio.gather(*(one(gate, h, p, found) for h in ("%s", "%s") for p in ports))
                print(*sorted(found))
            asyncio.run(main())
            PY
            """;

    private PortScan() {}
}
