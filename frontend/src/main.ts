import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/rows.css";

import { isMiniWindow, tauriBackend } from "./lib/backend";
import { start } from "./start.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no place for the window.");
start(tauriBackend(), target, isMiniWindow() ? "player" : "all");
