import { useState } from "react";
import { strings } from "../strings";
import { ConfirmDialog } from "./ConfirmDialog";
import { ActionRow, Section } from "./Section";

/** Lets people delete their account, as the stores want it of apps in which they can make one. */
export function AccountSection({ deleteAccount }: { readonly deleteAccount: () => void }) {
  const [isDeleting, setIsDeleting] = useState(false);
  const ask = () => setIsDeleting(true);
  return (
    <>
      <Section>
        <ActionRow title={strings.deleteAccount} onPress={ask} isDestructive testID="delete-account" />
      </Section>
      <ConfirmDialog
        title={strings.deleteAccountQuestion}
        explanation={strings.deleteAccountExplanation}
        confirm={strings.deleteAccount}
        isVisible={isDeleting}
        onDismiss={() => setIsDeleting(false)}
        onConfirm={deleteAccount}
      />
    </>
  );
}
