import { colours } from "./colours.ts";
import { controls } from "./controls.ts";
import { lists } from "./lists.ts";
import { page } from "./page.ts";

/** The one stylesheet. It stands in each page itself: a page is one request, also when the next request is made to fail. */
export const stylesheet = [colours, page, controls, lists].join("").replaceAll(/\s+/gu, " ").trim();
