import activity from "./assets/activity.js?raw";
import colours from "./assets/colours.css?raw";
import controls from "./assets/controls.css?raw";
import lists from "./assets/lists.css?raw";
import page from "./assets/page.css?raw";
import password from "./assets/password.js?raw";

/** The one stylesheet. It is in each page itself: a page is one request, also when the next request is made to fail. */
export const stylesheet = [colours, page, controls, lists]
  .join("")
  .replaceAll(/\/\*.*?\*\//gsu, "")
  .replaceAll(/\s+/gu, " ")
  .trim();

/** Keeps the activity page current. */
export const activityScript = activity;

/** Shows a typed password when that is asked for. */
export const passwordScript = password;
