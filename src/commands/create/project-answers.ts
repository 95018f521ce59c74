import type { Context } from "../../context.ts";
import type { Gathering } from "../../flows/fields.ts";
import { type Field, toField } from "../../flows/read-field.ts";
import type { Known } from "../../project/answer.ts";
import { type CompiledTemplate, offeredTemplates } from "../../project/templates.ts";
import { refused } from "../../values/branded.ts";
import type { Platform } from "../../values/platform.ts";
import { sortPlatforms } from "../../values/platform-list.ts";
import { derivePlace, listProjects, type Place } from "./place.ts";
import {
  type AnswerFlags,
  readTyped,
  type Row,
  type RowName,
  type RunAnswers,
  runRows,
} from "../../flows/run-answers.ts";

type GatheredAnswers = { readonly [Name in keyof RunAnswers]: RunAnswers[Name] | undefined };

/** What the answers depend on besides each other. */
interface Sources {
  readonly input: { readonly argument: string | undefined; readonly flags: AnswerFlags };
  /** The folder that was named. */
  readonly place: Place | undefined;
  /** A template of the user's. */
  readonly template: CompiledTemplate | undefined;
}

/** With the name the folder is known, and a project that is there already gives its own answers. */
const namedRows = runRows.findIndex(([name]) => name === "name") + 1;

/**
 * Gathers the project answers, and the folder when none was named. A project that is there already gives its own answers, so
 * that the same command finds it in a renamed folder; nobody is asked for them.
 */
export async function gatherProjectAnswers(
  context: Context,
  gathering: Gathering,
  { input, place, template }: Sources,
): Promise<{ readonly project: GatheredAnswers; readonly place: Place | undefined }> {
  const { flags, argument } = input;
  const { canAsk, yes } = context.interaction;
  // A folder that was refused would have given the name: that is one fault, not two.
  const takesDefaults = canAsk || yes || argument !== undefined;
  const run: Known = { directory: place?.directory, takesDefaults, templates: offeredTemplates(template) };
  const resolveRows = (rows: readonly Row[], known: Known, at: Place | undefined) =>
    gatherRows(gathering, rows, { flags, known, earlier: readEarlier(at) });
  const first = await resolveRows(runRows.slice(0, namedRows), run, place);
  const { name } = first;
  const found =
    argument === undefined && name !== undefined
      ? await derivePlace(context, gathering, name.directory)
      : place;
  const others = await resolveRows(runRows.slice(namedRows), { ...run, ...first }, found);
  // Each row gave what it is typed to give.
  return { project: { ...first, ...others } as GatheredAnswers, place: found };
}

/** The answers of a project that is there. Of several, the first: they were made with the same. */
function readEarlier(place: Place | undefined): RunAnswers | undefined {
  const projects = place === undefined ? [] : listProjects(place.target);
  const [first] = projects;
  if (first === undefined) return undefined;
  const values = runRows.map(([name, { onlyFor }]) => {
    if (name === "platforms") return [name, projects.map(({ platform }) => platform)];
    const source = projects.find(({ platform }) => onlyFor?.includes(platform) === true) ?? first;
    return [name, source.manifest.answers[name]];
  });
  // The answers of manifests have been parsed.
  return Object.fromEntries(values) as RunAnswers;
}

interface RowSources {
  readonly flags: AnswerFlags;
  readonly known: Known;
  readonly earlier: RunAnswers | undefined;
}

async function gatherRows(
  gathering: Gathering,
  rows: readonly Row[],
  { flags, known: before, earlier }: RowSources,
): Promise<Partial<GatheredAnswers>> {
  const gathered: Partial<GatheredAnswers> = {};
  for (const [name, row] of rows) {
    const known: Known = { ...before, ...gathered };
    const isKept = earlier !== undefined && (row.keepsEarlier?.(known, earlier) ?? true);
    const fallback = isKept ? row.write(earlier[name]) : row.fallback(known);
    const isSettled = row.isAskedLater === true || earlier !== undefined;
    const field = { ...toField(row, known, fallback), isSettled };
    const typed = readTyped(flags, name);
    Object.assign(gathered, { [name]: await resolveRow(gathering, name, field, typed) });
  }
  return gathered;
}

/** Throws what is wrong with what was typed, before anybody is asked anything. */
export async function checkTyped(
  { env }: Pick<Context, "env">,
  gathering: Gathering,
  flags: AnswerFlags,
  template: CompiledTemplate | undefined,
): Promise<void> {
  const known: Known = { templates: offeredTemplates(template) };
  for (const [name, row] of runRows) {
    const typed = readTyped(flags, name);
    if (typed.length === 0 && env[row.variable] === undefined) continue;
    Object.assign(known, { [name]: await resolveRow(gathering, name, toField(row, known), typed) });
  }
}

function resolveRow(
  gathering: Gathering,
  name: RowName,
  field: Field<unknown>,
  given: readonly string[],
): Promise<unknown> {
  if (name !== "platforms") return resolveOne(gathering, field, given);
  // What its row parses.
  return resolvePlatforms(gathering, field as Field<readonly Platform[]>, given);
}

/** The flag may be repeated, and each of its texts may name several. */
async function resolvePlatforms(
  gathering: Gathering,
  field: Field<readonly Platform[]>,
  given: readonly string[],
): Promise<readonly Platform[] | undefined> {
  const lists = await gathering.resolveAll(field, given.length === 0 ? undefined : given, (text) => [text]);
  const platforms = sortPlatforms(lists.flat());
  return platforms.length === 0 ? undefined : platforms;
}

/** A flag may be repeated, but a project has one value of each. */
function resolveOne<T>(
  gathering: Gathering,
  field: Field<T>,
  given: readonly string[],
): Promise<T | undefined> {
  const [first, ...others] = new Set(given);
  if (others.length === 0) return gathering.resolve(field, first);
  const refusal = given.map((text) => field.parse(text)).find(({ ok }) => !ok);
  const parse = () => refusal ?? refused(`A project has one ${field.label}.`);
  return gathering.resolve({ ...field, parse }, first);
}
