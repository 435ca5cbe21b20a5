import { Alert, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { adminGetPayment } from "@/api/generated/sdk.gen";
import type { PaymentDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useParam } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { moneyWord, paymentTone } from "@/kit/money/payments";
import { useMoneyWords } from "@/kit/money/words";
import { Page } from "@/kit/Page";
import { Columns, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { Acts } from "./Acts";
import { Conversation } from "./Conversation";
import { Disputes } from "./Disputes";
import { Entries } from "./Entries";
import { Facts } from "./Facts";
import { MoneyBar } from "./MoneyBar";
import { Moves } from "./Moves";
import { Story } from "./Story";
import { usePaymentWords } from "./words";

/** In case live updates do not arrive; a payment under way is looked at more often. */
const EVERY = 60_000;
const EVERY_WHILE_OPEN = 10_000;
const OPEN = new Set(["pending", "requires_action", "unknown"]);

export default function PaymentPage() {
  const id = useParam("payment");
  const payment = useRead(adminGetPayment, { path: { payment: id } }, { every: EVERY });
  const isOpen = payment.data !== undefined && OPEN.has(payment.data.status);
  useRead(adminGetPayment, { path: { payment: id } }, { every: EVERY_WHILE_OPEN, enabled: isOpen });
  useLive(["payment", "order", "refund"], () => void payment.refetch());
  if (payment.error && !payment.data)
    return <Failure error={payment.error} again={() => void payment.refetch()} />;
  if (!payment.data) return <Skeletons />;
  return <Loaded key={payment.data.id} payment={payment.data} />;
}

function Loaded({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const m = useMoneyWords();
  const isDisputed = payment.disputes.some((one) => one.status === "open");
  return (
    <Page
      title={t("paymentOf", { number: payment.order.number })}
      crumbs={[{ to: "/payments", label: t("title") }]}
      beside={<StatusBadge tone={paymentTone(payment.status)}>{moneyWord(m, payment.status)}</StatusBadge>}
      about={
        <Group gap={6}>
          <span>{moneyWord(m, payment.provider)}</span>
          <span>·</span>
          <When at={payment.created_at} timeZone={payment.store.timezone} />
          <span>·</span>
          <span>{payment.store.name}</span>
        </Group>
      }
      primary={<Acts payment={payment} />}
      width="wide"
    >
      <Sections>
        {payment.is_mismatch ? <Warning title={t("mismatched")} text={t("mismatchHelp")} /> : null}
        {isDisputed ? <Warning title={t("disputed")} text={t("disputedHelp")} /> : null}
        {payment.status === "unknown" ? (
          <Warning title={moneyWord(m, "unknown")} text={t("unknownHelp")} />
        ) : null}
        <MoneyBar payment={payment} />
        <Columns
          main={
            <>
              <Moves payment={payment} />
              {payment.disputes.length > 0 ? <Disputes payment={payment} /> : null}
              <Conversation payment={payment} />
              <May permission="ledger:read">
                <Entries payment={payment} />
              </May>
            </>
          }
          side={
            <>
              <Facts payment={payment} />
              <Story payment={payment} />
            </>
          }
        />
      </Sections>
    </Page>
  );
}

function Warning({ title, text }: { title: string; text: string }) {
  return (
    <Alert color="red" title={title} icon={<IconAlertTriangle size={18} />}>
      {text}
    </Alert>
  );
}
