import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { adminListPaymentAccounts, adminTestPaymentAccount } from "@/api/generated/sdk.gen";
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useConnectionWords } from "./words";

interface TestPartProps {
  provider: PaymentProvider;
  account: AccountView;
  mayTest: boolean;
}

/** What the provider said when the connection was last tested, and the test. */
export function TestPart({ provider, account, mayTest }: TestPartProps) {
  const t = useConnectionWords();
  const { name } = provider;
  const test = useWrite(adminTestPaymentAccount, {
    changes: [adminListPaymentAccounts],
    failed: tellProblem,
  });
  const { is_working: isWorking } = account;
  return (
    <Section title={t("connection")}>
      <Stack gap={12} aria-live="polite">
        {isWorking === null ? (
          <Text size="sm">{t("neverTested")}</Text>
        ) : (
          <Alert color={isWorking ? "green" : "red"}>
            <Text size="sm" fw={650}>
              {isWorking ? t("tested", { name }) : t("testedBad", { name })}
            </Text>
            {account.check_message || t("works")}
            <Text size="xs" mt={4} component="div">
              {t.rich("lastTested", { when: <When at={account.checked_at} /> })}
            </Text>
          </Alert>
        )}
        {mayTest ? (
          <Button
            variant={isWorking === null ? "filled" : "default"}
            leftSection={<IconPlugConnected size={16} />}
            loading={test.isPending}
            onClick={() => test.mutate({ path: { store_id: account.store_id, provider: account.provider } })}
            style={{ alignSelf: "flex-start" }}
          >
            {t("testing")}
          </Button>
        ) : null}
      </Stack>
    </Section>
  );
}
