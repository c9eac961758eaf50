/**
 * The one place that names Tauri and pytauri. Everything else sees the `Backend` interface, which `backend.fake.ts`
 * fulfils without a window.
 */
import type { PhysicalPosition } from "@tauri-apps/api/dpi";
import { getCurrentWebviewWindow } from "@tauri-apps/api/webviewWindow";
import { pyInvoke } from "tauri-plugin-pytauri-api";

import { BRIEF_REQUEST_NAMES, type ErrorCode, type ErrorReply, type EventMap, type EventName, type RequestMap, type RequestName } from "./contract.gen";
import { Outbox } from "./outbox";

/** What files held over the window are doing: at which point of it, in CSS pixels, and which they are when let go. */
export type FolderDrag =
  | { readonly kind: "away" }
  | { readonly kind: "over"; readonly x: number; readonly y: number }
  | { readonly kind: "dropped"; readonly paths: readonly string[] };

/** Takes a listener off again. */
export type Unlisten = () => void;

/** The other side of the window, with the types of the contract. */
export interface Backend {
  /**
   * Send a request and wait for its reply.
   *
   * @throws BackendError with words for the person
   */
  request<N extends RequestName>(name: N, body: RequestMap[N]["request"]): Promise<RequestMap[N]["reply"]>;

  /** Hear every event of a name sent to this window, once the promise has resolved. Events before that are lost. */
  listen<N extends EventName>(name: N, handler: (event: EventMap[N]) => void): Promise<Unlisten>;

  /** Hear of folders and files dragged onto the window from outside. */
  onFolderDrag(handler: (drag: FolderDrag) => void): Promise<Unlisten>;
}

/** A request that failed: what is wrong (`message`), what to do about it (`hint`), and the error's code. */
export class BackendError extends Error implements ErrorReply {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(reply: ErrorReply) {
    super(reply.message);
    this.name = "BackendError";
    this.code = reply.code;
    this.hint = reply.hint;
  }

  /** Make an error to show out of whatever a failed request was rejected with. */
  static from(reason: unknown): BackendError {
    if (reason instanceof BackendError) return reason;
    const reply = errorReply(reason);
    if (reply) return new BackendError(reply);
    return new BackendError({
      code: "internal",
      message: `The request failed: ${reason instanceof Error ? reason.message : String(reason)}.`,
      hint: "Try again. If it happens once more, the log in Dunnock’s data folder has the details.",
    });
  }
}

/** The error as the backend wrote it: pytauri rejects with its text, which is JSON when it is ours; others come parsed. */
function errorReply(reason: unknown): ErrorReply | null {
  let value: unknown = reason;
  if (typeof reason === "string") {
    try {
      value = JSON.parse(reason);
    } catch {
      return null;
    }
  }
  if (typeof value !== "object" || value === null) return null;
  const { code, message, hint } = value as Partial<ErrorReply>;
  return code && message !== undefined && hint !== undefined ? { code, message, hint } : null;
}

/** A reply comes as parsed JSON, as JSON text or as bytes of it, whichever the handler returned; a picture as its bytes. */
function parsed(reply: unknown): unknown {
  if (typeof reply === "string") return JSON.parse(reply);
  if (reply instanceof ArrayBuffer) return JSON.parse(new TextDecoder().decode(reply));
  return reply;
}

/** A point of a drag in CSS pixels. GTK tells it in those already, whatever the type says; other systems in the screen's. */
function inPage(position: PhysicalPosition): { x: number; y: number } {
  const { x, y } = navigator.userAgent.includes("Linux") ? position : position.toLogical(devicePixelRatio);
  return { x, y };
}

/** Whether this is the small window with the player alone. */
export const isMiniWindow = (): boolean => getCurrentWebviewWindow().label === "mini";

const BRIEF: ReadonlySet<RequestName> = new Set(BRIEF_REQUEST_NAMES);

/** The backend of the window this page is in. */
export function tauriBackend(): Backend {
  const window = getCurrentWebviewWindow();
  const outbox = new Outbox(async (name, body) => {
    const reply = await pyInvoke<unknown>(name, body);
    return name === "artwork_image" ? reply : parsed(reply);
  });
  return {
    async request<N extends RequestName>(name: N, body: RequestMap[N]["request"]): Promise<RequestMap[N]["reply"]> {
      try {
        const reply = BRIEF.has(name) ? outbox.add(name, body) : outbox.send(name, body);
        return (await reply) as RequestMap[N]["reply"];
      } catch (reason) {
        throw BackendError.from(reason);
      }
    },
    listen(name, handler) {
      return window.listen<EventMap[typeof name]>(name, (event) => {
        handler(event.payload);
      });
    },
    onFolderDrag(handler) {
      return window.onDragDropEvent(({ payload }) => {
        if (payload.type === "drop") handler({ kind: "dropped", paths: payload.paths });
        else if (payload.type === "leave") handler({ kind: "away" });
        else handler({ kind: "over", ...inPage(payload.position) });
      });
    },
  };
}
