/** How the pointer and the keys work in every list of tracks: selecting, moving, carrying, asking for the menu. */
import type { Stores } from "../../lib/stores";
import type { Viewport } from "../../lib/stores/viewport";
import { target } from "../library/keys";
import { lift, selectionIn, type ListName } from "../tracks/choice";

/** A point of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What of a list on the screen the controls need. */
export interface ListView {
  pageRows(): number;
  topRow(): number;
  reveal(index: number): void;
}

interface Options {
  readonly stores: Stores;
  readonly list: ListName;
  readonly total: () => number;
  readonly view: () => ListView | undefined;
  /** The row at a place; null where none has been read. */
  readonly row: (index: number) => { readonly id: number; readonly title: string } | null;
  /** Show the menu of what is chosen. */
  readonly menu: (at: Point) => void;
  /** Act on a key that means something in this list; returns whether it did. */
  readonly act: (event: KeyboardEvent) => boolean;
  /** A row was clicked twice, or Enter was pressed on it. */
  readonly open: (id: number) => void;
}

/** The place of the row an event happened on. */
function placeOf(event: Event): number | null {
  const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
  return row ? Number(row.getAttribute("data-index")) : null;
}

/** Whether an event belongs to a button in a row. */
const onButton = (event: Event): boolean => event.target instanceof Element && event.target.closest("button") !== null;

/** The place and the element of the row that has the focus, for a menu asked for by a key. */
function focusPoint(list: HTMLElement): Point {
  const id = list.getAttribute("aria-activedescendant");
  const { left, bottom } = ((id ? document.getElementById(id) : null) ?? list).getBoundingClientRect();
  return { x: left + 48, y: Math.min(bottom, innerHeight) };
}

/** A store of the rows of a list, which holds still what a person looks at. */
export interface Rows {
  readonly total: number;
  /** The rows that are held; null before the first. */
  readonly page: { place(id: number): number | null } | null;
  /** These are on the screen. */
  show(start: number, count: number): void;
  attach(viewport: Viewport | null): void;
}

/** Let a store know where its list is scrolled, until the returned function is called. */
export function attachTo(store: Rows, view: (ListView & { moveTo(row: number): void }) | undefined): () => void {
  if (view) {
    store.attach({
      get top() {
        return view.topRow();
      },
      moveTo(row) {
        view.moveTo(row);
      },
    });
  }
  return () => {
    store.attach(null);
  };
}

/** The handlers of a list. */
export function listControls({ stores, list, total, view, row, menu, act, open }: Options) {
  const { toasts, drag } = stores;
  const selection = selectionIn(stores, list);

  const select = (index: number, event: MouseEvent): void => {
    const extend = { range: event.shiftKey, keep: event.ctrlKey || event.metaKey };
    void toasts.attempt(selection.click(index, extend));
  };

  return {
    onkeydown: (event: KeyboardEvent): void => {
      if (event.target !== event.currentTarget) return;
      const control = event.ctrlKey || event.metaKey;
      if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
        event.preventDefault();
        menu(focusPoint(event.currentTarget as HTMLElement));
      } else if (act(event)) event.preventDefault();
      else if (event.altKey) return;
      else if (event.key === "Enter" && !event.shiftKey && !control) {
        event.preventDefault();
        if (selection.focusId !== null) open(selection.focusId);
      } else if (control && event.key.toLowerCase() === "a") {
        event.preventDefault();
        void toasts.attempt(selection.all());
      } else if (event.key === " ") {
        // Alone it plays and pauses, as everywhere.
        if (!control) return;
        event.preventDefault();
        selection.toggleFocus();
      } else if (event.key === "Escape") selection.clear();
      else if (target(event.key, 0, total(), 1) !== null) {
        // Said before the first wait: afterwards the browser has scrolled already.
        event.preventDefault();
        const extend = { range: event.shiftKey, keep: control };
        const to = (from: number | null): number | null => target(event.key, from, total(), view()?.pageRows() ?? 1);
        void toasts.attempt(selection.move(to, extend, (index) => view()?.reveal(index)));
      }
    },

    onpointerdown: (event: PointerEvent): void => {
      const index = placeOf(event);
      if (index === null || event.button !== 0 || onButton(event)) return;
      const pressed = row(index);
      const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
      // A press on one of several that are selected may be the start of carrying them all.
      const several = plain && selection.size > 1 && pressed !== null && selection.has(pressed.id);
      if (!several) select(index, event);
      if (!plain) return;
      const click = several ? select.bind(null, index, event) : undefined;
      drag.press(event.clientX, event.clientY, () => lift(stores, list, pressed), click);
    },

    ondblclick: (event: MouseEvent): void => {
      const index = placeOf(event);
      const opened = index === null || onButton(event) ? null : row(index);
      if (opened) open(opened.id);
    },

    oncontextmenu: (event: MouseEvent): void => {
      const index = placeOf(event);
      // One made by a key has no row under it, and was answered when the key was pressed.
      if (index === null || event.button !== 2) return;
      event.preventDefault();
      const at = { x: event.clientX, y: event.clientY };
      const pressed = row(index);
      if (pressed && selection.has(pressed.id)) menu(at);
      else {
        void toasts.attempt(
          selection.click(index).then(() => {
            menu(at);
          }),
        );
      }
    },

    /** The focus comes to the list by a key: give it a row to stand on, without selecting it. */
    onfocus: (event: FocusEvent): void => {
      const list = event.currentTarget as HTMLElement;
      if (selection.focusId === null && total() > 0 && list.matches(":focus-visible")) {
        void toasts.attempt(selection.move(() => Math.ceil(view()?.topRow() ?? 0), { keep: true }));
      }
    },
  };
}
