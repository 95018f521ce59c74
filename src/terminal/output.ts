import type { SecretRegistry, Style } from "../context.ts";
import { cutColumns } from "./columns.ts";
import { escapeJson, escapeView } from "./escape-controls.ts";
import { toPlainText } from "../values/command-text.ts";

/** The part of a Node stream that is written to. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string, done?: (error?: Error | null) => void): boolean;
  getColorDepth?(env?: object): number;
}

/**
 * One output stream with what it can do. Every text that leaves passes it: secrets are masked, and of control characters
 * only line breaks and our own colors are left, so that nothing from outside is obeyed by a terminal.
 */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns; 80 when unknown. */
  readonly width: number;
  /** Columns for data: no limit where another program reads it, so that each value stays whole and on one line. */
  readonly dataWidth: number;
  readonly colors: boolean;
  readonly style: Style;
  write(text: string): void;
  /** Writes a value as one line of JSON. */
  writeJson(value: object): void;
  /** Writes and waits until the reader has taken it. False when nobody reads any more. */
  writeAll(text: string): Promise<boolean>;
  /** Draws a line that the next one, and the next text, replaces: a sign, and as much of the text as fits. Not with TERM=dumb. */
  draw(sign: string, text: string): void;
}

export interface OutputSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False after --no-color. */
  readonly color: boolean;
  readonly secrets: SecretRegistry;
  /** Takes from a text what a reader of the stream would obey; nothing unless given. */
  readonly guard?: ((text: string) => string) | undefined;
}

const defaultWidth = 80;
const clearLine = "\r\u001B[2K";

export async function createOutput(stream: TerminalStream, settings: OutputSettings): Promise<Output> {
  const level = findColorLevel(stream, settings);
  const width = readWidth(stream);
  let isDrawn = false;
  const harmless = (text: string): string => {
    const masked = escapeView(settings.secrets.mask(toPlainText(text)));
    const guarded = settings.guard?.(masked) ?? masked;
    const room = isDrawn && text !== "" ? clearLine : "";
    if (text !== "") isDrawn = false;
    return room + guarded;
  };
  return {
    isTerminal: stream.isTTY === true,
    width,
    dataWidth: stream.isTTY === true ? width : Number.POSITIVE_INFINITY,
    colors: level > 0,
    style: level === 0 ? plainStyle : await createStyle(level),
    write(text) {
      stream.write(harmless(text));
    },
    writeJson(value) {
      stream.write(harmless(`${escapeJson(JSON.stringify(value))}\n`));
    },
    draw(sign, text) {
      // Its cursor can't be moved.
      if (settings.env["TERM"] === "dumb") return;
      // A line that wraps can't be cleared.
      stream.write(`${clearLine}${harmless(`${sign} ${cutColumns(text, width - 3)}`)}`);
      isDrawn = true;
    },
    writeAll: (text) =>
      new Promise((resolve) => {
        stream.write(harmless(text), (error) => resolve(!(error instanceof Error)));
      }),
  };
}

/** The columns of a stream; 80 when they are unknown. A pseudo-terminal can say 0. */
export function readWidth({ columns }: Pick<TerminalStream, "columns">): number {
  return columns === undefined || columns < 20 ? defaultWidth : columns;
}

type ColorLevel = 0 | 1 | 2 | 3;

/** NO_COLOR, then --no-color, then FORCE_COLOR, then what the terminal can do. */
function findColorLevel(stream: TerminalStream, { env, color }: OutputSettings): ColorLevel {
  if ((env["NO_COLOR"] ?? "") !== "" || !color) return 0;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return parseForcedLevel(forced);
  if (stream.isTTY !== true || env["TERM"] === "dumb") return 0;
  return toColorLevel(stream.getColorDepth?.(env) ?? 1);
}

function parseForcedLevel(value: string): ColorLevel {
  if (value === "false" || value === "0") return 0;
  if (value === "2") return 2;
  return value === "3" ? 3 : 1;
}

function toColorLevel(bits: number): ColorLevel {
  if (bits >= 24) return 3;
  if (bits >= 8) return 2;
  return bits >= 4 ? 1 : 0;
}

/** No colors, as where no terminal shows them. */
export const plainStyle: Style = {
  strong: String,
  faint: String,
  good: String,
  bad: String,
  warning: String,
  accent: String,
};

/** Without colors chalk is not loaded: it would be a seventh of what `--help` costs besides Node itself. */
async function createStyle(level: ColorLevel): Promise<Style> {
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level });
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    accent: chalk.cyan,
  };
}
