import { answers } from "../src/project/answers.ts";
import { manifestRows, manifestVersion } from "../src/project/manifest.ts";

/**
 * The JSON Schema of `okta-unlock.json`, as `templates/okta-unlock.schema.json` publishes it. A test compares the two;
 * `npx vitest run --update` writes the file anew.
 */
export function manifestJsonSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "okta-unlock.json",
    description:
      "What okta-unlock knows of a project it made: the answers, the Okta settings, and the hash of each file as it was made. Holds no secret.",
    type: "object",
    required: [
      "schemaVersion",
      "generatorVersion",
      "platform",
      "templateVersion",
      "answers",
      "okta",
      "files",
    ],
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      schemaVersion: { description: "The version of this format.", const: manifestVersion },
      generatorVersion: {
        description: "The version of okta-unlock that made the project.",
        $ref: "#/$defs/version",
      },
      platform: answers.platform.json,
      templateVersion: {
        description: "The version of the template the project was made from.",
        $ref: "#/$defs/version",
      },
      template: templateSchema,
      answers: answersSchema(),
      okta: oktaSchema,
      command: {
        description: "The command line that makes the project again, as its README has it.",
        type: "string",
        maxLength: 10000,
      },
      files: filesSchema,
    },
    $defs: definitions,
  };
}

function answersSchema(): object {
  const required = manifestRows.filter(([, { json }]) => json.default === undefined);
  return {
    type: "object",
    required: required.map(([name]) => name),
    additionalProperties: false,
    properties: Object.fromEntries(manifestRows.map(([name, { json }]) => [name, json])),
  };
}

const templateSchema = {
  description: "The template, when it is none of those that come with okta-unlock.",
  type: "object",
  required: ["title", "sha256"],
  additionalProperties: false,
  properties: {
    title: { type: "string", minLength: 1 },
    sha256: { description: "SHA-256 of its files.", type: "string", pattern: "^[0-9a-f]{64}$" },
  },
};

const oktaSchema = {
  type: "object",
  required: ["issuer", "clientId", "scopes", "localOrg"],
  additionalProperties: false,
  properties: {
    org: {
      description: "The URL of the org, when it is known.",
      $ref: "#/$defs/webAddress",
    },
    issuer: {
      description: "The authorization server.",
      $ref: "#/$defs/webAddress",
    },
    clientId: {
      type: "string",
      pattern: "^[A-Za-z0-9$\\-_.+!*'(),]{6,100}$",
    },
    appId: {
      description: "The id of the app in the org, when it is known.",
      type: "string",
      pattern: "^[A-Za-z0-9_-]+$",
    },
    scopes: {
      description: "In the order they are requested.",
      type: "array",
      items: {
        type: "string",
        pattern: "^[!#-\\[\\]-~]+$",
      },
    },
    localOrg: {
      description: "True when the org is the one that okta-unlock runs itself.",
      type: "boolean",
    },
  },
};

const filesSchema = {
  description: "SHA-256 of each file as it was made, by its path.",
  type: "object",
  propertyNames: {
    pattern: "^(?!/)(?!(.*/)?\\.\\.?(/|$))[^\\\\:]+$",
  },
  additionalProperties: {
    type: "string",
    pattern: "^[0-9a-f]{64}$",
  },
};

const definitions = {
  version: {
    type: "string",
    pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+([-+][A-Za-z0-9.+-]+)?$",
  },
  redirectUri: {
    type: "string",
    maxLength: 1024,
    pattern: "^[a-z][a-z0-9+.-]*:/[^/\\s#][^\\s#]*$",
  },
  webAddress: {
    type: "string",
    pattern: "^https?://[^/?#\\s]+(/[^?#\\s]*[^/?#\\s])?$",
  },
};
