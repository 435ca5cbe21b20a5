import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import { adminChangeMyEmail } from "@/api/generated/sdk.gen";
import { useMe } from "@/app/may";
import { proven } from "@/app/proof";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { useSending } from "./send";
import { useAccountWords } from "./words";

/** The address that one logs in with. Another one counts once its letter was opened. */
export function EmailSection() {
  const t = useAccountWords();
  const { staff, security } = useMe();
  const { isSending, complaint, send, forget } = useSending();
  const [isChanging, setChanging] = useState(false);
  const [askedFor, setAskedFor] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email"));
    void send(async () => {
      const asked = await proven(() => call(adminChangeMyEmail, { body: { email } }).then(() => true));
      if (asked === null) return;
      setAskedFor(email);
      setChanging(false);
    });
  }

  return (
    <Section title={t("email")}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Text>{staff.email}</Text>
            <StatusBadge tone={security.email_verified ? "good" : "warn"}>
              {security.email_verified ? t("confirmed") : t("unconfirmed")}
            </StatusBadge>
          </Group>
          {isChanging ? null : (
            <Button variant="default" onClick={() => setChanging(true)}>
              {t("changeEmail")}
            </Button>
          )}
        </Group>
        {askedFor ? <Alert color="blue" role="status" title={t("emailAsked", { email: askedFor })} /> : null}
        {isChanging ? (
          <form onSubmit={submit}>
            <Stack gap="sm">
              {complaint ? <Alert color="red" role="alert" title={complaint} /> : null}
              <TextInput
                name="email"
                type="email"
                label={t("newEmail")}
                description={t("newEmailHelp")}
                autoComplete="email"
                inputMode="email"
                maxLength={254}
                required
                autoFocus
              />
              <Group gap={8} justify="flex-end">
                <Button
                  variant="default"
                  onClick={() => {
                    forget();
                    setChanging(false);
                  }}
                >
                  {t("cancel")}
                </Button>
                <Button type="submit" loading={isSending}>
                  {t("sendLetter")}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : null}
      </Stack>
    </Section>
  );
}
