/** The music folders and their state. */
import { BackendError, type Backend } from "../backend";
import type { Acted, Folder, FolderAdded, FoldersUpdated } from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";

export class FoldersStore {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #folders = $state.raw<readonly Folder[] | null>(null);
  #error = $state.raw<BackendError | null>(null);
  #shown: Stamp | null = null;
  #watchers = 0;

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
  }

  /** The folders in the order of their paths; null until they are read. */
  get all(): readonly Folder[] | null {
    return this.#folders;
  }
  get offline(): readonly Folder[] {
    return this.#folders?.filter(({ state }) => state === "offline") ?? [];
  }
  get error(): BackendError | null {
    return this.#error;
  }

  load(): Promise<void> {
    return this.#reread.now();
  }

  /** `folders:updated`, and the end of a scan, which changes the counts. */
  apply(_event?: FoldersUpdated): void {
    this.#reread.mark();
  }

  /** `library:updated` changes the counts of folders, which matters only while somebody looks at them. */
  applyLibrary(): void {
    if (this.#watchers > 0) this.#reread.mark();
  }

  /** Keep the counts right from now on, until the returned function is called. */
  watch(): () => void {
    this.#watchers++;
    this.#reread.mark();
    return () => {
      this.#watchers--;
    };
  }

  /** Add a folder by its path and scan it. */
  async add(path: string): Promise<FolderAdded> {
    return this.#rereads.stamped(await this.#backend.request("folders_add", { path }));
  }

  /** Let the person choose a folder in the system's dialog; null when it was closed without a choice. */
  async pick(): Promise<string | null> {
    return (await this.#backend.request("folders_pick", {})).path;
  }

  /** Take a folder and its tracks out of the library. */
  remove(folder_id: number): Promise<Acted> {
    return this.#backend.request("folders_remove", { folder_id });
  }

  /** Say that a folder was emptied on purpose. */
  async confirmEmpty(folder_id: number): Promise<void> {
    await this.#backend.request("folders_confirm_empty", { folder_id });
  }

  async #read(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("folders_list", {}));
      if (isOlder(reply, this.#shown)) return;
      this.#shown = reply;
      this.#folders = reply.folders;
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
