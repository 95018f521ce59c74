/** How the checks name themselves to a server, so that the System Log tells their questions from those of an app. */
export function composeUserAgent(version: string): string {
  return `okta-unlock/${version} (doctor)`;
}

/** Whether a `User-Agent` of the System Log is that of a check, of whatever version. */
export function isOfDoctor(userAgent: string | null): boolean {
  return userAgent !== null && /^okta-unlock\/\S+ \(doctor\)$/u.test(userAgent);
}
