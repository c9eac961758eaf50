import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import { by, drawn, has, openWindow, titles } from "../../../tests/window";
import { fakeFolder, fakeJob, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const withFolder = (backend: FakeBackend): void => {
  backend.folders = [fakeFolder(1, { path: "/music", track_count: 3, error_count: 2 })];
  for (let id = 1; id <= 3; id++) backend.tracks.set(id, fakeTrack(id));
};

async function press(key: string, keys: object = {}): Promise<void> {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...keys });
  await drawn();
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(by(testid));
  await drawn();
}

describe("the first start", () => {
  test("invites to add a folder, and shows its music as it comes in", async () => {
    const { backend } = await openWindow((fake) => {
      fake.onFolderAdded = () => {
        fake.put("added", [fakeTrack(1), fakeTrack(2)]);
      };
    });
    expect(by("welcome").textContent).toContain("drop a folder here");
    expect(has("search")).toBe(false);
    await fireEvent.click(by("welcome").querySelector("[data-testid=add-folder]") ?? document.body);
    await drawn();
    expect(by("add-folder-submit").hasAttribute("disabled")).toBe(true);
    await fireEvent.input(by("add-folder-path"), { target: { value: " /music " } });
    await click("add-folder-submit");
    await drawn();
    expect(backend.folders.map(({ path }) => path)).toEqual(["/music"]);
    expect(has("add-folder-path")).toBe(false);
    expect(has("welcome")).toBe(false);
    expect(titles()).toHaveLength(2);
  });

  test("says what is wrong with a folder next to the field, and lets it be put right", async () => {
    const { backend } = await openWindow();
    await press("o", { ctrlKey: true });
    backend.fail("folders_add", { code: "folder", message: "There is no folder here.", hint: "Look at the path." });
    await fireEvent.input(by("add-folder-path"), { target: { value: "/nowhere" } });
    await click("add-folder-submit");
    expect(by("field-error").textContent).toBe("There is no folder here. Look at the path.");
    expect(by("add-folder-path").getAttribute("aria-invalid")).toBe("true");
    await fireEvent.input(by("add-folder-path"), { target: { value: "/music" } });
    expect(has("field-error")).toBe(false);
  });

  test("takes the folder chosen in the system's dialog", async () => {
    const { backend } = await openWindow();
    backend.picked = "/home/ada/Music";
    await press("o", { ctrlKey: true });
    await click("add-folder-browse");
    expect((by("add-folder-path") as HTMLInputElement).value).toBe("/home/ada/Music");
    backend.picked = null;
    await click("add-folder-browse");
    expect((by("add-folder-path") as HTMLInputElement).value).toBe("/home/ada/Music");
  });

  test("takes a folder dropped on the window, and says so while it is held there", async () => {
    const { backend, rerender } = await openWindow();
    await rerender({ drag: { kind: "over", x: 400, y: 300 } });
    expect(by("drop-overlay").textContent).toContain("Let go");
    await rerender({ drag: { kind: "dropped", paths: ["/music", "/more"] } });
    await drawn();
    expect(has("drop-overlay")).toBe(false);
    expect(backend.folders.map(({ path }) => path)).toEqual(["/music", "/more"]);
  });
});

describe("the window", () => {
  test("says why it could not start, and tries again when asked", async () => {
    let asked = 0;
    const { rerender } = await openWindow(withFolder);
    await rerender({ failure: { message: "Locked.", hint: "Close the other program." }, onretry: () => asked++ });
    expect(by("error-pane").textContent).toContain("Close the other program.");
    await click("retry");
    expect(asked).toBe(1);
  });

  test("shows the sheet of keys after ?, but not while something is typed", async () => {
    await openWindow(withFolder);
    by("search").focus();
    await press("?");
    expect(has("shortcuts")).toBe(false);
    by("track-list").focus();
    await press("?");
    expect(by("shortcuts").textContent).toContain("Select all");
  });

  test("goes to its sections with the keys and the sidebar, and tells which one is open", async () => {
    const { stores } = await openWindow(withFolder);
    await press("3", { ctrlKey: true });
    expect(by("nav-recently-added").getAttribute("aria-current")).toBe("page");
    expect(stores.library.section).toBe("recently-added");
    await press(",", { ctrlKey: true });
    expect(has("settings")).toBe(true);
    await click("nav-library");
    expect(has("track-list")).toBe(true);
    expect(stores.library.section).toBe("library");
  });

  test("has the colours that are set, and changes them with one click", async () => {
    const { backend } = await openWindow(withFolder);
    expect(document.documentElement.dataset.theme).toBeUndefined();
    await click("theme-toggle");
    expect(document.documentElement.dataset.theme).toBe("dark");
    await click("theme-toggle");
    expect(document.documentElement.dataset.theme).toBe("light");
    expect(backend.settings.theme).toBe("light");
    await click("nav-settings");
    const system = by("settings-theme").querySelector<HTMLInputElement>("input[value=system]");
    await fireEvent.click(system ?? document.body);
    await drawn();
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });

  test("makes the sidebar wider with the keys, and remembers it", async () => {
    const { backend } = await openWindow(withFolder);
    const edge = document.querySelector<HTMLElement>("[role=separator]");
    edge?.focus();
    await press("ArrowRight");
    expect(backend.settings.sidebar_width).toBe(236);
    expect(edge?.getAttribute("aria-valuenow")).toBe("236");
  });
});

describe("folders", () => {
  test("tell in the settings how they are, and can be scanned", async () => {
    const { backend } = await openWindow(withFolder);
    await click("nav-settings");
    expect(by("folder").textContent).toContain("3 tracks");
    await click("folder-scan");
    expect(backend.requested).toContain("scan_start");
  });

  test("are removed only after a question that says it can be taken back", async () => {
    const { backend } = await openWindow(withFolder);
    await click("nav-settings");
    await click("folder-remove");
    expect(document.querySelector("dialog")?.textContent).toContain("brings back everything");
    expect(backend.folders).toHaveLength(1);
    await click("folder-remove-confirm");
    expect(backend.folders).toHaveLength(0);
    expect(has("folder")).toBe(false);
  });

  test("that are offline say so where the music is, and why in the settings", async () => {
    const { backend } = await openWindow(withFolder);
    const reason = "The folder is empty, although it held music before.";
    const folder = fakeFolder(1, { path: "/music", state: "offline", reason, track_count: 3 });
    backend.setFolder({ ...folder, can_confirm_empty: true }, "offline");
    await drawn();
    expect(by("offline-notice").textContent).toContain("/music");
    expect(by("track-list").querySelectorAll("[data-state=offline]")).toHaveLength(3);
    await click("nav-settings");
    expect(by("folder-reason").textContent).toContain(reason);
    await click("folder-confirm-empty");
    expect(by("folder").dataset.state).toBe("online");
    expect(has("offline-notice")).toBe(false);
  });

  test("on an unplugged drive do not ask whether they are empty", async () => {
    await openWindow((backend) => {
      backend.folders = [fakeFolder(1, { state: "offline", reason: "No such file or directory." })];
    });
    await click("nav-settings");
    expect(by("folder-reason").textContent).toContain("No such file");
    expect(has("folder-confirm-empty")).toBe(false);
  });
});

describe("a scan", () => {
  test("is a line with its counts, for eyes and for whoever drives the window", async () => {
    const { backend } = await openWindow(withFolder);
    expect(has("scan-progress")).toBe(false);
    backend.setJob(fakeJob({ scanned: 1_204, found: 37, errors: 2, current_path: "/music/a.flac" }));
    await drawn();
    const line = by("scan-progress");
    expect(line.dataset).toMatchObject({ scanned: "1204", found: "37", errors: "2", status: "scanning" });
    expect(line.textContent).toContain("1,204 files");
    expect(line.textContent).toContain("2 could not be read");
  });

  test("stays as a summary for a moment, which goes by itself", async () => {
    const { backend } = await openWindow(withFolder);
    backend.setJob(fakeJob({ status: "completed", added: 120, errors: 3 }));
    await drawn();
    expect(by("scan-progress").textContent).toContain("120 added");
    const end = new Event("animationend", { bubbles: true });
    await fireEvent(by("scan-progress"), Object.assign(end, { animationName: "svelte-x-linger" }));
    await drawn();
    expect(has("scan-progress")).toBe(false);
  });

  test("shows on a click what it does, can be cancelled, and lists what could not be read", async () => {
    const { backend } = await openWindow(withFolder);
    backend.scanErrors = [{ folder_id: 1, path: "/music/bad.mp3", reason: "The file is empty.", at: 1 }];
    backend.setJob(fakeJob({ errors: 1 }));
    await drawn();
    await click("scan-progress");
    expect(by("scan-error").textContent).toContain("/music/bad.mp3");
    expect(by("scan-error").textContent).toContain("The file is empty.");
    await click("scan-cancel");
    expect(by("scan-job").dataset.status).toBe("cancelled");
    await press("Escape");
    expect(has("scan-details")).toBe(false);
  });

  test("has a folder's errors behind their count in the settings", async () => {
    const { backend } = await openWindow(withFolder);
    backend.scanErrors = [1, 2].map((id) => ({ folder_id: id, path: `/bad${String(id)}.mp3`, reason: "Cut.", at: 1 }));
    await click("nav-settings");
    await click("folder-errors");
    expect(by("scan-errors").textContent).toContain("/bad1.mp3");
    expect(by("scan-errors").textContent).not.toContain("/bad2.mp3");
  });
});
