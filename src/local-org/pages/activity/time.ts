import type { Html } from "../html.ts";
import { html } from "../html.ts";

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A time in the zone of this machine, which is the browser's too; the script of the page writes it in the browser's. */
export function timeOf(iso: string): Html {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
  return html`<time datetime="${iso}">${text}</time>`;
}
