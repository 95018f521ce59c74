import type { Context, Style } from "../context.ts";
import type { CiReport } from "./ci-report.ts";
import type { Annotation, GitHub } from "./github.ts";
import type { ListView, Print } from "./list-view.ts";
import { escapeTexts } from "./escape-controls.ts";
import type { Output } from "./output.ts";
import type { StreamView } from "./stream-view.ts";

/** What a command declaration works with: the context, and the one way to give out a result. */
export interface Session {
  readonly context: Context;
  /** Prints a result: as one JSON object with --json, else as its view says it. */
  present<T extends object>(result: T, view: View<T>): void;
  /** False when a file or a program reads the result. */
  readonly isReadByPerson: boolean;
  /** The exit code of a run that went well; 0 unless a program that was run in our place gave another one. */
  exitCode: number;
  /** Prints a list while `read` reads it, so that it may be of any length; with --json still as one object. */
  presentList<Item, Result extends object>(
    view: ListView<Item, Result>,
    read: (print: Print<Item>) => Promise<Result>,
  ): Promise<void>;
  /** Prints items as they come, until `read` ends; with --json each as an object on a line of its own. */
  presentStream<Item extends object>(
    view: StreamView<Item>,
    read: (print: Print<Item>) => Promise<void>,
  ): Promise<void>;
}

/**
 * Turns a result into text. Each text is given the styles and the width of its stream, which is without limit for data that no
 * terminal shows, and a result in which every text is harmless to a terminal.
 */
export interface View<T> {
  /** The fields of the JSON object; the result itself when left out. */
  json?(result: T): object;
  stdout(result: T, style: Style, width: number): string;
  stderr?(result: T, style: Style, width: number): string;
  /** What a CI system is told, where there is one. */
  report?(result: T): CiReport;
  /** What is wrong with files, for a CI system that shows it beside their lines. */
  annotations?(result: T): readonly Annotation[];
}

interface Edge {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly gitHub?: Pick<GitHub, "publish" | "annotateFiles"> | undefined;
}

export function createSession(context: Context, { stdout, stderr, gitHub }: Edge): Session {
  return {
    context,
    isReadByPerson: stdout.isTerminal,
    exitCode: 0,
    present(result, view) {
      if (gitHub !== undefined && view.report !== undefined) gitHub.publish(view.report(result));
      if (gitHub !== undefined && view.annotations !== undefined)
        gitHub.annotateFiles(view.annotations(result));
      if (context.interaction.json) {
        const fields = view.json?.(result) ?? result;
        stdout.writeJson({ schemaVersion: 1, ...fields });
        return;
      }
      const shown = escapeTexts(result);
      stdout.write(view.stdout(shown, stdout.style, stdout.dataWidth));
      stderr.write(view.stderr?.(shown, stderr.style, stderr.width) ?? "");
    },
    async presentList(view, read) {
      const { presentList } = await import("./list-view.ts");
      return presentList({ stdout, stderr }, context.interaction, view, read);
    },
    async presentStream(view, read) {
      const { presentStream } = await import("./stream-view.ts");
      return presentStream(stdout, context.interaction, view, read);
    },
  };
}
