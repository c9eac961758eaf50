"""The words of the page that do not come from the figures."""

HEAD = """
<!-- Made by `./run bench events --render` from benchmarks/results/events.json. Change those, not this. -->

# The way of events, against the WebSocket it replaced

Dunnock's window hears of changes through Tauri events. What that replaced is a server on the same machine: FastAPI and
uvicorn, a connection manager that broadcasts `{"event", "data", "timestamp"}` as JSON text to each socket, a heartbeat
every 30 s. Moves like this one are often made, and "performance verified" is what stays unticked. Here it is measured, so
that nobody has to believe it.

    ./run bench events                   all of it, in about 25 minutes
    ./run bench events --short           a minute: does the benchmark itself work?
    ./run bench events --write           keep the figures, and make this page of them
    ./run bench events --only idle,bursts --write    measure some parts anew, and keep the others

Both ways run in one real window program, in one run, in turn. The page is Dunnock's page, with the same stores and the same
re-reads; only what is below `lib/backend.ts` differs. The server was written for this and lies in
`benchmarks/events/baseline/`; its database, services and requests are Dunnock's, so that what differs is the way of an event:
feed, merging, pacing and Tauri here, one message for each event through a socket there. It is given what helps it: uvloop,
httptools, no compression, a page from its own address (no CORS), events sent without waiting in the commit's way. The
databases lie in memory, because a disk would set the pace of bursts: Dunnock commits with `synchronous=FULL`.
"""

NOISE = """
**Clocks.** Moments of commits are noted in the process that commits, before anything else hears of them; moments in the page
by `performance.now()`, which ticks in milliseconds. Both stand on the kernel's monotonic clock and so differ by a constant,
which 400 round trips narrow down: it lies between *sent − read − 1 ms* and *received − read* of every one of them, and its
middle is taken. Greatest error here: ±{error}, the same for all rows of a side. A single figure is off by up to half a tick
besides; medians of many are not, because commits fall anywhere within a tick.

**Noise.** The sides take turns run by run, each first every other time. Intervals hold with 95 % confidence (bootstrap, 500
draws); p99 of a hundred rounds is one round, so read its interval and not its value. Frames come every 16 to 17 ms: times to a
frame vary by that much on both sides. Longest values are of all runs, and one hiccup of the machine makes one.
"""
