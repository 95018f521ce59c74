/** True for a flag without a value, such as `--account-deletion`. */
export function isSwitch(flag: string): boolean {
  return !flag.includes("<");
}

/** The flag that takes a switch back: `--no-account-deletion`. */
export function negateSwitch(flag: string): string {
  return flag.replace(/^--/u, "--no-");
}

/** The words that give a flag, as typed with its placeholder, the value that `text` says; a switch says `true` or `false`. */
export function formatFlag(flag: string, text: string): readonly string[] {
  if (isSwitch(flag)) return [text === "true" ? flag : negateSwitch(flag)];
  const [name = flag] = flag.split(" ");
  return [name, text];
}
