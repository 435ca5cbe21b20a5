import { Button, Code, CopyButton, List, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { CarrierAccount, CarrierProvider } from "@/api/generated/types.gen";
import { Section } from "@/kit/Section";
import { useCarrierWords } from "./words";

interface CarrierCallbacksProps {
  provider: CarrierProvider;
  account: CarrierAccount;
}

/** Where a carrier sends news of parcels, and what to have it send. */
export function CarrierCallbacks({ provider, account }: CarrierCallbacksProps) {
  const t = useCarrierWords();
  if (provider.callback_events.length === 0) return null;
  const { name } = provider;
  return (
    <Section title={t("callbacks", { name })}>
      <Stack gap={12}>
        <Text size="sm">{t("callbacksHelp", { name })}</Text>
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {account.callback_url}
        </Code>
        <CopyButton value={account.callback_url}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              style={{ alignSelf: "flex-start" }}
            >
              {copied ? t("copied") : t("copyAddress")}
            </Button>
          )}
        </CopyButton>
        <div>
          <Text size="sm" fw={550}>
            {t("events")}
          </Text>
          <List size="sm" listStyleType="none">
            {provider.callback_events.map((event) => (
              <List.Item key={event}>
                <Code>{event}</Code>
              </List.Item>
            ))}
          </List>
        </div>
      </Stack>
    </Section>
  );
}
