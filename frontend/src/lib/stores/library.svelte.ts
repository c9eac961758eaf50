/** The list of tracks: which list is open, and the rows of it that are on the screen or near. */
import { BackendError, type Backend } from "../backend";
import type { LibraryUpdated, Rows, Section, Sort, ViewUpdated } from "../contract.gen";
import type { Reread, Rereads } from "../reread";
import { heldStill, moved } from "./anchor";
import { aligned, around, CHUNK, widened, type Range, type Spot } from "./chunks";
import type { Listed } from "./listed";
import { Meanwhile } from "./meanwhile";
import { Page } from "./page";
import { TOP, type Viewport } from "./viewport";

/** Which list a person wants to see. */
export interface Wanted {
  readonly section: Section;
  readonly query: string;
  readonly sort: Sort;
}

/** Tries to read rows that cover a list that is being scrolled and changed at the same time. */
const TRIES = 4;

/** The order each list starts with. */
const FIRST_SORT: Record<Section, Sort> = {
  library: { column: "artist", descending: false },
  favorites: { column: "added", descending: true },
  "recently-added": { column: "added", descending: true },
  "recently-played": { column: "added", descending: true },
  "most-played": { column: "plays", descending: true },
};

const NONE: ReadonlySet<number> = new Set();

export class LibraryStore implements Listed {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  readonly #sorts: Record<Section, Sort> = { ...FIRST_SORT };

  #wanted = $state.raw<Wanted>({ section: "library", query: "", sort: FIRST_SORT.library });
  #page = $state.raw<Page | null>(null);
  #shown = $state.raw<Wanted | null>(null);
  #fresh = $state.raw<ReadonlySet<number>>(NONE);
  #error = $state.raw<BackendError | null>(null);

  #viewport: Viewport = TOP;
  #range: Range = { start: 0, count: CHUNK / 2 };
  #focus: () => number | null = () => null;
  #viewId = 0;
  #bringBack: number | null = null;
  /** The view has another revision, or may have: its rows are to be read anew, with the place held. */
  #outdated = false;
  readonly #meanwhile: Meanwhile;

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#meanwhile = new Meanwhile(rereads);
    this.#reread = rereads.kind(() => this.#read());
  }

  /** The list asked for last; what is shown follows in a moment. */
  get section(): Section {
    return this.#wanted.section;
  }
  get query(): string {
    return this.#wanted.query;
  }
  get sort(): Sort {
    return this.#wanted.sort;
  }
  /** The list whose rows are shown; null until the first is in. */
  get shown(): Wanted | null {
    return this.#shown;
  }
  /** Tracks in the list shown. */
  get total(): number {
    return this.#page?.total ?? 0;
  }
  /** Milliseconds all tracks of the list take. */
  get duration(): number {
    return this.#page?.duration ?? 0;
  }
  /** Why the last read failed; null when it did not. */
  get error(): BackendError | null {
    return this.#error;
  }
  /** Ids on the screen that the last change brought, so that they can arrive softly; none once it is scrolled. */
  get fresh(): ReadonlySet<number> {
    return this.#fresh;
  }
  /** Which revision of which view is shown, for looking at the window from outside. */
  get revision(): { readonly viewId: number; readonly revision: number } | null {
    return this.#page && { viewId: this.#page.viewId, revision: this.#page.revision };
  }
  /** The rows held, as one value that changes whenever any of them does. */
  get page(): Page | null {
    return this.#page;
  }

  /** Read the first rows, in the order `sort`. */
  async load(sort?: Sort): Promise<void> {
    if (sort) {
      this.#sorts.library = sort;
      if (this.section === "library") this.#wanted = { ...this.#wanted, sort };
    }
    await this.#reread.now();
  }

  /** Show another list, from its top. */
  openSection(section: Section): void {
    if (section !== this.section || this.query) this.#want({ section, query: "", sort: this.#sorts[section] });
  }

  /** Show what matches; with nothing typed, the whole list again, at the track that has the focus. */
  search(query: string): void {
    if (query === this.query) return;
    this.#want({ ...this.#wanted, query });
    this.#bringBack = query ? null : this.#focus();
  }

  /** Sort by a column; the same column once more turns the order round. */
  sortBy(column: Sort["column"]): Sort {
    const descending = this.sort.column === column ? !this.sort.descending : column === "added" || column === "plays";
    const sort = { column, descending };
    this.#sorts[this.section] = sort;
    this.#want({ ...this.#wanted, sort });
    return sort;
  }

  /** Let a list tell where it is scrolled, and a selection which track has the focus. */
  attach(viewport: Viewport | null): void {
    this.#viewport = viewport ?? TOP;
  }
  followFocus(focus: () => number | null): void {
    this.#focus = focus;
  }

  /** Say which rows are on the screen, so that they and their neighbours are read. */
  show(start: number, count: number): void {
    if (start !== this.#range.start) this.#fresh = NONE;
    this.#range = { start, count: Math.max(1, count) };
    if (this.#page?.needs(widened(this.#range))) this.#reread.mark();
  }

  /** Find where a track stands in the list shown. */
  async locate(id: number): Promise<number | null> {
    const held = this.#page?.place(id);
    if (held !== null && held !== undefined) return held;
    return this.#page ? this.#place(this.#page.viewId, id) : null;
  }

  /** Find where tracks stand in the list shown. */
  async places(track_ids: readonly number[]): Promise<readonly (number | null)[]> {
    const view_id = this.#page?.viewId ?? this.#viewId;
    return this.#rereads.stamped(await this.#backend.request("library_locate", { view_id, track_ids })).places;
  }

  /** Read the ids of a run of rows of the list shown. */
  async ids(start: number, count: number): Promise<readonly number[]> {
    const held = this.#page?.ids({ start, count }) ?? [];
    if (held.length === count) return held.map(({ id }) => id);
    const view_id = this.#page?.viewId ?? this.#viewId;
    const reply = await this.#backend.request("library_track_ids", { view_id, start, count });
    return this.#rereads.stamped(reply).track_ids;
  }

  /** `library:updated`: rows that are held and were touched are read again. What came or went is `view:updated`. */
  apply(event: LibraryUpdated, seq: number): void {
    this.touch(event.track_ids, seq);
  }

  /** Something of these tracks has changed, up to `seq`: read the rows that show them again. */
  touch(track_ids: readonly number[], seq = Infinity): void {
    this.#stain(new Set(track_ids), seq);
  }

  /** `view:updated`: the list has another order or length, or was closed. */
  applyView(event: ViewUpdated): void {
    if (event.view_id !== this.#viewId) return;
    if (this.#page?.viewId === event.view_id && this.#page.revision >= event.revision) return;
    this.#outdated = true;
    this.#reread.mark();
  }

  /** The state of whole folders has changed, without naming their tracks: read what is shown again. */
  applyFolders(): void {
    this.#stain();
  }

  /** Read what is shown again, because events were missed, the database is another one, or a person asks. */
  reload(): void {
    this.#suspect();
    this.#reread.mark();
  }

  /** Believe nothing of the view: open it again, then read its rows again. */
  #suspect(): void {
    this.#viewId = 0;
    this.#outdated = true;
  }

  #stain(ids?: ReadonlySet<number>, seq = Infinity): void {
    this.#meanwhile.note(ids, seq);
    if (!this.#page) return;
    this.#page = this.#page.touched(ids, (stamp) => this.#rereads.hasSeen(seq, stamp));
    this.#reread.mark();
  }

  #want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#bringBack = null;
    this.#reread.mark();
  }

  async #read(): Promise<void> {
    let reopened = 0;
    for (let step = this.#next(); step; step = this.#next()) {
      this.#meanwhile.begin();
      try {
        const dropped = await step();
        this.#error = null;
        // A dropped reply leaves the need for it; the next event or scroll asks again, instead of a hot loop here.
        if (dropped) return;
      } catch (reason) {
        const error = BackendError.from(reason);
        // What the failed step was to bring is still owed: the next event, scroll or "Try again" reads it.
        this.#suspect();
        if (error.code === "view_gone" && reopened++ < TRIES) continue;
        this.#error = error;
        return;
      } finally {
        this.#meanwhile.end();
      }
    }
  }

  /** What is to be read next, the most urgent first. */
  #next(): (() => Promise<boolean>) | null {
    const page = this.#page;
    if (!page || this.#shown !== this.#wanted) return () => this.#open(this.#wanted);
    if (this.#viewId === 0) return () => this.#reopen();
    if (this.#outdated) return () => this.#refresh();
    const range = this.#range;
    if (page.covers(range) && page.touchedIn(range)) return () => this.#fill(range);
    const urgent = page.needs(range);
    if (urgent) return () => this.#fill(urgent);
    const near = page.needs(widened(range));
    return near ? () => this.#fill(near) : null;
  }

  async #open(wanted: Wanted): Promise<boolean> {
    const view = this.#rereads.stamped(await this.#backend.request("library_open_view", wanted));
    if (this.#wanted !== wanted) return false;
    this.#viewId = view.view_id;
    this.#outdated = false;
    const back = this.#bringBack === null ? null : await this.#place(view.view_id, this.#bringBack);
    const top = back === null ? 0 : Math.max(0, back - Math.floor(this.#range.count / 2));
    const reply = await this.#rows(aligned(top, this.#range.count));
    if (this.#wanted !== wanted) return false;
    this.#shown = wanted;
    this.#fresh = NONE;
    this.#put(Page.of(reply), top);
    return false;
  }

  /** Learn the number the list's view has now, after it was closed or may have been. */
  async #reopen(): Promise<boolean> {
    const wanted = this.#wanted;
    const view = this.#rereads.stamped(await this.#backend.request("library_open_view", wanted));
    if (this.#wanted === wanted) this.#viewId = view.view_id;
    return false;
  }

  async #fill(range: Range): Promise<boolean> {
    const wanted = this.#wanted;
    const reply = await this.#rows(range);
    const page = this.#page;
    if (this.#wanted !== wanted || reply.view_id !== page?.viewId) return false;
    if (reply.revision < page.revision) return true;
    if (reply.revision > page.revision) this.#outdated = true;
    else {
      this.#page = this.#meanwhile.mark(page.with(reply, this.#range));
      // Fewer rows than the list is said to have would be asked for again and again.
      return !this.#page.covers(range);
    }
    return false;
  }

  /** Read the rows of a new revision, and put them so that what a person looks at stays where it is. */
  async #refresh(): Promise<boolean> {
    this.#outdated = false;
    const wanted = this.#wanted;
    let { start } = this.#range;
    let asked = false;
    for (let tries = 1; this.#wanted === wanted && this.#page; tries++) {
      const { count } = this.#range;
      const reply = await this.#rows(around({ start, count }));
      if (this.#wanted !== wanted) return false;
      if (reply.view_id === this.#page.viewId && reply.revision < this.#page.revision) return true;
      const page = Page.of(reply, this.#page);
      const held = this.#held();
      const found = moved(held, ({ id }) => page.place(id));
      if (found === null && held.length > 0 && !asked && page.total > 0) {
        // Only where they have moved far, or are gone, is it worth another request to be told where they stand.
        asked = true;
        start = this.#range.start + (await this.#drift());
        continue;
      }
      // The rows themselves tell best how far they have moved; what the backend said may be a change older.
      const by = found ?? (held.length === 0 ? 0 : start - this.#range.start);
      const shown = { start: Math.max(0, Math.min(this.#range.start + by, page.total - count)), count };
      if (page.covers(shown) || tries === TRIES) {
        const before = new Set(this.#page.ids(this.#range).map(({ id }) => id));
        this.#range = shown;
        this.#put(page, Math.max(0, this.#viewport.top + by));
        this.#fresh = new Set(page.ids(shown).flatMap(({ id }) => (before.has(id) ? [] : [id])));
        return false;
      }
      start = shown.start;
    }
    return false;
  }

  /** How many rows the view has moved what is on the screen, asked from the backend, which knows every row. */
  async #drift(): Promise<number> {
    const held = this.#held();
    if (held.length === 0) return 0;
    const track_ids = held.map(({ id }) => id);
    const reply = await this.#backend.request("library_locate", { view_id: this.#viewId, track_ids });
    const { places } = this.#rereads.stamped(reply);
    return moved(held, (_row, at) => places[at] ?? null) ?? 0;
  }

  #held(): readonly Spot[] {
    return this.#page ? heldStill(this.#page, this.#range, this.#viewport.top, this.#focus()) : [];
  }

  async #place(view_id: number, id: number): Promise<number | null> {
    const reply = await this.#backend.request("library_locate", { view_id, track_ids: [id] });
    return this.#rereads.stamped(reply).places[0] ?? null;
  }

  async #rows({ start, count }: Range): Promise<Rows> {
    return this.#rereads.stamped(
      await this.#backend.request("library_rows", { view_id: this.#viewId, start, count }),
    );
  }

  #put(page: Page, top: number): void {
    this.#page = this.#meanwhile.mark(page);
    this.#viewport.moveTo(top);
  }
}
