/** Draws the window and brings it to life; the same for the real backend and for an invented one. */
import { mount, type ComponentProps } from "svelte";

import { expose } from "./automation";
import MiniPlayer from "./components/mini/MiniPlayer.svelte";
import App from "./components/shell/App.svelte";
import { BackendError, type Backend } from "./lib/backend";
import { connect, type Connection } from "./lib/connect";
import { documentVisibility } from "./lib/reread";
import { Stores, type Scope } from "./lib/stores";

/** A window that was started. */
export interface Started {
  readonly stores: Stores;
  /** The mounted component. */
  readonly app: Record<string, unknown>;
}

/** Start the window in an element of the page: the whole one, or the small one with the player alone. */
export function start(backend: Backend, target: HTMLElement, scope: Scope = "all"): Started {
  const stores = new Stores(backend, documentVisibility(), scope);
  let connection: Connection | null = null;
  const props: ComponentProps<typeof App> = $state({
    stores,
    failure: null,
    onretry: () => void live(),
    drag: { kind: "away" },
  });

  async function live(): Promise<void> {
    try {
      connection = await connect(backend, stores);
      props.failure = null;
    } catch (reason) {
      props.failure = BackendError.from(reason);
    }
  }

  if (navigator.webdriver) expose(stores, () => connection);
  const app = scope === "player" ? mount(MiniPlayer, { target, props }) : mount(App, { target, props });
  void live();
  backend
    .onFolderDrag((drag) => {
      props.drag = drag;
    })
    .catch((reason: unknown) => {
      stores.toasts.error(reason);
    });
  return { stores, app };
}
