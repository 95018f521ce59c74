import type { Context } from "../../context.ts";
import type { CreateAnswers, CreateFlags } from "./answers.ts";

/** What the steps of one `create` share. */
export interface CreateRun {
  readonly context: Context;
  readonly answers: CreateAnswers;
  readonly flags: CreateFlags;
  /** The command that repeats this run without questions. */
  readonly command: string;
}
