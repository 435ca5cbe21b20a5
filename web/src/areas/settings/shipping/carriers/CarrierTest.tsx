import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { adminListCarrierAccounts, adminTestCarrierAccount } from "@/api/generated/sdk.gen";
import type { CarrierAccount } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useCarrierWords } from "./words";

/** What the carrier said when the connection was last tested, and the test. */
export function CarrierTest({ account }: { account: CarrierAccount }) {
  const t = useCarrierWords();
  const test = useWrite(adminTestCarrierAccount, {
    changes: [adminListCarrierAccounts],
    failed: tellProblem,
  });
  const { is_working: isWorking } = account;
  return (
    <Section title={t("connection")}>
      <Stack gap={12} aria-live="polite">
        {isWorking === null ? (
          <Text size="sm">{t("neverTested")}</Text>
        ) : (
          <Alert color={isWorking ? "green" : "red"} style={{ overflowWrap: "anywhere" }}>
            <Text size="sm" fw={650}>
              {isWorking ? t("tested") : t("testedBad")}
            </Text>
            {account.check_message}
            <Text size="xs" mt={4} component="div">
              {t.rich("lastTested", { when: <When at={account.checked_at} /> })}
            </Text>
          </Alert>
        )}
        <Button
          variant={isWorking === null ? "filled" : "default"}
          leftSection={<IconPlugConnected size={16} />}
          loading={test.isPending}
          onClick={() => test.mutate({ path: { store_id: account.store_id, account_id: account.id } })}
          style={{ alignSelf: "flex-start" }}
        >
          {t("testing")}
        </Button>
      </Stack>
    </Section>
  );
}
