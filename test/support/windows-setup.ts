import { installWindows } from "./windows-fs.ts";

// The bundler loads the binary of its platform: of the real one.
await import("tsdown");
// Once: the files of a worker share its process, and it is one of Windows from then on.
if (process.platform !== "win32") installWindows();
