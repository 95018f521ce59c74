import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "tsdown";
import { builtinsPlugin } from "./builtins-plugin.ts";
import { commanderPlugin } from "./commander-plugin.ts";
import { doorPlugin, josePlugin } from "./commonjs-plugins.ts";
import { oktaSdkPlugin } from "./okta-sdk-plugin.ts";
import { inlineRuntimePlugin } from "./inline-runtime-plugin.ts";
import { mimeDbPlugin } from "./mime-db-plugin.ts";
import { rawPlugin } from "./raw-plugin.ts";
import { templatesPlugin } from "./templates-plugin.ts";

const root = new URL("..", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };

/** What `create` needs as long as it talks to no org. */
const createModules =
  /src[\\/](?:project(?![\\/](?:manifest-schema|template-source|update))|values)[\\/]|src[\\/]auth[\\/](?:choose-org|credential|profiles[\\/]find-profile)|src[\\/]flows[\\/](?:answer-list|change-answer|fields|read-field|corrected-command|ask-org-url|choose-destination|own-template)|src[\\/]commands[\\/]create[\\/](?!in-org|preview)/u;

/** What every command needs at once, up to its first word. */
const edge =
  /src[\\/](?:(?:run|program|errors|hints)\.ts|values[\\/](?:shell-quote|platform\.ts)|process[\\/](?!background|child|end-descendants|read-input|obstacle|update-)|flows[\\/]shared-options|commands[\\/]help[\\/]topics\.ts|terminal[\\/](?!questions|fit-|other-words|usage-error|list-view|stream-view|paint-diff|prompts|browser|github|ci-report))|node_modules[\\/](?:commander|(?<!conf[\\/]node_modules[\\/])env-paths|is-safe-filename)[\\/]/u;

/** What declares the commands: their help loads that, and nothing that a command works with. */
const declarations =
  /src[\\/]commands[\\/](?:(?:apps|completion|doctor|local|login|logout|logs|open|orgs|register|run|samples|template|whoami)\.ts|open[\\/]page-names|local[\\/]trust[\\/]steps|completion[\\/](?:shells|scripts[\\/]install))|src[\\/]flows[\\/](?:fault-spec|app-formats)\.ts/u;

/** The same for the commands that declare every answer of a project: the value types of answers are half of all declarations. */
const answerDeclarations =
  /src[\\/]commands[\\/](?:create|update)[\\/]command|src[\\/]project[\\/]answers\.ts/u;

const common = {
  cwd: fileURLToPath(root),
  outDir: "dist",
  format: "esm",
  platform: "node",
  target: "node20.19",
  fixedExtension: false,
  logLevel: "warn",
} satisfies UserConfig;

const classNames = { class: true, function: false };

/**
 * One package: everything is bundled; what is heavy stays behind `import()` and so in a chunk of its own. CommonJS, because
 * loading the first ES module costs Node 20 as much as parsing all that `--help` needs.
 */
const programs = defineConfig({
  ...common,
  format: "cjs",
  define: { packageVersion: JSON.stringify(version) },
  entry: { main: "src/main.ts", "local-org": "src/local-org/index.ts" },
  clean: true,
  dts: false,
  // oidc-provider knows its models and errors by the names of their classes.
  minify: { compress: { keepNames: classNames }, mangle: { keepNames: classNames } },
  // koa's `depd` evals on engines that are long gone; nothing here reaches it.
  checks: { legacyCjs: false },
  inputOptions: { checks: { eval: false, ineffectiveDynamicImport: false, pluginTimings: false } },
  // Few files: opening one costs more than parsing it. What is heavy stays apart.
  outputOptions: {
    codeSplitting: {
      groups: [
        {
          name: "program",
          test: edge,
        },
        { name: "answers", test: answerDeclarations },
        { name: "commands", test: declarations },
        // For the local org, too, which other projects import: apart from what commands need, and from what only Windows does.
        { name: "files", test: /src[\\/]files[\\/](?!process-pipe|find-program)/u },
        // Loaded at the end of a run on a terminal: nothing of what commands work with comes along.
        {
          name: "update-notice",
          test: /src[\\/](?:update-notice[\\/](?:notice|record)|process[\\/]update-|values[\\/]version)/u,
        },
        { name: "create", test: createModules },
        {
          name: "update",
          test: /src[\\/](?:(?:commands|project)[\\/]update[\\/]|terminal[\\/]paint-diff)|node_modules[\\/](?:diff|node-diff3)[\\/]/u,
        },
        // What reads files that may come from anybody; a new project needs none of it.
        { name: "schemas", test: /src[\\/]project[\\/]manifest-schema|node_modules[\\/]valibot[\\/]/u },
        // What reads templates that are not ours, with the parser of Handlebars.
        {
          name: "template-source",
          test: /src[\\/](?:project[\\/]template-source|commands[\\/]template[\\/])|node_modules[\\/]handlebars[\\/]/u,
        },
        // The pages of the guides, and what prints differences: no other command needs them.
        {
          name: "samples",
          test: /okta-unlock\/guides|src[\\/](?:samples|commands[\\/]samples)[\\/]|node_modules[\\/]diff[\\/]/u,
        },
        { name: "network", test: /src[\\/]okta[\\/](?:transport|agents|proxy)\.ts/u },
        {
          name: "okta-sdk",
          test: /src[\\/]okta[\\/]sdk\.ts|okta-sdk|node_modules[\\/](?:url-parse|querystringify|requires-port)[\\/]/u,
        },
        // What only looks at an org, with all that it needs; then what changes one, and what signs in to it.
        {
          name: "org",
          test: /src[\\/](?:commands[\\/](?:whoami-action|apps[\\/]list)|terminal[\\/]list-view)\.ts/u,
        },
        {
          name: "org-changes",
          test: /src[\\/](?:commands(?![\\/](?:doctor|logs|open)[\\/])|flows|okta|auth(?![\\/]secrets[\\/]keyring-child)|provision)[\\/]/u,
        },
        // A group takes what it needs along: these come after what other commands share with them.
        {
          name: "logs",
          test: /src[\\/](?:commands[\\/]logs[\\/]|doctor[\\/]log-reasons|terminal[\\/]stream-view)/u,
        },
        { name: "project-settings", test: /src[\\/]doctor[\\/](?:subject|project-files)\.ts/u },
        { name: "open", test: /src[\\/]commands[\\/]open[\\/]/u },
        { name: "doctor", test: /src[\\/](?:doctor|commands[\\/]doctor)[\\/]/u },
        // The door, and what it takes to look at an org that runs: commands that only talk to one load no server.
        {
          name: "local-org",
          test: /src[\\/]local-org[\\/](?:index|status|shared|local-org-error|json|folder|store[\\/](?:load-state|state-files|change))/u,
        },
        { name: "local-org-reset", test: /src[\\/]local-org[\\/]reset/u },
        // What reads and describes faults: for the commands that have some, and for the server.
        { name: "local-org-faults", test: /src[\\/]local-org[\\/]faults/u },
        // Loaded only to make certificates: a start in a folder that has them does without the library.
        {
          name: "certificates",
          test: /src[\\/]local-org[\\/]tls[\\/]authority|node_modules[\\/](?:pkijs|asn1js|bytestreamjs|@noble[\\/]hashes|@peculiar[\\/]utils)[\\/]/u,
        },
        { name: "org-server", test: /src[\\/]local-org[\\/](?!oidc)/u },
        { name: "org-oidc", test: /src[\\/]local-org[\\/]oidc/u },
      ],
    },
  },
  plugins: [
    templatesPlugin(),
    oktaSdkPlugin(),
    builtinsPlugin(),
    commanderPlugin(),
    doorPlugin(),
    josePlugin(),
    mimeDbPlugin(),
    rawPlugin(),
    inlineRuntimePlugin(),
  ],
});

/** A process of its own, of one small file. */
const keyringChild = defineConfig({
  ...common,
  entry: { "keyring-child": "src/auth/secrets/keyring-child.ts" },
  clean: false,
  dts: false,
  minify: true,
});

/** The types of what other projects import, in one file. TypeScript 7 has no compiler API for this: oxc makes them. */
const types = defineConfig({
  ...common,
  entry: { "local-org": "src/local-org/index.ts" },
  clean: false,
  // What only our own commands use is marked `@internal`.
  dts: { emitDtsOnly: true, oxc: { stripInternal: true } },
  // `Symbol.asyncDispose` is not in the library that most projects compile with.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
});

export default [programs, keyringChild, types];
