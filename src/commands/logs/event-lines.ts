import type { Style } from "../../context.ts";
import { padColumns } from "../../terminal/columns.ts";
import { wrap } from "../../terminal/wrap.ts";
import { isFailure, type ShownEvent } from "./event.ts";

interface Sign {
  readonly sign: string;
  readonly paint: keyof Style;
}

const signs: ReadonlyMap<string, Sign> = new Map([
  ["SUCCESS", { sign: "✔", paint: "good" }],
  ["ALLOW", { sign: "✔", paint: "good" }],
  ["FAILURE", { sign: "✘", paint: "bad" }],
  ["DENY", { sign: "✘", paint: "bad" }],
  ["CHALLENGE", { sign: "?", paint: "accent" }],
]);

const otherSign: Sign = { sign: "-", paint: "faint" };

/** Where kinds, and what belongs to an event, begin: behind time and sign. */
const indent = 11;
const kindWidth = 10;
const messageWidth = 33;

/** How lines are made: where they go, and whether the app of each event is named. */
export interface LineSettings {
  readonly style: Style;
  readonly width: number;
  readonly withApp: boolean;
}

/**
 * The lines of events in the order that they are given, in the time of this machine; a day is named where it begins. One function
 * for each stream of lines: it remembers the day.
 */
export function createLineFormatter(): (event: ShownEvent, settings: LineSettings) => string {
  let day = "";
  return (event, settings) => {
    const time = new Date(event.time);
    const named = nameDay(time);
    const heading = named === day ? "" : `${day === "" ? "" : "\n"}${settings.style.strong(named)}\n`;
    day = named;
    return heading + formatEvent(event, time, settings);
  };
}

function formatEvent(event: ShownEvent, time: Date, settings: LineSettings): string {
  const { style, width } = settings;
  const { sign, paint } = signs.get(event.result) ?? otherSign;
  const parties = listParties(event, settings);
  const room = width - indent - kindWidth - 1;
  const said = cutToRead(event.message, width);
  const column = Math.min(Math.max(said.length, messageWidth), room);
  const beside = fitParties(parties, room - column - 2);
  const message = beside === "" ? said : padColumns(said, column);
  const start = `${style.faint(nameTime(time))} ${style[paint](sign)} ${style.strong(event.kind.padEnd(kindWidth))}`;
  const text = wrap(message, { width, indent: indent + kindWidth + 1 });
  const all = cutToRead(parties.join(" · "), width);
  // Of what went well the message says enough.
  const below = isFailure(event) && beside !== all ? formatLine(style.faint(all), width) : "";
  const behind = beside === "" ? "" : `  ${style.faint(beside)}`;
  return `${start} ${text}${behind}\n${below}${formatFailure(event, settings)}`;
}

/** As many as there is room for beside the message, the first ones before others. */
function fitParties(parties: readonly string[], room: number): string {
  let text = "";
  for (const part of parties) {
    const longer = text === "" ? part : `${text} · ${part}`;
    if (longer.length > room) break;
    text = longer;
  }
  return text;
}

function formatLine(text: string, width: number): string {
  return `${" ".repeat(indent)}${wrap(text, { width, indent })}\n`;
}

/** Nobody reads more of one text in a terminal; Okta's are a sentence. */
const mostRead = 1000;

function cutToRead(text: string, width: number): string {
  if (width === Number.POSITIVE_INFINITY || text.length <= mostRead) return text;
  // No half of a character is left.
  return `${text.slice(0, mostRead).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}

/** Why, what that means, and the check that explains it. */
function formatFailure(event: ShownEvent, { style, width }: LineSettings): string {
  if (!isFailure(event)) return "";
  const { check } = event;
  const why = cutToRead(explain(event), width);
  return [
    why === "" ? "" : formatLine(style.bad(why), width),
    check === null ? "" : formatLine(`Check: ${style.accent(check)}`, width),
  ].join("");
}

/** `no_matching_policy: No access policy …`, and a text of Okta's before what it means. */
function explain({ reason, means, redirectUri, check }: ShownEvent): string {
  const uri = check === "redirect-uri-registered" && redirectUri !== null ? ` It has ${redirectUri}.` : "";
  const meaning = means === null ? "" : `${means}${uri}`;
  if (reason === null || meaning === "") return reason ?? meaning;
  return `${reason}${/[.!?]$/u.test(reason) ? "" : ":"} ${meaning}`;
}

/** Who, from what, and for which app. */
function listParties({ user, app, client }: ShownEvent, { withApp, width }: LineSettings): readonly string[] {
  const device = [client.device, client.os ?? nameProgram(client.userAgent)].filter((each) => each !== null);
  const parts = [
    withApp ? (app?.label ?? app?.id) : undefined,
    user,
    device.join(", "),
    // Where there is room for it.
    width >= 120 ? client.ipAddress : undefined,
  ];
  return parts.flatMap((part) => part || []);
}

/** `MyApp/1.2` of a `User-Agent` that is no browser's. */
function nameProgram(userAgent: string | null): string | null {
  return /^[^\s/]+(?:\/\S+)?/u.exec(userAgent ?? "")?.[0] ?? null;
}

function nameTime(time: Date): string {
  if (Number.isNaN(time.getTime())) return "--:--:--";
  const parts = [time.getHours(), time.getMinutes(), time.getSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** `Fri, 27 Nov 2026`; for what is no time, that. */
function nameDay(time: Date): string {
  return Number.isNaN(time.getTime()) ? "At an unknown time" : dayFormat.format(time);
}

/** That older events are not shown; `isMore` when there are at least `leftOut` of them. */
export function describeLeftOut(leftOut: number, { isMore = false } = {}): string {
  const count = isMore ? (leftOut === 0 ? "More" : `More than ${leftOut} earlier`) : `${leftOut} earlier`;
  const isOne = leftOut === 1 && !isMore;
  return `${count} ${isOne ? "event was" : "events were"} left out: see --limit and --since.`;
}
