/** Starts the page, measured, and answers what the benchmark asks. The same for both backends. */
import type { Backend } from "../src/lib/backend";
import { start } from "../src/start.svelte";
import { answer } from "./control";
import { Commands } from "./commands";
import { measured, Recorder } from "./recorder";

/** Start the page on a backend. The address names the window and the port of the benchmark. */
export function run(backend: Backend): void {
  const target = document.getElementById("app");
  if (!target) throw new Error("The page has no place for the window.");
  const recorder = new Recorder();
  const { stores } = start(measured(backend, recorder), target);
  const address = new URLSearchParams(location.search);
  answer(Number(address.get("control")), address.get("name") ?? "", new Commands(backend, stores, recorder).all);
}
