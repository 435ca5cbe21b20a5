import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useAccountWords } from "./words";

/** A field for a password that is made up now: what makes a good one is said before, not after. */
export function NewPassword(props: PasswordInputProps) {
  const t = useAccountWords();
  return (
    <PasswordInput
      description={t("newPasswordHelp")}
      autoComplete="new-password"
      maxLength={256}
      required
      {...props}
    />
  );
}
