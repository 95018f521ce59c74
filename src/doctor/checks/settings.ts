import { parseClientId } from "../../values/client-id.ts";
import { stripAdmin } from "../../values/web-address.ts";
import { defineCheck, fail, type Finding, pass, skip, warn } from "../check.ts";
import type { Facts } from "../facts.ts";
import { checkAgainstManifest, explainHidden } from "./against-manifest.ts";
import { gradlePath, placeholderName, readGradleScheme } from "../gradle-scheme.ts";
import { listSchemes } from "../project-files.ts";
import type { SubjectProject } from "../subject.ts";
import { readUrl } from "../../values/read-url.ts";

const placeholder = /[{}<>]|your[-_ ]?(?:okta|client)/iu;
const scheme = /^[a-z][a-z\d+.-]*$/u;

function hasProject({ subject }: Pick<Facts, "subject">): boolean {
  return subject.project !== undefined;
}

/** What can be told from the settings alone, without a network. */
export const settingsChecks = [
  defineCheck({
    id: "settings-filled-in",
    title: "The issuer and the client ID are filled in",
    group: "settings",
    symptom: "The app can't reach an org, or Okta says that the client ID is not valid.",
    remedy: "Put the issuer and the client ID of your app in place of the placeholder.",
    mend: { kind: "files" },
    run: ({ subject: { issuer, clientId } }) => {
      const [name, value] = placeholder.test(issuer) ? ["issuer", issuer] : ["client ID", clientId];
      if (placeholder.test(value))
        return fail(`The ${name} is ${JSON.stringify(value)}, a placeholder.`, `Fill in the ${name}.`);
      const parsed = parseClientId(clientId);
      return parsed.ok
        ? pass("None is a placeholder.")
        : fail(
            parsed.problem,
            "Copy the client ID from the app in the Admin Console (Applications > the app > General).",
          );
    },
  }),
  defineCheck({
    id: "issuer-not-admin",
    title: "The issuer is not the address of the Admin Console",
    group: "settings",
    symptom: "Discovery fails with 404 or a redirect; okta-auth-js refuses the configuration.",
    remedy: "Remove `-admin` from the host of the issuer.",
    mend: { kind: "files" },
    run: ({ subject: { issuer } }) => {
      const host = readUrl(issuer)?.hostname ?? "";
      const right = stripAdmin(host);
      return right === undefined
        ? pass(host === "" ? "It is not a web address." : `Its host is ${host}.`)
        : fail(`${host} is the Admin Console, which issues no tokens.`, `Use ${issuer.replace(host, right)}`);
    },
  }),
  defineCheck({
    id: "issuer-exact",
    title: "The issuer has no end slash, no .well-known and no endpoint behind it",
    group: "settings",
    symptom:
      "The Swift SDK reports `invalidIssuer`, the ID token's `iss` does not match, or `//.well-known` gives 404.",
    remedy: "Use the issuer as the discovery document states it: clients compare it letter by letter.",
    mend: { kind: "files" },
    run: checkIssuerForm,
  }),
  defineCheck({
    id: "issuer-https",
    title: "The issuer uses https",
    group: "settings",
    symptom: "The SDKs refuse the ID token: `issuerRequiresHTTPS` (Swift), `ISSUER_NOT_HTTPS` (Kotlin).",
    remedy: "Use the https address of the org. The local org has one.",
    mend: { kind: "files" },
    run: ({ subject: { issuer } }) =>
      readUrl(issuer)?.protocol === "http:"
        ? fail(
            `${issuer} is plain http, and the mobile SDKs of Okta refuse its tokens.`,
            `Use ${issuer.replace(/^http:/iu, "https:")}`,
          )
        : pass("It does."),
  }),
  defineCheck({
    id: "redirect-scheme-usable",
    title: "iOS and Android can return to the scheme of the redirect URI",
    group: "settings",
    symptom: "The browser stays on a blank page after sign-in, though Okta accepted the redirect URI.",
    remedy:
      "Use a reversed domain in lower case as the scheme, without an underscore: `com.example.app:/callback`.",
    mend: { kind: "files" },
    run: ({ subject: { redirectUri } }) => checkScheme(redirectUri),
  }),
  defineCheck({
    id: "scheme-registered",
    title: "The app registers the scheme of its redirect URI",
    group: "settings",
    symptom: "The browser stays on a blank page after sign-in: the system knows no app for the scheme.",
    remedy:
      "Register the scheme: `scheme` in app.json, or `webAuthenticationRedirectScheme` in app/build.gradle.kts.",
    mend: { kind: "files" },
    concerns: hasProject,
    run: checkRegistration,
  }),
  defineCheck({
    id: "offline-access-requested",
    title: "The app asks for offline_access",
    group: "settings",
    symptom: "Sign-in works, but there is no refresh token, so nothing can be unlocked later.",
    remedy: "Add `offline_access` to the scopes that the app requests.",
    mend: { kind: "files" },
    run: ({ subject: { scopes } }) =>
      scopes.includes("offline_access")
        ? pass(`It asks for ${scopes.join(" ")}.`)
        : fail(
            `It asks for ${scopes.join(" ")}, so Okta issues no refresh token.`,
            "Add offline_access to its scopes.",
          ),
  }),
  defineCheck({
    id: "settings-match-project",
    title: "The settings of the app are those of okta-unlock.json",
    group: "settings",
    symptom: "The app signs in to another org or as another app than the one that was made for it.",
    remedy: "Restore the settings file, or create the project again with the values that you want.",
    mend: { kind: "files" },
    concerns: hasProject,
    run: checkAgainstManifest,
  }),
];

function checkIssuerForm({ subject: { issuer } }: Facts): Finding {
  const url = readUrl(issuer);
  if (url === undefined)
    return fail(
      `${JSON.stringify(issuer)} is no web address.`,
      "Use the issuer of your org: https://<your org>/oauth2/default",
    );
  if (url.pathname === "/" && !issuer.endsWith("/")) return pass(issuer);
  if (/^\/oauth2\/(?!v1$)[\w-]+$/u.test(url.pathname) && url.search === "" && url.hash === "")
    return pass(issuer);
  const [, server = ""] = /^(\/oauth2\/(?!v1(?:\/|$))[\w-]+)/u.exec(url.pathname) ?? [];
  return fail(
    `${issuer} is not an issuer: it ends in ${issuer.endsWith("/") ? "a slash" : "something else than the ID of an authorization server"}.`,
    `Use ${url.origin}${server}`,
  );
}

function checkScheme(redirectUri: string): Finding {
  const found = /^[^:/?#]*(?=:)/u.exec(redirectUri)?.[0];
  if (found === undefined || found === "")
    return fail(
      `${JSON.stringify(redirectUri)} has no scheme.`,
      "Use a URI such as com.example.app:/callback.",
    );
  if (/^https?$/iu.test(found)) {
    return /^https?:\/\/(?:localhost|127\.|\[::1\])/iu.test(redirectUri) || found === "https"
      ? warn(
          `${redirectUri} is an ${found} address: no custom scheme.`,
          "A mobile app needs App Links or Universal Links for it; a custom scheme needs neither.",
        )
      : fail(`${redirectUri} is an http address, to which no app can return.`, "Use a custom scheme.");
  }
  if (!scheme.test(found)) {
    const better = found
      .toLowerCase()
      .replaceAll("_", "")
      .replace(/^[^a-z]+/u, "");
    return fail(
      `${found} is not a scheme that iOS and Android return to: lower-case letters, digits, +, - and dots, a letter first.`,
      `Use ${better === "" ? "com.example.app" : better}${redirectUri.slice(found.length)}, in the app and in Okta.`,
    );
  }
  return found.includes(".")
    ? pass(`${found} is one.`)
    : warn(
        `${found} has no dot, so that another app may have it too.`,
        "Use a reversed domain: com.example.app.",
      );
}

function checkRegistration({ subject: { project, redirectUri } }: Facts): Finding {
  if (project === undefined) return skip("There is no project to look at.");
  const { file, manifest } = project;
  if (manifest.answers.platform === "ios")
    return pass("iOS needs no registration: the sign-in sheet is given the scheme.");
  const wanted = redirectUri.slice(0, redirectUri.indexOf(":"));
  if (manifest.answers.platform === "android") return checkGradle(project, wanted);
  if (file?.text === undefined) return skip("The settings file can't be read.");
  const registered = listSchemes(file.values);
  if (registered.includes(wanted)) return pass(`${file.path} registers ${wanted}.`);
  const hidden = explainHidden(project, file);
  if (hidden !== undefined) return hidden;
  return fail(
    `${file.path} registers ${registered.length === 0 ? "no scheme" : registered.join(", ")}, but the redirect URI has the scheme ${wanted}.`,
    `Set "scheme" to ${JSON.stringify(wanted)} in ${file.path}.`,
  );
}

function checkGradle(project: SubjectProject, wanted: string): Finding {
  const found = readGradleScheme(project);
  const line = `manifestPlaceholders["${placeholderName}"] = ${JSON.stringify(wanted)}`;
  const schemes = found.kind === "literal" ? found.schemes : [];
  if (schemes.includes(wanted)) return pass(`${gradlePath} registers ${wanted}.`);
  if (schemes.length > 0)
    return fail(
      `${gradlePath} registers ${schemes.join(", ")}, but the redirect URI has the scheme ${wanted}.`,
      `Set this in ${gradlePath}: ${line}`,
    );
  if (found.kind === "from-settings") return pass(`${gradlePath} takes ${wanted} from okta.properties.`);
  if (found.kind === "missing")
    return warn(
      `${gradlePath} does not set ${placeholderName}.`,
      `Unless another Gradle file sets it, add this to defaultConfig: ${line}`,
    );
  return found.kind === "computed"
    ? skip(`${gradlePath} computes ${placeholderName}, which only Gradle can do.`)
    : skip(`${gradlePath} can't be read.`);
}
