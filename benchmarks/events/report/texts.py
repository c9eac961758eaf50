"""The words of the page that do not come from the figures. A line of a paragraph is a line of the file."""

HEAD = """
<!-- Made by `./run bench events --render` from benchmarks/results/events.json. Change those, not this. -->

# The way of events, against the WebSocket it replaced

Dunnock's window hears of changes through Tauri events. What that replaced is a server on the same machine: FastAPI and
uvicorn, a connection manager that broadcasts `{"event", "data", "timestamp"}` as JSON text to each socket, a heartbeat
every 30 s. Moves like this one are often made, and "performance verified" is what stays unticked. Here it is measured,
so that nobody has to believe it.

    ./run bench events                               all of it, in about 25 minutes
    ./run bench events --short                       a minute: does the benchmark itself work?
    ./run bench events --write                       keep the figures, and make this page of them
    ./run bench events --only idle,bursts --write    measure some parts anew, and keep the others

Both ways run in one real window program, in one run, in turn. The page is Dunnock's page, with the same stores and the
same re-reads; only what is below `lib/backend.ts` differs. The server was written for this and lies in
`benchmarks/events/baseline/`; its database, services and requests are Dunnock's, so that what differs is the way of an
event: feed, merging, pacing and Tauri here, one message for each event through a socket there. It is given what helps
it: uvloop, httptools, no compression, a page from its own address (no CORS), events sent without holding up the commit.
The databases lie in memory, because a disk would set the pace of bursts: Dunnock commits with `synchronous=FULL`.
"""

PROMISES = "## What was promised"
MISSED = "Missed, and why:"
OPEN = "Rows in which the samples vary too much to say so at that level:"

LATENCY = """
## One change after quiet

![Time until the page shows a change, for each event](performance/latency.svg)

Milliseconds from the commit to the event's handler, to the changed page, and to the frame after it, in {rounds} rounds,
with 95 % intervals.

{table}

A change asked for by the page itself, from the request to the handler of its event, on the page's clock alone (medians
of batches of 20, so that a tick does not matter): {trip}.
"""

BURSTS = """
## Bursts

![Time from the last commit until the window is right, by size of the burst](performance/bursts.svg)

From the last commit until the window shows what the database says and goes on doing so, and until the last event is
handled; what is blocked, drawn and answered meanwhile, while a person changes a setting every 50 ms. Medians of the
runs, except for the longest flush, block and frame and the p99 of requests, which are of all runs. Where there are no
flushes, the longest event stands for them.

{table}

The same page scrolling by itself has a p99 frame of: {quiet}.
"""

PAYLOADS = """
## Long events

![Time until the window is right, by ids in one event](performance/payloads.svg)

One event about so many tracks, of which one is on the screen. Dunnock sends it in pieces of at most 8 KiB, because
WebKit keeps the memory of larger ones, and `feed:reset` in the place of very many; the WebSocket sends it whole.

{table}
"""

WINDOWS = """
## Several windows

From the last commit of a burst in transactions of 1 until every window that is seen and runs is right; and, where one
was hidden or its process stopped meanwhile, until that one is, from when it is back.

{table}
"""

GROWTH = """
## After {changes:,} changes

![Memory of each process while many changes arrive](performance/growth.svg)

Megabytes in use, before and after as medians of three looks. Dunnock's backend lives in the process of the window, with
all of GTK and WebKit's own half of it; the server is a bare process, and its window's share is not counted here.

{table}

Processor time of all processes that take part: {cpu}.
"""

IDLE = """
## At rest

Both at rest for {seconds:.0f} s at the same time, each with a window process of its own. Of Dunnock's backend the whole
process of the window is counted; of the WebSocket's, the server alone.

{table}
"""

MACHINE = """
## What it was measured on

{processor}, {cores} cores, {memory} GB; {system}, Python {python}; {packages}.
A virtual screen (Xvfb) without a graphics card.

**Clocks.** Moments of commits are noted in the process that commits, before anything else hears of them; moments in the
page by `performance.now()`, which ticks in milliseconds. Both stand on the kernel's monotonic clock and so differ by a
constant, which 400 round trips narrow down: by each, it lies between the time sent, less the time read and a tick, and
the time received, less the time read. The middle is taken. Greatest error here: ±{error}, the same for all rows of a
side. A single figure is off by up to half a tick besides; medians of many are not, because commits fall anywhere within
a tick.

**Noise.** The sides take turns run by run, each first every other time. Intervals hold with 95 % confidence (bootstrap,
500 draws); p99 of a hundred rounds is one round, so read its interval and not its value. Frames come every 16 to 17 ms:
times to a frame vary by that much on both sides. Longest values are of all runs, and one hiccup of the machine makes
one.
"""
