import { Command } from "commander";
import { createOrgOption } from "../flows/shared-options.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { DoctorFlags } from "./doctor/subject.ts";

const examples = [
  "okta-unlock doctor",
  "okta-unlock doctor my-app --fix",
  "# An app that was made elsewhere",
  "okta-unlock doctor --issuer https://acme.okta.com/oauth2/default --client-id 0oa1b2c3d4 --redirect-uri com.acme.app:/callback",
];

const notes =
  "It asks the authorization server as the app does, which needs no sign-in. With a sign-in to the org it also checks the app and " +
  "the access policies. In the folder of several projects it checks each. Without a project, name the app with --issuer, " +
  "--client-id and --redirect-uri. --verbose lists every check. The exit code is 8 when a check fails or can't tell.";

/** `doctor [dir]`: says why sign-in fails, or would. */
export function declareDoctor(session: Session): Command {
  const command = new Command("doctor")
    .description("Checks a project, its app and its org, and says why sign-in fails and how to fix it.")
    .argument("[dir]", "the folder of the project; the current one by default")
    .option("--issuer <url>", "the issuer of an app that was made elsewhere")
    .option("--client-id <id>", "the client ID of that app")
    .option("--redirect-uri <uri>", "where Okta returns to after sign-in")
    .option("--post-logout-redirect-uri <uri>", "where Okta returns to after sign-out")
    .option(
      "--scopes <list>",
      "the scopes that the app asks for; openid profile email offline_access by default",
    )
    .option("--device-grant", "also ask for a device code; it stays pending in the org until it expires")
    .addOption(createOrgOption())
    .option("--fix", "fix what okta-unlock can fix, after showing it, then check again");
  return explain(command, { examples, notes }).action(
    async (directory: string | undefined, flags: DoctorFlags) => {
      const { runDoctor, createDoctorView } = await import("./doctor/run.ts");
      const { result, failure } = await runDoctor(session.context, directory, flags);
      session.present(result, createDoctorView(session.context.interaction));
      if (failure !== undefined) throw failure;
    },
  );
}
