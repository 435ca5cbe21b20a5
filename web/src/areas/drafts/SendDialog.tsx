import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminCreateDraftLink, adminListDraftOrders, adminSendDraftOrder } from "@/api/generated/sdk.gen";
import type { Draft } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { LinkBox } from "@/kit/links/LinkBox";
import { useDraftWords } from "./words";

interface SendDialogProps {
  draft: Draft;
  took: (draft: Draft) => void;
  close: () => void;
}

const DAYS = [1, 3, 7, 14, 30];

/** A link for the customer: sent by us, or passed on by whoever is on the telephone. */
export function SendDialog({ draft, took, close }: SendDialogProps) {
  const t = useDraftWords();
  const language = useLanguage();
  const [to, setTo] = useState(draft.cart.email || draft.cart.phone);
  const [days, setDays] = useState("7");
  const [message, setMessage] = useState("");
  const [made, setMade] = useState<{ url: string; qr: string } | null>(null);
  const path = { draft: draft.id };
  const send = useWrite(adminSendDraftOrder, {
    changes: [adminListDraftOrders],
    done: (answer) => {
      took(answer);
      tell(t("sentTo", { to: answer.sent_to }));
      close();
    },
  });
  const link = useWrite(adminCreateDraftLink, {
    changes: [adminListDraftOrders],
    done: (answer) => {
      took(answer.draft);
      if (answer.url && answer.qr) setMade({ url: answer.url, qr: answer.qr });
    },
  });
  const problem = send.error ?? link.error;
  if (made)
    return (
      <Modal opened onClose={close} title={t("linkTitle")}>
        <LinkBox url={made.url} qr={made.qr} />
      </Modal>
    );
  return (
    <Modal opened onClose={close} title={t("sendTitle", { number: draft.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ path, body: { to: to.trim(), days: Number(days), message: message.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">
            {t("sendHelp", { total: formatMoney(language, draft.cart.total_minor, draft.cart.currency) })}
          </Text>
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
              label: count === 1 ? t("day") : t("daysOf", { count }),
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
              loading={link.isPending}
              onClick={() => link.mutate({ path, body: { days: Number(days) } })}
            >
              {t("copyLink")}
            </Button>
            <Group gap={8}>
              <Button variant="default" onClick={close}>
                {t("cancel")}
              </Button>
              <Button type="submit" loading={send.isPending} disabled={to.trim() === ""}>
                {t("sendNow")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
