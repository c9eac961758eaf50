// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";

import { FakeVisibility, Steps } from "../../../tests/steps";
import { fakeFolder, fakeJob } from "../backend.fake";
import { connect } from "../connect";
import { Stores } from ".";

let steps: Steps;
let stores: Stores;

beforeEach(async () => {
  steps = new Steps();
  stores = new Stores(steps.backend, new FakeVisibility());
  const connecting = connect(steps.backend, stores);
  await steps.drain();
  await connecting;
});

/** What a promise is rejected with, once everything has happened. */
async function failure(act: Promise<unknown>): Promise<unknown> {
  const caught = act.catch((reason: unknown) => reason);
  await steps.drain();
  return caught;
}

describe("settings", () => {
  test("show a new value when the database has it, and not before", async () => {
    const set = stores.settings.set("theme", "dark");
    while (steps.waiting("read") > 0) await steps.run("read");
    expect(stores.settings.values.theme).toBe("system");
    await steps.drain();
    await set;
    expect(stores.settings.values.theme).toBe("dark");
    expect(steps.backend.settings.theme).toBe("dark");
  });

  test("keep the old value when the new one is refused", async () => {
    steps.backend.fail("settings_set", { code: "setting", message: "No." });
    expect(await failure(stores.settings.set("theme", "dark"))).toMatchObject({ message: "No." });
    expect(stores.settings.values.theme).toBe("system");
  });

  test("follow a slider that is held, and send what it is at ten times a second at most, and at its end", async () => {
    const values: unknown[] = [];
    const request = steps.backend.request.bind(steps.backend);
    steps.backend.request = (name, body) => {
      if (name === "settings_set") values.push("value" in body ? body.value : null);
      return request(name, body);
    };
    const acts: Promise<void>[] = [];
    for (let at = 0; at <= 250; at += 10) {
      acts.push(stores.settings.hold("sidebar_width", 200 + at, at));
      expect(stores.settings.values.sidebar_width).toBe(200 + at);
    }
    acts.push(stores.settings.release("sidebar_width"));
    await steps.drain();
    await Promise.all(acts);
    expect(values).toEqual([200, 300, 400, 450]);
    expect(stores.settings.values.sidebar_width).toBe(450);
    expect(steps.backend.settings.sidebar_width).toBe(450);
  });

  test("go back to what is stored when a slider was let go at a value that is refused", async () => {
    const held = stores.settings.hold("sidebar_width", 300, 0);
    await steps.drain();
    await held;
    void stores.settings.hold("sidebar_width", 9_000, 50);
    steps.backend.fail("settings_set", { code: "setting", message: "Too wide." });
    expect(await failure(stores.settings.release("sidebar_width"))).toMatchObject({ message: "Too wide." });
    expect(stores.settings.values.sidebar_width).toBe(300);
  });

  test("follow what another window sets, and go back to the default", async () => {
    void steps.backend.request("settings_set", { key: "scan_on_start", value: false });
    await steps.drain();
    expect(stores.settings.values.scan_on_start).toBe(false);
    const reset = stores.settings.reset("scan_on_start");
    await steps.drain();
    await reset;
    expect(stores.settings.values.scan_on_start).toBe(true);
  });

  test("say why they could not be read, and keep what they show", async () => {
    steps.backend.fail("settings_list", { message: "Damaged." });
    stores.settings.apply();
    await steps.drain();
    expect(stores.settings.error?.message).toBe("Damaged.");
    expect(stores.settings.values.theme).toBe("system");
  });
});

describe("folders", () => {
  test("are added, go offline, and are removed by their events", async () => {
    const adding = stores.folders.add("/music");
    await steps.drain();
    await adding;
    expect(stores.folders.all?.map(({ path }) => path)).toEqual(["/music"]);
    const folder = stores.folders.all?.[0] ?? fakeFolder(1);
    steps.backend.setFolder({ ...folder, state: "offline", reason: "Unplugged." }, "offline");
    await steps.drain();
    expect(stores.folders.offline.map(({ reason }) => reason)).toEqual(["Unplugged."]);
    const removing = stores.folders.remove(folder.id);
    await steps.drain();
    await removing;
    expect(stores.folders.all).toEqual([]);
  });

  test("follow the library's changes only while somebody looks", async () => {
    const reads = (): number => steps.backend.requested.filter((name) => name === "folders_list").length;
    const before = reads();
    steps.backend.commit("library:updated", { action: "added", track_ids: [1] });
    await steps.drain();
    expect(reads()).toBe(before);
    const stop = stores.folders.watch();
    steps.backend.commit("library:updated", { action: "added", track_ids: [2] });
    await steps.drain();
    expect(reads()).toBeGreaterThan(before);
    stop();
    const after = reads();
    steps.backend.commit("library:updated", { action: "added", track_ids: [3] });
    await steps.drain();
    expect(reads()).toBe(after);
  });

  test("that cannot be added reject with the backend's words", async () => {
    steps.backend.fail("folders_add", { code: "folder", message: "There is no such folder.", hint: "Look again." });
    expect(await failure(stores.folders.add("/nowhere"))).toMatchObject({ code: "folder", hint: "Look again." });
  });
});

describe("a scan", () => {
  test("is shown while it runs, then as a summary until that has been seen", async () => {
    steps.backend.setJob(fakeJob({ scanned: 40, found: 12, current_path: "/music/a.flac" }));
    await steps.drain();
    expect(stores.scan.running).toMatchObject({ scanned: 40, found: 12 });
    expect(stores.scan.ended).toBeNull();
    steps.backend.setJob(fakeJob({ status: "completed", scanned: 90, added: 30, errors: 2 }));
    await steps.drain();
    expect(stores.scan.running).toBeNull();
    expect(stores.scan.ended).toMatchObject({ added: 30, errors: 2 });
    stores.scan.dismiss();
    expect(stores.scan.ended).toBeNull();
  });

  test("that ended before this window was there has no summary", async () => {
    steps.backend.jobs = [fakeJob({ status: "completed" })];
    stores.scan.reload();
    await steps.drain();
    expect(stores.scan.jobs).toHaveLength(1);
    expect(stores.scan.ended).toBeNull();
  });

  test("takes the place of the last one's summary", async () => {
    steps.backend.setJob(fakeJob({ status: "completed" }));
    steps.backend.setJob(fakeJob({ job_id: "job-2" }));
    await steps.drain();
    expect(stores.scan.ended).toBeNull();
    expect(stores.scan.running?.job_id).toBe("job-2");
  });

  test("that waits is shown although no event tells of it", async () => {
    const starting = stores.scan.start([1]);
    steps.backend.jobs = [fakeJob({ job_id: "job-9", status: "queued" })];
    await steps.drain();
    await starting;
    expect(stores.scan.waiting.map(({ job_id }) => job_id)).toContain("job-9");
  });

  test("is cancelled", async () => {
    steps.backend.setJob(fakeJob());
    await steps.drain();
    const cancelling = stores.scan.cancel("job-1");
    await steps.drain();
    await cancelling;
    expect(stores.scan.ended?.status).toBe("cancelled");
  });

  test("keeps the list of what could not be read right while somebody looks at a folder's", async () => {
    const error = (folder_id: number, path: string) => ({ folder_id, path, reason: "Empty.", at: 1 });
    steps.backend.scanErrors = [error(1, "/music/a.mp3"), error(2, "/other/b.mp3")];
    const stop = stores.scan.lookAtErrors(1);
    await steps.drain();
    expect(stores.scan.errors?.errors.map(({ path }) => path)).toEqual(["/music/a.mp3"]);
    steps.backend.scanErrors = [...steps.backend.scanErrors, error(1, "/music/c.mp3")];
    steps.backend.setJob(fakeJob({ errors: 3 }));
    await steps.drain();
    expect(stores.scan.errors?.total).toBe(2);
    stop();
    steps.backend.requested.length = 0;
    steps.backend.setJob(fakeJob({ errors: 4 }));
    await steps.drain();
    expect(steps.backend.requested).not.toContain("scan_error_list");
  });
});

describe("notices", () => {
  test("say what failed and what to do, once for the same words, until they are closed", () => {
    const { toasts } = stores;
    toasts.error(new Error("no"));
    toasts.error(new Error("no"));
    toasts.done("Added /music");
    expect(toasts.all.map(({ kind }) => kind)).toEqual(["error", "done"]);
    expect(toasts.all[0]?.hint).not.toBe("");
    toasts.dismiss(toasts.all[0]?.id ?? 0);
    expect(toasts.all.map(({ message }) => message)).toEqual(["Added /music"]);
  });

  test("tell of an act that fails, and not of one that does not", async () => {
    await stores.toasts.attempt(Promise.resolve());
    expect(stores.toasts.all).toEqual([]);
    await stores.toasts.attempt(Promise.reject(new Error("no")));
    expect(stores.toasts.all).toHaveLength(1);
  });
});

describe("navigation", () => {
  test("keeps the search when the settings are left, and drops it when the section is opened anew", async () => {
    const { navigation, library } = stores;
    library.search("salt");
    navigation.open("settings");
    navigation.open("library");
    expect(library.query).toBe("salt");
    navigation.open("library");
    expect(library.query).toBe("");
    navigation.open("recently-added");
    await steps.drain();
    expect(library.shown).toMatchObject({ section: "recently-added", sort: { column: "added", descending: true } });
  });
});
