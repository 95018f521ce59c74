import * as v from "valibot";
import { platforms } from "./answers.ts";
import { fileKinds } from "./file-kind.ts";

const path = v.pipe(v.string(), v.nonEmpty());

/** `template.json`: what a template is called, what it was made for, its files, and what to do with them. */
export const templateJson = v.strictObject({
  $schema: v.optional(v.string()),
  platform: v.picklist(platforms),
  title: v.pipe(v.string(), v.nonEmpty()),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/u, "a version such as 1.0.0")),
  toolchain: v.record(v.string(), v.string()),
  files: v.pipe(
    v.array(
      v.strictObject({
        from: path,
        to: v.optional(path),
        kind: v.optional(v.picklist(fileKinds)),
        executable: v.optional(v.literal(true)),
      }),
    ),
    v.nonEmpty(),
  ),
  nextSteps: v.array(v.pipe(v.string(), v.nonEmpty())),
});

export type TemplateJson = v.InferOutput<typeof templateJson>;
