"""The window: the only place that knows of Tauri. Importing this package loads no WebKit; `window` does."""
