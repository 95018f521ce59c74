import { commandStep, manualStep, type TrustPair, type TrustSubject } from "./steps.ts";

/** The simulator shares the Mac's localhost; a device does not. */
export function iosSteps(platform: NodeJS.Platform, subject: TrustSubject): TrustPair[] {
  const isMac = platform === "darwin";
  const where = isMac ? "" : " Run it on the Mac with the simulator; the org has to run there, too.";
  return [
    {
      step: commandStep("ios", {
        why: `The simulator that is booted trusts the org: apps and the sign-in page.${where}`,
        command: ["xcrun", "simctl", "keychain", "booted", "add-root-cert", subject.caCertificatePath],
        isForApply: isMac,
        shell: "darwin",
      }),
      undo: commandStep("ios", {
        why: "A simulator gives up single certificates only with all else in its keychain, so this is never run for you.",
        command: ["xcrun", "simctl", "keychain", "booted", "reset"],
        isForApply: false,
        shell: "darwin",
      }),
    },
    devicePair(subject),
  ];
}

function devicePair({ url, caCertificatePath }: TrustSubject): TrustPair {
  const isLocalhost = new URL(url).hostname === "localhost";
  return {
    step: isLocalhost
      ? manualStep(
          "ios",
          "An iPhone does not reach localhost of this machine. Start the org on the network, then ask again:",
          ["okta-unlock local start --host <address> --expose-to-network"],
        )
      : manualStep(
          "ios",
          "An iPhone: send it the file (AirDrop, mail), install it in Settings > General > VPN & Device Management, " +
            "then switch it on in Settings > General > About > Certificate Trust Settings.",
          [caCertificatePath],
        ),
    undo: isLocalhost
      ? null
      : manualStep("ios", "An iPhone: remove the profile in Settings > General > VPN & Device Management."),
  };
}
