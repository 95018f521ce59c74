import { homedir, userInfo } from "node:os";
import { isAbsolute, relative } from "node:path";
import { OktaUnlockError } from "../../errors.ts";
import { locateTool } from "../../files/find-program.ts";
import { setVariable } from "../../hints.ts";

/** True for a folder that the access rules of the user's own folder protect. */
function isInProfile(directory: string): boolean {
  const way = relative(homedir().toLowerCase(), directory.toLowerCase());
  return !way.startsWith("..") && !isAbsolute(way);
}

/** By their ids, which no language of Windows changes: the system, and administrators, who can read everything anyway. */
const system = ["*S-1-5-18", "*S-1-5-32-544"];

/**
 * Closes a folder to the other users of a Windows machine, with all that will be made in it, unless it lies in the user's
 * own folder: elsewhere, such as on `D:`, everybody may read new files. Throws `directory-unusable` when that fails.
 */
export async function closeOnWindows(directory: string): Promise<void> {
  if (isInProfile(directory)) return;
  const { username } = userInfo();
  const domain = process.env["USERDOMAIN"];
  const user = domain === undefined ? username : `${domain}\\${username}`;
  const grants = [user, ...system].flatMap((who) => ["/grant:r", `${who}:(OI)(CI)F`]);
  try {
    const program = locateTool("icacls", { env: process.env, platform: "win32" }) ?? "";
    const [{ execFile }, { promisify }] = await Promise.all([
      import("node:child_process"),
      import("node:util"),
    ]);
    await promisify(execFile)(program, [directory, "/inheritance:r", ...grants], {
      timeout: 10_000,
      windowsHide: true,
    });
  } catch (cause) {
    throw new OktaUnlockError("directory-unusable", {
      message: `Other users of this machine may read what is in ${directory}, so no secret is kept there.`,
      why: "The folder is not in your user folder, and icacls could not change who may open it.",
      next: `Choose a folder in your user folder: ${setVariable("OKTA_UNLOCK_CONFIG_DIR", "<folder>")}`,
      cause,
    });
  }
}
