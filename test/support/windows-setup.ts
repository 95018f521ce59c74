import { installWindows } from "./windows-fs.ts";

// The bundler loads the binary of its platform: of the real one.
await import("tsdown");
if (process.platform !== "win32") installWindows();
