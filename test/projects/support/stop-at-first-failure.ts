import { afterEach, beforeEach } from "vitest";

/** One failure tells as much as all of them. */
let hasFailed = false;

beforeEach((context) => context.skip(hasFailed));

afterEach(({ task }) => {
  if (task.result?.state === "fail") hasFailed = true;
});
