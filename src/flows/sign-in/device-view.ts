import type { Style } from "../../context.ts";
import type { DeviceCode } from "../../auth/sign-in/device-sign-in.ts";

/** What is shown to somebody who is going to sign in on another device. */
interface ShownCode {
  readonly code: DeviceCode;
  /** For how long the code is good. */
  readonly minutes: number;
  /** Lines of a QR code. */
  readonly picture: string | undefined;
  /** True when the page is open in the browser of this machine. */
  readonly isOpened: boolean;
}

/** Draws a QR code in half blocks; the light modules are drawn, as terminals are dark. */
export async function qrCode(text: string): Promise<string> {
  const { renderUnicodeCompact } = await import("uqr");
  return renderUnicodeCompact(text, { border: 2 });
}

/** Address, code, picture; the picture only where it fits. */
export function showCode({ code, minutes, picture, isOpened }: ShownCode) {
  return (style: Style, width: number): string => {
    const fits =
      picture !== undefined && Math.max(...picture.split("\n").map((line) => line.length)) + 2 <= width;
    return [
      "",
      isOpened
        ? "  Your browser is open. On another device:"
        : "  Open this address on any device, and sign in there:",
      "",
      `    ${style.accent(code.verificationUrl)}`,
      `    Code: ${style.strong(code.userCode)}   ${style.faint(`good for ${minutes} minutes`)}`,
      ...(fits ? ["", ...picture.split("\n").map((line) => `  ${line}`)] : []),
      "",
    ].join("\n");
  };
}
