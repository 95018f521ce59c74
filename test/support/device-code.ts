/** The code and the address in what a person is shown who signs in on another device. */
export function codeIn(
  text: string,
): { readonly userCode: string; readonly verificationUrl: string } | undefined {
  const userCode = /Code: ([A-Z]{8})/u.exec(text)?.[1];
  const verificationUrl = /https:\/\/\S+\/activate/u.exec(text)?.[0];
  return userCode && verificationUrl ? { userCode, verificationUrl } : undefined;
}
