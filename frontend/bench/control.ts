/** The page's side of the benchmark's own line: it is asked for something by name, and answers with a value. */

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly with: Record<string, unknown>;
}

/** What the page can be asked for. */
export type Answers = Readonly<Record<string, (given: never) => unknown>>;

/** Connect to the benchmark as the window `name`, and answer until it is over. */
export function answer(port: number, name: string, answers: Answers): void {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/${name}`);
  socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const { id, name, with: given } = JSON.parse(data) as Asked;
    const found = answers[name];
    // A clock is read at once, before any promise is waited for: what it says is a moment, not a value.
    const value = found ? found(given as never) : Promise.reject(new Error(`nothing is called ${name}`));
    if (!(value instanceof Promise)) {
      socket.send(JSON.stringify({ id, value: value ?? null }));
      return;
    }
    value.then(
      (value: unknown) => {
        socket.send(JSON.stringify({ id, value: value ?? null }));
      },
      (reason: unknown) => {
        socket.send(JSON.stringify({ id, error: String(reason) }));
      },
    );
  });
}
