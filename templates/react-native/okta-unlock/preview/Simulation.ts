/** What the simulation asks of whoever looks at the preview. */
export type Question = "biometrics" | "passcode" | "window";

/** What a face or a finger, or the system behind them, can do. */
export type BiometricCase = "match" | "noMatch" | "cancel" | "lockout" | "enrolmentChange";

/** A question that waits for its answer. */
export interface Asked {
  readonly question: Question;
  /** What the prompt of a device would say. */
  readonly reason: string;
  readonly answer: (answer: BiometricCase) => void;
}

/** Stands in for the prompts of a device: one question at a time, which a dialog of the preview shows. */
export class Simulation {
  private asked: Asked | null = null;
  private readonly listeners = new Set<() => void>();

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** For `useSyncExternalStore`: null while nothing is asked. */
  readonly getSnapshot = (): Asked | null => this.asked;

  /** Ends with what was chosen. A question that is still open is cancelled, as a device does. */
  ask(question: Question, reason = ""): Promise<BiometricCase> {
    this.asked?.answer("cancel");
    return new Promise((resolve) => {
      const asked: Asked = {
        question,
        reason,
        answer: (answer) => {
          if (this.asked === asked) this.set(null);
          resolve(answer);
        },
      };
      this.set(asked);
    });
  }

  private set(asked: Asked | null): void {
    this.asked = asked;
    for (const listener of [...this.listeners]) listener();
  }
}
