import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminChangeCredit, adminCustomerCredit, adminCustomerReturns } from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useKitWords } from "@/kit/words";
import { useCreditWords } from "./creditWords";

/** What somebody may spend here in place of money, and what they sent back. */
export function CreditCard({ customer }: { customer: string }) {
  const t = useCreditWords();
  const mayRead = useMay("credits:read");
  const mayWrite = useMay("credits:write");
  const isEverywhere = useMe().grants.every((grant) => !grant.stores && !grant.locations);
  const [isGiving, setGiving] = useState(false);
  const credit = useRead(adminCustomerCredit, { path: { customer } }, { enabled: mayRead });
  if (!credit.data) return null;
  const { balances, entries } = credit.data;
  return (
    <Section
      title={t("credit")}
      acts={
        mayWrite && isEverywhere ? (
          <Button size="compact-sm" variant="default" onClick={() => setGiving(true)}>
            {t("change")}
          </Button>
        ) : null
      }
    >
      <Stack gap={6}>
        {balances.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        ) : null}
        {balances.map((one) => (
          <Text key={one.currency} fw={600}>
            <Money minor={one.balance_minor} currency={one.currency} />
          </Text>
        ))}
        {entries.slice(0, 5).map((entry) => (
          <Group key={entry.id} justify="space-between" gap={8} wrap="nowrap">
            <Text size="xs" c="dimmed">
              {t.has(entry.kind) ? t(entry.kind) : entry.kind} · <When at={entry.at} />
            </Text>
            <Text size="xs">
              <Money minor={entry.amount_minor} currency={entry.currency} />
            </Text>
          </Group>
        ))}
      </Stack>
      {isGiving ? <CreditDialog customer={customer} close={() => setGiving(false)} /> : null}
    </Section>
  );
}

/** Somebody's returns, the newest first. */
export function ReturnsOf({ customer }: { customer: string }) {
  const t = useCreditWords();
  const mayRead = useMay("returns:read");
  const returns = useRead(adminCustomerReturns, { path: { customer } }, { enabled: mayRead });
  if (!returns.data || returns.data.length === 0) return null;
  return (
    <Section title={t("returns")}>
      <Stack gap={6}>
        {returns.data.slice(0, 8).map((back) => (
          <Group key={back.id} justify="space-between" gap={8}>
            <GoLink to={`/returns/${back.id}`}>{back.number}</GoLink>
            <Text size="xs" c="dimmed">
              <When at={back.requested_at} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

function CreditDialog({ customer, close }: { customer: string; close: () => void }) {
  const t = useCreditWords();
  const kit = useKitWords();
  const me = useMe();
  const currencies = [...new Set(me.stores.map((store) => store.currency))];
  const [currency, setCurrency] = useState<string>(currencies[0] ?? "EUR");
  const [act, setAct] = useState<"give" | "take">("give");
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const change = useWrite(adminChangeCredit, {
    changes: [adminCustomerCredit],
    done: () => {
      tell(t("changed"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={t("change")}>
      <Stack>
        <Select
          label={t("act")}
          allowDeselect={false}
          data={[
            { value: "give", label: t("give") },
            { value: "take", label: t("take") },
          ]}
          value={act}
          onChange={(value) => setAct(value === "take" ? "take" : "give")}
        />
        {currencies.length > 1 ? (
          <Select
            label={t("currency")}
            allowDeselect={false}
            data={currencies}
            value={currency}
            onChange={(value) => value && setCurrency(value)}
          />
        ) : null}
        <MoneyInput
          key={currency}
          label={t("amount")}
          currency={currency}
          value={amount}
          onChange={(value) => setAmount(value)}
        />
        <Textarea
          label={t("reason")}
          autosize
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={change.isPending}
            disabled={!amount || reason.trim() === ""}
            onClick={() =>
              change.mutate({
                path: { customer },
                body: {
                  currency,
                  amount_minor: act === "give" ? (amount ?? 0) : -(amount ?? 0),
                  reason: reason.trim(),
                },
              })
            }
          >
            {act === "give" ? t("give") : t("take")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
