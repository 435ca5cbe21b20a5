import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import { askForPasswordReset } from "@/api/generated/sdk.gen";
import { GoLink, useSearchWords } from "@/app/here";
import { Door } from "./Door";
import { useSending } from "./send";
import { useAccountWords } from "./words";

/** Asking for a letter with which to choose a new password. */
export default function ForgotPage() {
  const t = useAccountWords();
  const [search] = useSearchWords();
  const { isSending, complaint, send } = useSending();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const toLogIn = <GoLink to="/account/log-in">{t("toLogIn")}</GoLink>;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email"));
    void send(async () => {
      await call(askForPasswordReset, { body: { email } });
      setSentTo(email);
    });
  }

  if (sentTo !== null) {
    return (
      <Door title={t("letterSent")} foot={toLogIn}>
        <Text>{t("letterSentAbout", { email: sentTo })}</Text>
      </Door>
    );
  }
  return (
    <Door title={t("forgotTitle")} about={t("forgotAbout")} complaint={complaint} foot={toLogIn}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            name="email"
            type="email"
            label={t("email")}
            defaultValue={search.email ?? ""}
            autoComplete="username"
            autoCapitalize="none"
            inputMode="email"
            maxLength={254}
            required
            autoFocus
          />
          <Button type="submit" loading={isSending} fullWidth size="md">
            {t("sendLetter")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
