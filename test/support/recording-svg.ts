import { type Frame, type Run, textOf } from "./screen-recording.ts";

const [columnWidth, lineHeight, margin, bar] = [8.4, 19, 16, 34] as const;

/** In light and dark, of enough contrast on the background of the window. */
const style = `
.w{--bg:#fff;--fg:#1f2328;--dim:#59636e;--edge:#d1d9e0;--c1:#b3261e;--c2:#116329;--c3:#7a4d00;--c4:#0550ae;--c5:#6f3fb5;--c6:#0a5c73}
@media(prefers-color-scheme:dark){.w{--bg:#15191f;--fg:#e6edf3;--dim:#9aa4af;--edge:#3d444d;--c1:#ff8b80;--c2:#6fdd8b;--c3:#e3b341;--c4:#79b8ff;--c5:#d2a8ff;--c6:#6cd5e8}}
text{font:14px ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre;fill:var(--fg)}
.bold{font-weight:700}.dim,.c8{fill:var(--dim)}.c1,.c9{fill:var(--c1)}.c2,.c10{fill:var(--c2)}.c3,.c11{fill:var(--c3)}.c4,.c12{fill:var(--c4)}.c5,.c13{fill:var(--c5)}.c6,.c14{fill:var(--c6)}
.t{visibility:hidden}.k{fill:var(--fg);opacity:.6}
@keyframes show{from,to{visibility:visible}}
@keyframes wait{from,to{visibility:hidden}}
@media(prefers-reduced-motion:reduce){.w *{animation:none!important}}`;

interface Window {
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
}

/** A time on which something is shown, in milliseconds from the start; without an end it is there at the end. */
interface Span<T> {
  readonly what: T;
  readonly start: number;
  readonly end: number | undefined;
}

/**
 * The frames as one picture that plays once and stays at its last frame. Without animations, and where somebody prefers
 * less motion, it shows the last frame from the start. Text stays text.
 */
export function drawRecording(frames: readonly Frame[], window: Window): string {
  const width = Math.ceil(window.columns * columnWidth + 2 * margin);
  const height = bar + window.rows * lineHeight + margin;
  const count = Math.max(...frames.map(({ lines }) => lines.length));
  const lines = Array.from({ length: count }, (_, index) =>
    findSpans(frames, (frame) => frame.lines[index] ?? [])
      .filter(({ what }) => what.length > 0)
      .map((span) => drawLine(span, index)),
  ).flat();
  const cursors = findSpans(frames, ({ cursor }) => cursor).map(drawCursor);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${escape(window.title)}</title>
<style>${style}
${drawScrolling(frames)}</style>
<g class="w">
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" style="fill:var(--bg);stroke:var(--edge)"/>
<g style="fill:var(--edge)"><circle cx="20" cy="18" r="5"/><circle cx="38" cy="18" r="5"/><circle cx="56" cy="18" r="5"/></g>
<svg x="${margin}" y="${bar}" width="${width - 2 * margin}" height="${window.rows * lineHeight}"><g class="scroll">
${[...lines, ...cursors].join("\n")}
</g></svg>
</g>
</svg>
`;
}

/** The last frame alone, for those who prefer less motion: not every browser tells a picture so. */
export function drawLastFrame(frames: readonly Frame[], window: Window): string {
  return drawRecording(frames.slice(-1), window);
}

/** What is there when it has played, line by line. */
export function readLastFrame(svg: string): readonly string[] {
  const lines: string[] = [];
  for (const [, y = "", content = ""] of svg.matchAll(/<text y="([\d.]+)"(?! class="t")[^>]*>(.*)<\/text>/gu))
    lines[(Number(y) - 14) / lineHeight] = unescape(content.replaceAll(/<[^>]+>/gu, ""));
  return Array.from(lines, (line) => line ?? "");
}

function findSpans<T>(frames: readonly Frame[], pick: (frame: Frame) => T): readonly Span<T>[] {
  const spans: { what: T; start: number; end: number | undefined }[] = [];
  let now = 0;
  for (const frame of frames) {
    const what = pick(frame);
    const last = spans.at(-1);
    if (last === undefined || JSON.stringify(last.what) !== JSON.stringify(what)) {
      if (last !== undefined) last.end = now;
      spans.push({ what, start: now, end: undefined });
    }
    now += frame.milliseconds;
  }
  return spans;
}

function drawLine(span: Span<readonly Run[]>, index: number): string {
  const content = textOf(span.what);
  const runs = span.what.map(({ text, column, style: names }) => {
    const place = `x="${round(column * columnWidth)}" textLength="${round(text.length * columnWidth)}"`;
    return `<tspan ${place}${names === "" ? "" : ` class="${names}"`}>${escape(text)}</tspan>`;
  });
  return content === "" ? "" : `<text y="${index * lineHeight + 14}"${timeOf(span)}>${runs.join("")}</text>`;
}

function drawCursor(span: Span<Frame["cursor"]>): string {
  if (span.what === undefined) return "";
  const [x, y] = [round(span.what.column * columnWidth), span.what.line * lineHeight];
  return `<g${timeOf(span)}><rect class="k" x="${x}" y="${y}" width="8" height="17"/></g>`;
}

function timeOf({ start, end }: Span<unknown>): string {
  if (end !== undefined) return ` class="t" style="animation:show ${end - start}ms ${start}ms"`;
  return start === 0 ? "" : ` style="animation:wait ${start}ms"`;
}

/** The window follows the last line, in steps as a terminal does. */
function drawScrolling(frames: readonly Frame[]): string {
  const spans = findSpans(frames, ({ top }) => top);
  const length = frames.reduce((total, { milliseconds }) => total + milliseconds, 0);
  const move = (top: number): string => `transform:translateY(${-top * lineHeight}px)`;
  const steps = spans.map(({ what, start }) => `${round((100 * start) / length)}%{${move(what)}}`);
  const last = move(spans.at(-1)?.what ?? 0);
  return `.scroll{${last};animation:scroll ${length}ms step-end}\n@keyframes scroll{${steps.join("")}to{${last}}}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
