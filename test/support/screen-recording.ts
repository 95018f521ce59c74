import type { IBufferCell, IBufferLine, Terminal } from "@xterm/headless";

/** A stretch of a line in one style. */
export interface Run {
  readonly text: string;
  readonly column: number;
  /** Names of classes, such as `bold c6` for bold cyan. */
  readonly style: string;
}

/** What a terminal showed for a while. */
export interface Frame {
  readonly milliseconds: number;
  /** Every line since the start, those that have scrolled away too. */
  readonly lines: readonly (readonly Run[])[];
  /** The first line that is in the window. */
  readonly top: number;
  readonly cursor: { readonly line: number; readonly column: number } | undefined;
}

/** Takes frames from a terminal, on a clock of its own: a run that waits for nobody can be shown at a reader's pace. */
export class ScreenRecording {
  readonly frames: Frame[] = [];
  readonly #terminal: Terminal;
  #showsCursor = true;
  #written = Promise.resolve();

  readonly #rename: (text: string) => string;

  /** `rename` gives the folder and port that a reader is to see in place of those of this machine. */
  constructor(terminal: Terminal, rename: (text: string) => string) {
    this.#terminal = terminal;
    this.#rename = rename;
  }

  write(data: string): void {
    const shown = data.lastIndexOf("\u001B[?25h");
    const hidden = data.lastIndexOf("\u001B[?25l");
    if (shown !== hidden) this.#showsCursor = shown > hidden;
    this.#written = new Promise((resolve) => this.#terminal.write(data, resolve));
  }

  /** The screen as it is now, shown for so long. The same screen twice is one frame. */
  async hold(milliseconds: number): Promise<void> {
    await this.#written;
    const frame = this.#look(milliseconds);
    const last = this.frames.at(-1);
    if (last === undefined || !isSameScreen(last, frame)) this.frames.push(frame);
    else
      this.frames.splice(-1, 1, { ...frame, milliseconds: Math.max(last.milliseconds, frame.milliseconds) });
  }

  #look(milliseconds: number): Frame {
    const { active } = this.#terminal.buffer;
    const lines: (readonly Run[])[] = [];
    for (let row = 0; row < active.length; row += 1) {
      const runs = readRuns(active.getLine(row));
      for (const run of runs) run.text = this.#rename(run.text);
      lines.push(runs);
    }
    while (lines.at(-1)?.length === 0) lines.pop();
    const cursor = this.#showsCursor
      ? { line: active.baseY + active.cursorY, column: active.cursorX }
      : undefined;
    return { milliseconds, lines, top: active.baseY, cursor };
  }
}

export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join("");
}

function isSameScreen(one: Frame, other: Frame): boolean {
  const [a, b] = [one, other].map((frame) => JSON.stringify({ ...frame, milliseconds: 0 }));
  return a === b;
}

function readRuns(line: IBufferLine | undefined): (Run & { text: string })[] {
  const runs: { text: string; column: number; style: string }[] = [];
  const width = line?.translateToString(true).length ?? 0;
  for (let column = 0; column < width; column += 1) {
    const cell = line?.getCell(column);
    const text = cell?.getChars() || " ";
    const style = text === " " ? (runs.at(-1)?.style ?? "") : readStyle(cell);
    const last = runs.at(-1);
    if (last?.style === style) last.text += text;
    else runs.push({ text, column, style });
  }
  return runs;
}

function readStyle(cell: IBufferCell | undefined): string {
  if (cell === undefined) return "";
  const color = cell.isFgPalette() ? [`c${cell.getFgColor()}`] : [];
  return [...(cell.isBold() ? ["bold"] : []), ...(cell.isDim() ? ["dim"] : []), ...color].join(" ");
}
