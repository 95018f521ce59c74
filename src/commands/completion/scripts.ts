import bash from "./scripts/okta-unlock.bash?raw";
import fish from "./scripts/okta-unlock.fish?raw";
import powershell from "./scripts/okta-unlock.ps1?raw";
import zsh from "./scripts/okta-unlock.zsh?raw";
import type { Shell } from "./shells.ts";

/**
 * What each shell loads. All of them hand the words of the line over in a variable, separated by U+001F, with the one at the
 * cursor last: npm's starter for PowerShell swallows `--`, so arguments would not arrive. Nothing of the line and nothing
 * that we answer is evaluated, which is what keeps us from the script of a library: `@bomb.sh/tab` evaluates both in bash.
 *
 * The answer is a line that says what it is (`values`, `files` or `folders`), then a line for each value, then two spaces and
 * what there is to say of it.
 */
export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };
