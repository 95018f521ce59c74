import { appFormats } from "../../flows/app-formats.ts";
import type { Topic } from "./topic.ts";

const appFormatMeanings: Readonly<Record<(typeof appFormats)[number], string>> = {
  env: "lines of NAME=value, for a .env file",
  json: "a JSON object of names and values",
  plist: "a property list, for iOS",
  properties: "lines of name=value, for Gradle",
};

/** `help formats`, and docs/formats.md. */
export const formatsTopic: Topic = {
  title: "Formats",
  introduction: "Results go to stdout, everything else to stderr.",
  sections: [
    {
      title: "JSON",
      rows: [
        { name: "--json", meaning: 'one object on stdout: `{"schemaVersion":1,…}`' },
        {
          name: "an error",
          meaning:
            'one object on stderr: `{"error":{"code","message","next","docs"}}`, with `why` and `details` where there are any; --verbose writes its traces before it',
        },
        {
          name: "logs --follow --json",
          meaning: 'NDJSON: an object `{"schemaVersion":1,…}` for each event, each on a line of its own',
        },
      ],
    },
    {
      title: "Values of an app, by --format",
      rows: appFormats.map((name) => ({ name, meaning: appFormatMeanings[name] })),
    },
    {
      title: "Durations and times",
      rows: [
        { name: "a duration", meaning: "a number and m, h or d: `30m`, `2h`, `7d`" },
        { name: "times in JSON", meaning: "ISO 8601 in UTC: `2026-11-27T14:30:00.000Z`" },
        {
          name: "logs --since",
          meaning: "a duration, a day (`2026-11-27`, from midnight here) or a time (`2026-11-27T14:30:00Z`)",
        },
      ],
    },
    {
      title: "Values",
      rows: [
        { name: "an org URL", meaning: "`https://acme.okta.com`; http only on this machine" },
        {
          name: "an issuer",
          meaning: "`https://acme.okta.com/oauth2/default`, or the org URL for the org authorization server",
        },
        {
          name: "a bundle ID",
          meaning: "a reversed domain: `com.acme.app`; the application ID on Android",
        },
        {
          name: "a redirect URI",
          meaning: "a scheme that is a reversed domain, one slash, a path: `com.acme.app:/callback`",
        },
      ],
    },
  ],
};
