import { relative } from "node:path";
import type { Context, Fetch } from "../../context.ts";
import type { Check } from "../../doctor/check.ts";
import { checks } from "../../doctor/checks.ts";
import { createFacts, type Facts } from "../../doctor/facts.ts";
import { type Report, runChecks } from "../../doctor/run-checks.ts";
import { readMeantIssuer, type Subject } from "../../doctor/subject.ts";
import { findWay } from "../../flows/issuer-org.ts";
import type { DoctorFlags } from "./subject.ts";
import { readUrl } from "../../values/read-url.ts";
import { joinNames } from "../../values/join-names.ts";

/** What was found of one project, or of one app that several projects share. */
export interface Examination {
  /** What projects are called that it is about, where several are examined: `ios`. */
  readonly projects: readonly string[];
  readonly facts: Facts;
  readonly report: Report;
}

export interface Examined {
  /** First what each project has for itself, then the apps. */
  readonly examinations: readonly Examination[];
  readonly subjects: readonly Subject[];
  readonly requests: number;
}

/** Runs the checks: those of a project for each, those of an app and its org once for the projects that sign in alike. */
export async function examine(
  context: Context,
  subjects: readonly Subject[],
  flags: DoctorFlags,
): Promise<Examined> {
  const counter = countRequests(context);
  const parts = listParts(subjects, flags);
  const examinations = await context.log.step(nameStep(subjects), async () =>
    Promise.all(parts.map(async (part) => runPart(counter.context, part, flags))),
  );
  return { examinations, subjects, requests: counter.count() };
}

interface Part {
  readonly projects: readonly string[];
  readonly subject: Subject;
  readonly checks: readonly Check[];
}

function listParts(subjects: readonly Subject[], flags: DoctorFlags): readonly Part[] {
  const wanted = checks.filter(({ onRequest }) => onRequest === undefined || flags.deviceGrant === true);
  const [first] = subjects;
  if (first !== undefined && subjects.length === 1) return [{ projects: [], subject: first, checks: wanted }];
  const own = wanted.filter(isOwn);
  const shared = wanted.filter((check) => !isOwn(check));
  return [
    ...subjects.map((subject) => ({ projects: [nameProject(subject)], subject, checks: own })),
    ...groupAlike(subjects).map((alike) => ({
      projects: alike.map(nameProject),
      subject: chooseSpeaker(alike),
      checks: shared,
    })),
  ];
}

/** True for what every project has for itself. */
function isOwn({ group }: Check): boolean {
  return group === "settings" || group === "machine";
}

/** Projects that sign in with the same values, letter by letter. */
function groupAlike(subjects: readonly Subject[]): readonly (readonly Subject[])[] {
  const groups = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const { issuer, clientId, redirectUri, postLogoutRedirectUri, scopes } = subject;
    const key = JSON.stringify([issuer, clientId, redirectUri, postLogoutRedirectUri, scopes]);
    groups.set(key, [...(groups.get(key) ?? []), subject]);
  }
  return [...groups.values()];
}

/** The one that needs most of the app: a preview in the browser, where one has it. */
function chooseSpeaker(alike: readonly Subject[]): Subject {
  const [first] = alike;
  const speaker = alike.find(({ webPreview }) => webPreview !== undefined) ?? first;
  if (speaker === undefined) throw new Error("there is no project to speak for the others");
  return speaker;
}

/** As `create` calls the folder. */
function nameProject({ project }: Subject): string {
  const directory = project?.directory ?? "";
  return relative(`${directory}/..`, directory);
}

function nameStep(subjects: readonly Subject[]): string {
  const hosts = new Set(subjects.map(({ issuer }) => readUrl(issuer)?.host ?? "the settings"));
  return `Check ${joinNames([...hosts])}`;
}

async function runPart(context: Context, part: Part, { org }: DoctorFlags): Promise<Examination> {
  const { route, access } = await findWay(context, readMeantIssuer(part.subject), org);
  const facts = createFacts(context, { subject: part.subject, route, access });
  return { projects: part.projects, facts, report: await runChecks(part.checks, facts) };
}

/** The context, with a fetch that counts. */
function countRequests(context: Context): { readonly context: Context; count(): number } {
  let requests = 0;
  const fetch: Fetch = async (url, options) => {
    requests += 1;
    return context.fetch(url, options);
  };
  return {
    // Its properties are looked up when they are needed: some of them load what they stand for.
    context: Object.create(context, { fetch: { value: fetch } }) as Context,
    count: () => requests,
  };
}
