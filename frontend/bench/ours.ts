/** The program's page on the program's own backend: Tauri events and requests. */
import "../src/ui/tokens.css";
import "../src/ui/base.css";

import { tauriBackend } from "../src/lib/backend";
import { run } from "./run";

run(tauriBackend());
