/** The program's page on what was replaced: a WebSocket for events, HTTP for requests. */
import "../src/ui/tokens.css";
import "../src/ui/base.css";

import { run } from "./run";
import { websocketBackend } from "./websocket";

run(websocketBackend());
