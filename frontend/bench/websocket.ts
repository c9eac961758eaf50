/** The backend as it was before: a server on this machine, events through its WebSocket, requests through HTTP. */
import { BackendError, type Backend } from "../src/lib/backend";
import type { EventMap, EventName, RequestMap, RequestName } from "../src/lib/contract.gen";

/** A message of the server. */
interface Message {
  readonly event: EventName | "heartbeat";
  readonly data: unknown;
  readonly timestamp: string;
}

/** The backend of the server that served this page. */
export function websocketBackend(): Backend {
  const handlers = new Map<string, (data: unknown) => void>();
  const socket = new WebSocket(`ws://${location.host}/ws`);
  const open = new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    socket.addEventListener("error", () => {
      reject(new Error("the server’s socket is closed"));
    });
  });
  socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const { event, data: payload } = JSON.parse(data) as Message;
    handlers.get(event)?.(payload);
    // There a message was handled by itself. The page waits for the end of a flush: so each is one, not acknowledged.
    handlers.get("feed:flushed")?.({ seq: Number.POSITIVE_INFINITY });
  });
  return {
    async request<N extends RequestName>(name: N, body: RequestMap[N]["request"]): Promise<RequestMap[N]["reply"]> {
      if (name === "feed_ack") return {};
      const reply = await fetch(`/api/${name}`, { method: "POST", body: JSON.stringify(body) });
      if (!reply.ok) throw BackendError.from(await reply.text());
      return (await reply.json()) as RequestMap[N]["reply"];
    },
    async listen(name, handler) {
      await open;
      handlers.set(name, (data) => {
        handler(data as EventMap[typeof name]);
      });
      return () => handlers.delete(name);
    },
    onFolderDrag: () => Promise.resolve(() => undefined),
  };
}
