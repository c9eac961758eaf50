import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { BackendError, isMiniWindow, tauriBackend } from "./backend";

/** What the page of a Tauri window finds, as far as requests need it. */
const invoke = vi.fn<(command: string, body: Uint8Array, options: { headers: Headers }) => Promise<unknown>>();

beforeEach(() => {
  Object.assign(window, {
    __TAURI_INTERNALS__: {
      invoke,
      metadata: { currentWindow: { label: "main" }, currentWebview: { windowLabel: "main", label: "main" } },
    },
  });
});

afterEach(() => {
  Reflect.deleteProperty(window, "__TAURI_INTERNALS__");
  vi.unstubAllGlobals();
});

describe("a request", () => {
  test("is sent as JSON bytes under its name", async () => {
    invoke.mockResolvedValue({ path: null });
    await tauriBackend().request("folders_add", { path: "/music" });
    const [command, body, options] = invoke.mock.calls[0] ?? [];
    expect(command).toBe("plugin:pytauri|pyfunc");
    expect(options?.headers.get("pyfunc")).toBe("folders_add");
    expect(JSON.parse(new TextDecoder().decode(body))).toEqual({ path: "/music" });
  });

  test.each([
    ["an object", { path: "/music" }],
    ["JSON text", '{"path":"/music"}'],
    ["bytes of JSON", Uint8Array.from(new TextEncoder().encode('{"path":"/music"}')).buffer],
  ])("is answered by %s", async (_form, reply) => {
    invoke.mockResolvedValue(reply);
    expect(await tauriBackend().request("folders_pick", {})).toEqual({ path: "/music" });
  });

  test("for a picture is answered by its bytes, whatever they look like", async () => {
    const bytes = Uint8Array.from(new TextEncoder().encode('{"not":"json to us"}')).buffer;
    invoke.mockResolvedValue(bytes);
    expect(await tauriBackend().request("artwork_image", { artwork_id: "0", size: "64" })).toBe(bytes);
  });

  test("that fails is rejected with the backend's own words", async () => {
    invoke.mockRejectedValue('{"code":"folder","message":"There is no folder here.","hint":"Look at the path."}');
    const error = await tauriBackend().request("folders_list", {}).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BackendError);
    expect(error).toMatchObject({ code: "folder", message: "There is no folder here.", hint: "Look at the path." });
  });

  test.each(["not json", '"a string"', '{"code":"folder"}', 17, null, new Error("broken")])(
    "that fails with %s still has words",
    async (reason) => {
      invoke.mockRejectedValue(reason);
      const error = await tauriBackend().request("folders_list", {}).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "internal" });
      expect((error as BackendError).message).toMatch(/^The request failed/);
      expect((error as BackendError).hint).not.toBe("");
    },
  );
});

test.each([
  ["main", false],
  ["window-2", false],
  ["mini", true],
])("the window %s is the small one: %s", (label, mini) => {
  Object.assign(window, {
    __TAURI_INTERNALS__: { invoke, metadata: { currentWindow: { label }, currentWebview: { windowLabel: label, label } } },
  });
  expect(isMiniWindow()).toBe(mini);
});

describe("files held over the window", () => {
  /** What the window was told to call, by the name of the event. */
  async function listening(agent: string) {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue(agent);
    vi.stubGlobal("devicePixelRatio", 2);
    const callbacks: ((event: unknown) => void)[] = [];
    const handlers = new Map<string, (event: unknown) => void>();
    const internals = (window as unknown as { __TAURI_INTERNALS__: Record<string, unknown> }).__TAURI_INTERNALS__;
    Object.assign(internals, {
      transformCallback: (callback: (event: unknown) => void) => callbacks.push(callback) - 1,
      invoke: (command: string, { event, handler }: { event: string; handler: number }) => {
        const callback = callbacks[handler];
        if (command === "plugin:event|listen" && callback) handlers.set(event, callback);
        return Promise.resolve(handler);
      },
    });
    const seen: unknown[] = [];
    await tauriBackend().onFolderDrag((drag) => seen.push(drag));
    const tell = (event: string, payload: unknown): void => handlers.get(`tauri://drag-${event}`)?.({ event, id: 1, payload });
    return { seen, tell };
  }

  test("are followed from where they come in to where they are let go", async () => {
    const { seen, tell } = await listening("Mozilla/5.0 (X11; Linux x86_64)");
    tell("enter", { paths: ["/a"], position: { x: 10, y: 20 } });
    tell("over", { position: { x: 30, y: 40 } });
    tell("leave", null);
    tell("drop", { paths: ["/a", "/b"], position: { x: 30, y: 40 } });
    expect(seen).toEqual([
      { kind: "over", x: 10, y: 20 },
      { kind: "over", x: 30, y: 40 },
      { kind: "away" },
      { kind: "dropped", paths: ["/a", "/b"] },
    ]);
  });

  test("are where the page's pixels say, also where the system counts the screen's", async () => {
    const { seen, tell } = await listening("Mozilla/5.0 (Macintosh)");
    tell("over", { position: { x: 30, y: 40 } });
    expect(seen).toEqual([{ kind: "over", x: 15, y: 20 }]);
  });
});
