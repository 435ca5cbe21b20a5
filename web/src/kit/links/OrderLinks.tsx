import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconLink, IconRepeat } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminClosePaymentLink,
  adminCreatePaymentLink,
  adminDraftOfOrder,
  adminGetOrder,
  adminGetPaymentLink,
  adminListDraftOrders,
  adminSendPaymentLink,
} from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useGo } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { When } from "@/kit/When";
import { LinkBox } from "./LinkBox";
import { useLinkWords } from "./words";

const DAYS = [1, 3, 7, 14, 30];
const PAID = ["captured", "authorized", "refunded"];

/** On an order's page: ask for its money by a link, and order the same again. */
export function OrderLinks({ order }: { order: OrderDetail }) {
  const t = useLinkWords();
  const go = useGo();
  const mayAsk = useMay("payments:request", { store: order.store_id });
  const mayDraft = useMay("drafts:write", { store: order.store_id });
  const [isOpen, setOpen] = useState(false);
  const again = useWrite(adminDraftOfOrder, {
    changes: [adminListDraftOrders],
    done: (draft) => go(`/drafts/${draft.id}`),
    failed: tellProblem,
  });
  const isDue = order.status === "open" && !PAID.includes(order.payment_status);
  return (
    <>
      {mayDraft ? (
        <Button
          variant="default"
          leftSection={<IconRepeat size={16} />}
          loading={again.isPending}
          onClick={() => again.mutate({ path: { order: order.id } })}
        >
          {t("again")}
        </Button>
      ) : null}
      {mayAsk && isDue ? (
        <Button variant="default" leftSection={<IconLink size={16} />} onClick={() => setOpen(true)}>
          {t("payLink")}
        </Button>
      ) : null}
      {isOpen ? <PayLinkDialog order={order} close={() => setOpen(false)} /> : null}
    </>
  );
}

function PayLinkDialog({ order, close }: { order: OrderDetail; close: () => void }) {
  const t = useLinkWords();
  const path = { order: order.id };
  const [to, setTo] = useState(order.email || order.phone);
  const [days, setDays] = useState("7");
  const [message, setMessage] = useState("");
  const [made, setMade] = useState<{ url: string; qr: string } | null>(null);
  const known = useRead(adminGetPaymentLink, { path });
  const changes = [adminGetPaymentLink, adminGetOrder];
  const send = useWrite(adminSendPaymentLink, {
    changes,
    done: (answer) => {
      tell(t("sent", { to: answer.link?.sent_to ?? "" }));
      close();
    },
  });
  const create = useWrite(adminCreatePaymentLink, {
    changes,
    done: (answer) => {
      if (answer.url && answer.qr) setMade({ url: answer.url, qr: answer.qr });
    },
  });
  const end = useWrite(adminClosePaymentLink, { changes, done: () => tell(t("ended")) });
  const problem = send.error ?? create.error ?? end.error;
  const link = known.data?.link;
  const title = t("title", { number: `#${order.number}` });
  if (made)
    return (
      <Modal opened onClose={close} title={title}>
        <LinkBox url={made.url} qr={made.qr} />
      </Modal>
    );
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ path, body: { to: to.trim(), days: Number(days), message: message.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">{t("help")}</Text>
          {link?.state === "open" ? (
            <Alert color="blue">
              {t.rich("open", { when: <When at={link.expires_at} /> })}{" "}
              {link.sent_to ? t("sentTo", { to: link.sent_to }) : null}
              <div>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  loading={end.isPending}
                  onClick={() => end.mutate({ path })}
                >
                  {t("end")}
                </Button>
              </div>
            </Alert>
          ) : null}
          <TextInput
            label={t("to")}
            description={t("toHelp")}
            value={to}
            maxLength={254}
            data-autofocus
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Select
            label={t("days")}
            value={days}
            allowDeselect={false}
            data={DAYS.map((count) => ({
              value: String(count),
              label: count === 1 ? t("day") : t("someDays", { count }),
            }))}
            onChange={(value) => setDays(value ?? "7")}
          />
          <Textarea
            label={t("message")}
            value={message}
            maxLength={1000}
            autosize
            minRows={2}
            onChange={(event) => setMessage(event.currentTarget.value)}
          />
          {problem ? (
            <Alert color="red" role="alert">
              {problem.message}
            </Alert>
          ) : null}
          <Group justify="space-between">
            <Button
              variant="subtle"
              loading={create.isPending}
              onClick={() => create.mutate({ path, body: { days: Number(days) } })}
            >
              {t("make")}
            </Button>
            <Group gap={8}>
              <Button variant="default" onClick={close}>
                {t("cancel")}
              </Button>
              <Button type="submit" loading={send.isPending} disabled={to.trim() === ""}>
                {t("send")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
