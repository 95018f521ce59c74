import { defineConfig } from "vitest/config";
import { templatesPlugin } from "./templates-plugin.ts";

const root = new URL("..", import.meta.url).pathname;

export default defineConfig({
  root,
  plugins: [templatesPlugin()],
  test: {
    root,
    projects: [
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          globalSetup: ["test/support/packed-install.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "cli",
          include: ["test/cli/**/*.test.ts"],
          globalSetup: ["test/support/packed-install.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          globalSetup: ["test/support/packed-install.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "projects",
          include: ["test/projects/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
