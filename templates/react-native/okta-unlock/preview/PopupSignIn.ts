import { maybeCompleteAuthSession } from "expo-web-browser";
import type { OktaClient } from "../okta/OktaClient";
import { OktaSignIn } from "../okta/OktaSignIn";
import type { Simulation } from "./Simulation";

/** Okta's pages in a window of their own. A browser opens one only right after a click: where it refuses, it gets one. */
export class PopupSignIn extends OktaSignIn {
  private readonly simulation: Simulation;

  constructor(client: OktaClient, simulation: Simulation) {
    super(client);
    this.simulation = simulation;
  }

  protected override async inBrowser<T>(open: () => Promise<T>): Promise<T> {
    return super.inBrowser(async () => {
      try {
        return await open();
      } catch (error) {
        if (!isBlocked(error) || (await this.simulation.ask("window")) !== "match") throw error;
        return open();
      }
    });
  }
}

function isBlocked(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WEB_BROWSER_BLOCKED";
}

/**
 * True in the window that Okta's pages were in, when they have led back: it hands its address to the window of the app,
 * which closes it. What is left of a sign-in that was given up is in no other window's way.
 */
export function handBack(): boolean {
  return window.opener !== null && maybeCompleteAuthSession().type === "success";
}
