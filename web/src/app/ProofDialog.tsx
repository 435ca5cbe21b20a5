import { Alert, Anchor, Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import { present } from "@/api/credentials";
import { adminConfirmMe } from "@/api/generated/sdk.gen";
import { asProblem } from "@/api/problem";
import { useMe } from "./may";
import { obstacle, showPasskey } from "./passkeys";
import { refreshMe } from "./session";
import { useShellWords } from "./words.shell";

type Proof = { password: string } | { code: string } | { passkey: Record<string, unknown> };

/** Who are you, once more: a password, a code or a passkey. */
export default function ProofDialog({ answer }: { answer: (isProven: boolean) => void }) {
  const t = useShellWords();
  const { security } = useMe();
  const [complaint, setComplaint] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [byCode, setByCode] = useState(false);

  async function prove(ask: () => Promise<Proof | null>): Promise<void> {
    setSending(true);
    setComplaint(null);
    try {
      const proof = await ask();
      if (proof === null) return;
      const { csrf_token } = await call(adminConfirmMe, { body: proof });
      if (csrf_token) present({ csrf: csrf_token });
      await refreshMe();
      answer(true);
    } catch (error) {
      const { code, title } = asProblem(error);
      const key: string = `proof${code}`;
      setComplaint(t.has(key) ? t(key) : title);
    } finally {
      setSending(false);
    }
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    event.stopPropagation();
    const typed = String(new FormData(event.currentTarget).get("proof"));
    void prove(async () => (byCode ? { code: typed } : { password: typed }));
  }

  return (
    <Modal
      opened
      onClose={() => answer(false)}
      closeButtonProps={{ "aria-label": t("proofCancel") }}
      title={t("proofTitle")}
      size="sm"
      zIndex={600}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("proofAbout")}
          </Text>
          {complaint ? <Alert color="red" role="alert" title={complaint} /> : null}
          {byCode ? (
            <TextInput
              key="code"
              name="proof"
              label={t("proofCode")}
              autoComplete="one-time-code"
              minLength={6}
              maxLength={40}
              required
              data-autofocus
            />
          ) : (
            <PasswordInput
              key="password"
              name="proof"
              label={t("proofPassword")}
              autoComplete="current-password"
              maxLength={256}
              required
              data-autofocus
            />
          )}
          <Group gap={16}>
            {security.two_factor ? (
              <Anchor component="button" type="button" size="sm" onClick={() => setByCode(!byCode)}>
                {byCode ? t("proofByPassword") : t("proofByCode")}
              </Anchor>
            ) : null}
            {security.passkeys > 0 && obstacle() === null ? (
              <Anchor
                component="button"
                type="button"
                size="sm"
                onClick={() => {
                  void prove(async () => {
                    const passkey = await showPasskey();
                    return passkey === null ? null : { passkey };
                  });
                }}
              >
                {t("proofByPasskey")}
              </Anchor>
            ) : null}
          </Group>
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={() => answer(false)}>
              {t("proofCancel")}
            </Button>
            <Button type="submit" loading={isSending}>
              {t("proofGoOn")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
