import { Alert, Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import { present } from "@/api/credentials";
import { adminChangeMyPassword, adminListMySessions } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { Section } from "@/kit/Section";
import { NewPassword } from "./NewPassword";
import { useSending } from "./send";
import { useAccountWords } from "./words";

/** Another password, by who knows the present one. */
export function PasswordSection() {
  const t = useAccountWords();
  const { staff } = useMe();
  const { isSending, complaint, send, forget } = useSending();
  const [isChanging, setChanging] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const body = { present: String(given.get("present")), wanted: String(given.get("wanted")) };
    void send(async () => {
      const { csrf_token } = await call(adminChangeMyPassword, { body });
      if (csrf_token) present({ csrf: csrf_token });
      refresh(adminListMySessions);
      setChanging(false);
      tell(t("passwordChanged"));
    });
  }

  return (
    <Section title={t("password")}>
      {isChanging ? (
        <form onSubmit={submit}>
          <Stack gap="sm">
            {complaint ? <Alert color="red" role="alert" title={complaint} /> : null}
            <input type="text" name="username" value={staff.email} autoComplete="username" readOnly hidden />
            <PasswordInput
              name="present"
              label={t("presentPassword")}
              autoComplete="current-password"
              maxLength={256}
              required
              autoFocus
            />
            <NewPassword name="wanted" label={t("newPassword")} />
            <Text size="sm" c="dimmed">
              {t("passwordEnds")}
            </Text>
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
                {t("changePassword")}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Group justify="space-between" gap="xs">
          <Text c="dimmed" size="sm">
            {t("passwordAbout")}
          </Text>
          <Button variant="default" onClick={() => setChanging(true)}>
            {t("changePassword")}
          </Button>
        </Group>
      )}
    </Section>
  );
}
