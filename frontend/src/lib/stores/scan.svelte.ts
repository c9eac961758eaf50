/** The scan that runs, those that wait, how the last one ended, and what could not be read. */
import { BackendError, type Backend } from "../backend";
import {
  ROWS_LIMIT,
  type LibraryScanComplete,
  type LibraryScanProgress,
  type ScanErrors,
  type ScanJob,
} from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";

export class ScanStore {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #jobsReread: Reread;
  readonly #errorsReread: Reread;
  #jobs = $state.raw<readonly ScanJob[]>([]);
  #ended = $state.raw<string | null>(null);
  #errors = $state.raw<ScanErrors | null>(null);
  #failure = $state.raw<BackendError | null>(null);
  #shownJobs: Stamp | null = null;
  /** Whose errors are looked at: a folder's, all (null), or nobody looks (undefined). */
  #looking: number | null | undefined = undefined;

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#jobsReread = rereads.kind(() => this.#readJobs());
    this.#errorsReread = rereads.kind(() => this.#readErrors());
  }

  get jobs(): readonly ScanJob[] {
    return this.#jobs;
  }
  /** The job that runs. */
  get running(): ScanJob | null {
    return this.#jobs.find(({ status }) => status === "scanning") ?? null;
  }
  get waiting(): readonly ScanJob[] {
    return this.#jobs.filter(({ status }) => status === "queued");
  }
  /** The job that ended while this window was open, until its summary has been seen. */
  get ended(): ScanJob | null {
    return this.#jobs.find(({ job_id }) => job_id === this.#ended) ?? null;
  }
  /** The first of the files that could not be read, while somebody looks at them. */
  get errors(): ScanErrors | null {
    return this.#errors;
  }
  get failure(): BackendError | null {
    return this.#failure;
  }

  load(): Promise<void> {
    return this.#jobsReread.now();
  }

  /** `library:scan-progress` */
  apply(event: LibraryScanProgress): void {
    if (event.status === "scanning") this.#ended = null;
    this.#jobsReread.mark();
    if (event.errors !== this.#errors?.total) this.#lookAgain();
  }

  /** `library:scan-complete` */
  applyComplete(event: LibraryScanComplete): void {
    this.#ended = event.job_id;
    this.#jobsReread.mark();
    this.#lookAgain();
  }

  reload(): void {
    this.#jobsReread.mark();
    this.#lookAgain();
  }

  /** Look for changes in some folders, or in all of them. */
  async start(folder_ids: readonly number[] | null = null): Promise<void> {
    this.#rereads.stamped(await this.#backend.request("scan_start", { folder_ids }));
    // A job that waits for another one sends nothing until it is its turn.
    this.#jobsReread.mark();
  }

  async cancel(job_id: string): Promise<void> {
    await this.#backend.request("scan_cancel", { job_id });
    this.#jobsReread.mark();
  }

  /** The summary of the scan that ended has been seen. */
  dismiss(): void {
    this.#ended = null;
  }

  /** Read what could not be read, of a folder or of all, and keep it right until the returned function is called. */
  lookAtErrors(folder_id: number | null): () => void {
    this.#looking = folder_id;
    this.#errors = null;
    this.#errorsReread.mark();
    return () => {
      this.#looking = undefined;
    };
  }

  #lookAgain(): void {
    if (this.#looking !== undefined) this.#errorsReread.mark();
  }

  async #readJobs(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("scan_list", {}));
      if (isOlder(reply, this.#shownJobs)) return;
      this.#shownJobs = reply;
      this.#jobs = reply.jobs;
      this.#failure = null;
    } catch (reason) {
      this.#failure = BackendError.from(reason);
    }
  }

  async #readErrors(): Promise<void> {
    const folder_id = this.#looking;
    if (folder_id === undefined) return;
    try {
      const body = { folder_id, start: 0, count: ROWS_LIMIT };
      const reply = this.#rereads.stamped(await this.#backend.request("scan_error_list", body));
      if (this.#looking === folder_id && !isOlder(reply, this.#errors)) this.#errors = reply;
    } catch (reason) {
      this.#failure = BackendError.from(reason);
    }
  }
}
