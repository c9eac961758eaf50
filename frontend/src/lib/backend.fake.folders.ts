/** The folders and scans of the fake backend. */
import { fakeFolder, fakeJob } from "./backend.fake.rows";
import type { Answers } from "./backend.fake.entries";
import type { EventMap, EventName, Folder, RequestName, ScanError, ScanJob, Track } from "./contract.gen";

type FolderRequest = Exclude<Extract<RequestName, `folders_${string}` | `scan_${string}`>, "folders_pick">;

export abstract class FakeFolders {
  tracks = new Map<number, Track>();
  folders: Folder[] = [];
  jobs: ScanJob[] = [];
  scanErrors: ScanError[] = [];
  /** What adding a folder starts; by default nothing but the folder. */
  onFolderAdded: (path: string) => void = () => undefined;

  /** Send an event that is in the log, and the end of its flush. */
  abstract commit<N extends EventName>(name: N, event: EventMap[N]): void;
  protected abstract stamp(): { as_of: number; epoch: string };

  /** Change a folder's row, and with it the state of all its tracks, without naming them. */
  setFolder(folder: Folder, action: EventMap["folders:updated"]["action"]): void {
    this.folders = [...this.folders.filter(({ id }) => id !== folder.id), folder];
    if (action === "offline" || action === "online") {
      const state = action === "offline" ? "offline" : "ok";
      for (const [id, track] of this.tracks) this.tracks.set(id, { ...track, state });
    }
    this.commit("folders:updated", { action, folder_id: folder.id });
  }

  /** Let a job be at some point, and send its progress; at its end the completion too. */
  setJob(job: ScanJob): void {
    this.jobs = [job, ...this.jobs.filter(({ job_id }) => job_id !== job.job_id)];
    const { job_id, status, scanned, found, errors, current_path } = job;
    if (status === "queued") return;
    this.commit("library:scan-progress", { job_id, status, scanned, found, errors, current_path });
    if (status === "scanning") return;
    const { added, updated, removed, skipped, duration_ms } = job;
    const stats = { added, updated, removed, skipped, errors, duration_ms };
    this.commit("library:scan-complete", { job_id, stats });
  }

  protected readonly folderAnswers: Answers<FolderRequest> = {
    folders_list: () => ({ ...this.stamp(), folders: this.folders }),
    folders_add: ({ path }) => {
      const folder = fakeFolder(this.folders.length + 1, { path, scanned_at: null });
      this.setFolder(folder, "added");
      this.onFolderAdded(path);
      return { ...this.stamp(), folder_id: folder.id, job_id: "job-1" };
    },
    folders_remove: ({ folder_id }) => {
      this.folders = this.folders.filter(({ id }) => id !== folder_id);
      this.commit("folders:updated", { action: "removed", folder_id });
      return { label: "Removed a folder", act_id: 1 };
    },
    folders_confirm_empty: ({ folder_id }) => {
      const folder = this.folders.find(({ id }) => id === folder_id);
      if (folder) this.setFolder({ ...folder, state: "online", reason: null }, "online");
      return {};
    },
    scan_start: () => {
      this.setJob(fakeJob());
      return { ...this.stamp(), job_id: "job-1" };
    },
    scan_cancel: ({ job_id }) => {
      const job = this.jobs.find((candidate) => candidate.job_id === job_id);
      if (job) this.setJob({ ...job, status: "cancelled" });
      return {};
    },
    scan_list: () => ({ ...this.stamp(), jobs: this.jobs }),
    scan_error_list: ({ folder_id, start = 0, count = 200 }) => {
      const errors = this.scanErrors.filter((error) => folder_id == null || error.folder_id === folder_id);
      return { ...this.stamp(), total: errors.length, errors: errors.slice(start, start + count) };
    },
  };
}
