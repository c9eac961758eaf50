import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { BackendError, tauriBackend } from "./backend";

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
