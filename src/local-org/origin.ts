/** The origin of the org under a name of its machine: a URL drops the port of HTTPS itself. */
export function composeOrigin(host: string, port: number): string {
  return new URL(`https://${host}:${port}`).origin;
}
