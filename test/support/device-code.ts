interface ShownCode {
  readonly userCode: string;
  readonly verificationUrl: string;
}

/** The code and the address in what a person, or with --json a program, is shown who signs in on another device. */
export function codeIn(text: string): ShownCode | undefined {
  return codeInJson(text) ?? codeInText(text);
}

function codeInText(text: string): ShownCode | undefined {
  const userCode = /Code: ([A-Z]{8})/u.exec(text)?.[1];
  const verificationUrl = /https:\/\/\S+\/activate/u.exec(text)?.[0];
  return userCode && verificationUrl ? { userCode, verificationUrl } : undefined;
}

function codeInJson(text: string): ShownCode | undefined {
  const line = text.split("\n").find((each) => each.startsWith('{"device":') && each.endsWith("}"));
  return line === undefined ? undefined : (JSON.parse(line) as { readonly device: ShownCode }).device;
}
