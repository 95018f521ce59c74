// The bundler loads the binary of its platform: of the real one.
import "tsdown";
import { installWindows } from "./windows-fs.ts";

installWindows();
